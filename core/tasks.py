"""What the ground floor does by the clock."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from core import revisions
from core.models import Heartbeat, OutboxMessage, ScheduledRun
from core.scheduler import scheduled

# Long enough to answer "I got no receipt", short enough not to pile up letters.
KEEP_MAIL = timedelta(days=30)
KEEP_RUNS = timedelta(days=30)
KEEP_TASKS_DAYS = 30


@scheduled(every=timedelta(days=1))
def forget_old_mail() -> None:
    """Take address, words and headers (a newsletter's has the link that ends it) out of messages that were sent, or
    failed, a month ago; the keys stay.
    """
    done = OutboxMessage.objects.exclude(state__in=OutboxMessage.OPEN).exclude(to="", headers={})
    nothing = {"to": "", "subject": "", "text": "", "html": "", "headers": {}}
    done.filter(created_at__lt=timezone.now() - KEEP_MAIL).update(**nothing)


@scheduled(every=timedelta(days=1))
def clear_traces() -> None:
    """Sessions that ended, tasks that are done, runs and workers of the past."""
    call_command("clearsessions", verbosity=0)
    call_command("prune_db_task_results", min_age_days=KEEP_TASKS_DAYS, verbosity=0)
    ScheduledRun.objects.filter(slot__lt=timezone.now() - KEEP_RUNS).delete()
    Heartbeat.objects.filter(beat_at__lt=timezone.now() - timedelta(days=1)).delete()


@scheduled(every=timedelta(days=1))
def thin_old_versions() -> None:
    """Versions of pages that nobody will want back."""
    revisions.thin()
