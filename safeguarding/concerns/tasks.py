"""What the worker does about reports."""

from datetime import timedelta

from django.utils import timezone

from core.scheduler import scheduled
from safeguarding.concerns import limits, notifications
from safeguarding.models import Concern

PATIENCE = timedelta(hours=24)


@scheduled(every=timedelta(hours=1))
def remind_of_unread_concerns() -> None:
    """Write to the focal points about what nobody has opened for a day."""
    now = timezone.now()
    for concern in Concern.objects.unread_before(now - PATIENCE):
        notifications.remind(concern, timezone.localtime(now))


@scheduled(every=timedelta(minutes=5))
def forget_networks() -> None:
    """The key by which a counter could be told to be a network's."""
    limits.forget()
