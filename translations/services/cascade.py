"""Unpublishing reaches every language; publishing never does."""

from wagtail.models import Page


def unpublish_translations(page: Page) -> None:
    """Unpublish the translations of `page` that are live.

    Each of them calls this again for the rest, so one at a time is enough, and none is unpublished twice.
    """
    live = page.get_translations().filter(live=True, alias_of=None).specific().first()
    if live:
        live.unpublish()
