"""Lets changes of pages and pictures reach the page cache, and has pictures cut; makes the shared cache's table."""

from django.apps import apps
from django.core.management import call_command
from django.core.signals import request_started
from django.db.models.signals import post_migrate
from wagtail.signals import page_published

from core import gathered, pictures, restricted, slug_input, slugs, wagtail_words
from core.first_view import expect_visitors
from core.page_cache import signals


def create_cache_table(**kwargs: object) -> None:
    """The shared cache of a machine without Redis is a table that no migration of ours makes."""
    call_command("createcachetable", verbosity=0)


signals.connect()
slug_input.register()
slugs.register()
wagtail_words.register()
request_started.connect(pictures.forget, dispatch_uid="pictures")
request_started.connect(gathered.forget, dispatch_uid="gathered")
request_started.connect(restricted.forget, dispatch_uid="restricted")
page_published.connect(expect_visitors, dispatch_uid="first_view")
post_migrate.connect(create_cache_table, sender=apps.get_app_config("core"))
