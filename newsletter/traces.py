"""Which issues carried a picture or a page: the takedown of a consent asks, and has it taken out of what waits.

So does whoever takes a page offline by hand, or closes it, deletes a picture or says otherwise of whom it shows: the
words must not go out an hour later.
"""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_unpublished, post_page_move

from newsletter.models import Issue
from newsletter.services import sending
from safeguarding.models import CustomImage
from safeguarding.traces import Trace, finder, recaller


@finder
def issues_that_carried(images: set[int], pages: set[int]) -> list[Trace]:
    """Every issue that went to somebody with one of these in it."""
    return [
        Trace(
            what=str(issue),
            when=issue.started_at.isoformat(timespec="minutes") if issue.started_at else "",
            copies=issue.count,
        )
        for issue in Issue.objects.that_carried(images, pages)
    ]


@recaller
def write_waiting_mails_anew(images: set[int], pages: set[int]) -> None:
    """Without what may not be shown any more."""
    for issue in Issue.objects.that_carried(images, pages):
        sending.write_anew(issue)


@receiver(page_unpublished)
def leave_out_of_waiting_mails(instance: Page, **_kwargs: object) -> None:
    """After the commit, and with any error in the log alone: the page comes down whatever becomes of mails."""
    transaction.on_commit(partial(write_waiting_mails_anew, set(), {instance.pk}), robust=True)


@receiver(post_save, sender=PageViewRestriction)
def leave_out_what_was_closed(instance: PageViewRestriction, **_kwargs: object) -> None:
    """The same for a page that is no longer for everybody, and all below it."""
    _leave_out_with_all_below(instance.page)


@receiver(post_page_move)
def leave_out_what_was_moved(instance: Page, **_kwargs: object) -> None:
    """The same: it may have been put into a section that is closed."""
    _leave_out_with_all_below(instance)


@receiver(post_delete, sender=CustomImage)
def leave_out_a_deleted_picture(instance: CustomImage, **_kwargs: object) -> None:
    """The same: the words that stand for it would be left of it."""
    transaction.on_commit(partial(write_waiting_mails_anew, {instance.pk}, set()), robust=True)


def _leave_out_with_all_below(page: Page) -> None:
    inside = Page.objects.filter(path__startswith=page.path).values_list("pk", flat=True)
    transaction.on_commit(lambda: write_waiting_mails_anew(set(), set(inside)), robust=True)
