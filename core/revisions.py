"""Old versions of pages: thinned, so that a history stays readable and a database bounded.

Wagtail keeps every version for ever, and `purge_revisions` takes away too much: what is live when a newer draft
exists, and what somebody approved, with the record of the approval.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

BATCH = 500  # deleted in one transaction, so that nobody waits long to save


def thin() -> int:
    """Take away what is old and nobody needs; returns how many versions went.

    Of what is older than REVISIONS_KEPT_DAYS the last version of each month stays (translations look there for what
    the original said then), and whatever is newest, live, scheduled or was part of a workflow.
    """
    gone = 0
    while batch := list(_dispensable().values_list("pk", flat=True)[:BATCH]):
        Revision.objects.filter(pk__in=batch).delete()
        gone += len(batch)
    _repeated_edits().delete()
    return gone


def _limit() -> datetime:
    return timezone.now() - timedelta(days=settings.REVISIONS_KEPT_DAYS)


def _dispensable() -> QuerySet:
    old = Revision.objects.page_revisions().filter(created_at__lt=_limit())
    months = old.annotate(month=TruncMonth("created_at")).values("base_content_type", "object_id", "month")
    return old.filter(task_states__isnull=True, approved_go_live_at__isnull=True).exclude(
        Q(pk__in=months.annotate(last=Max("pk")).values("last"))
        | Q(pk__in=Page.objects.filter(latest_revision__isnull=False).values("latest_revision"))
        | Q(pk__in=Page.objects.filter(live_revision__isnull=False).values("live_revision"))
    )


def _repeated_edits() -> QuerySet:
    """Of a version that was kept again and again while somebody wrote, all entries but the last."""
    edits = PageLogEntry.objects.filter(action="wagtail.edit", timestamp__lt=_limit())
    last = edits.order_by().values("uuid", "page_id").annotate(last=Max("pk")).values("last")
    return edits.filter(uuid__isnull=False).exclude(pk__in=last)
