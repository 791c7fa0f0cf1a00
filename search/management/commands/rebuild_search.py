"""Makes the search index anew: after a restore, or when its rules have changed."""

from django.core.management.base import BaseCommand

from search.services.index import rebuild


class Command(BaseCommand):
    """`manage.py rebuild_search`; visitors search the old index until it is done."""

    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        """Rebuild, and say how much there is."""
        self.stdout.write(f"{rebuild()} pages can be found.")
