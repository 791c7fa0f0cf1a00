"""Unpublishing reaches every language; publishing never does."""

from wagtail.models import Page


def unpublish_translations(page: Page) -> None:
    """Unpublish the translations of `page` that are live, and take those that wait for their time off the schedule.

    Each that is unpublished calls this again for the rest, so one at a time is enough, and none is unpublished twice.
    """
    _unschedule(page)
    live = page.get_translations().filter(live=True, alias_of=None).specific().first()
    if live:
        live.unpublish()


def _unschedule(page: Page) -> None:
    """Of live ones Wagtail does it itself; else what came down here would appear there tomorrow."""
    for translation in page.get_translations().filter(live=False):
        for revision in translation.revisions.filter(approved_go_live_at__isnull=False):
            revision.approved_go_live_at = None
            revision.save(update_fields=["approved_go_live_at"])  # with an entry in the page's history
