"""Which issues carried a picture or a page: the takedown of a consent asks."""

from newsletter.models import Issue
from safeguarding.traces import Trace, finder


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
