"""Fills an empty database with the demo: pages in four languages, villages, figures, people, gifts."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from home.demo.accounts import seed_accounts
from home.demo.activity import seed_gifts, seed_interests
from home.demo.content import pages
from home.demo.giving import seed_bank_account, seed_campaigns, seed_designations, seed_effects
from home.demo.redirects import seed_redirects
from home.demo.site import seed_figures, seed_footer, seed_legal_entity, seed_settings, seed_villages
from home.demo.tree import seed_tree
from safeguarding.services import workflow
from search.services import index


class Command(BaseCommand):
    """`manage.py seed_demo`: may be run again; it updates what it made and adds nothing twice."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--content-only` leaves out people, gifts and interests, as for a real installation."""
        parser.add_argument("--content-only", action="store_true", help="pages, villages and figures only")

    @transaction.atomic
    def handle(self, *args: object, content_only: bool = False, **options: object) -> None:
        """Make everything or nothing."""
        home = next(page for page in pages() if page["type"] == "home")
        seed_settings()
        seed_legal_entity()
        villages = seed_villages()
        figures = seed_figures(on_home=home["sections"]["figures"]["figures"])
        seed_designations(villages, seed_campaigns())
        seed_effects()
        seed_bank_account()
        tree = seed_tree(villages, figures)
        seed_footer(tree)
        workflow.ensure()
        seed_redirects(tree)
        index.refresh()  # seeding saves pages that it has published before
        self.stdout.write(
            f"{len(tree)} pages in four languages, {len(villages)} villages, {len(figures)} figures."
        )
        if settings.DEMO and not content_only:
            counts = (seed_accounts(), seed_gifts(), seed_interests())
            self.stdout.write("{} accounts, {} gifts, {} registrations.".format(*counts))
