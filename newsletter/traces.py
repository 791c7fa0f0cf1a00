"""Which issues carried a picture or a page: the takedown of a consent asks, and has it taken out of what waits."""

from newsletter.models import Issue
from newsletter.services import sending
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
