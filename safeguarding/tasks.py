"""What keeping children safe does by the clock."""

from datetime import timedelta

from django.utils import timezone

from core.scheduler import scheduled
from safeguarding import notifications
from safeguarding.concerns import tasks as concern_tasks
from safeguarding.models import Consent
from safeguarding.services import file_names, narrowing, scheduling, takedown

__all__ = ["concern_tasks"]
WARN_DAYS = (60, 14)


@scheduled(every=timedelta(minutes=1))
def publish_what_is_due() -> None:
    """Pages and snippets whose time to appear or to go has come."""
    scheduling.publish_due()


@scheduled(every=timedelta(minutes=1))
def finish_takedowns() -> None:
    """Carry on what a crash left open, and look once more whether anything came back."""
    try:
        takedown.finish_open()
    finally:  # one that cannot be finished is tried again each minute, and keeps no other up
        takedown.sweep()


@scheduled(every=timedelta(minutes=5))
def take_down_what_lapsed() -> None:
    """Consents that ended yesterday, those withdrawn whose takedown was never begun, and stories and pictures that a
    consent no longer covers.
    """
    try:
        takedown.take_down_lapsed()
    finally:
        try:
            narrowing.settle_stories()
        finally:
            narrowing.settle_pictures()


@scheduled(every=timedelta(minutes=5))
def rename_what_was_stored_before() -> None:
    """Pictures and documents of the time when files kept the name they came with, which may be a child's."""
    file_names.rename_stored_before()


@scheduled(every=timedelta(hours=6))
def warn_of_ending_consents() -> None:
    """Sixty days before, and again fourteen: the narrower warning only, when both would be due."""
    today = timezone.localdate()
    for consent in Consent.objects.ending(today, timedelta(days=max(WARN_DAYS))):
        left = (consent.expires_on - today).days
        notifications.consent_ends(consent, min(days for days in WARN_DAYS if left <= days))
