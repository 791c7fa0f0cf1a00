"""What the worker does for the newsletter."""

from datetime import timedelta

from core.scheduler import scheduled
from newsletter.models import Issue
from newsletter.services import sending, subscriptions


@scheduled(every=timedelta(minutes=1))
def send_issues() -> None:
    """Go on with every issue that is under way."""
    for issue in Issue.objects.sending():
        sending.go_on(issue)


@scheduled(every=timedelta(days=1))
def forget_subscribers() -> None:
    """Delete who never confirmed within a month, and who ended it a year ago."""
    subscriptions.forget()
