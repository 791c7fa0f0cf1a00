"""Stories that came down with a consent: what the audit says of them, and whether a focal point has read them since."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, TaskState

from core.models import AuditEntry
from safeguarding.models import SafeguardingTask

CAME_DOWN = "story.came_down"


def came_down_at(page: Page) -> datetime | None:
    """When it was last taken offline because a consent did not cover it any more."""
    entries = AuditEntry.objects.about(Page(pk=page.pk)).filter(action=CAME_DOWN)
    return entries.values_list("at", flat=True).first()


def is_unread_since(page: Page) -> bool:
    """Whether it came down, and no focal point has approved it after that. Mirrors are read in their original."""
    page = Page(pk=page.alias_of_id or page.pk)
    came_down = came_down_at(page) if page.pk else None
    return came_down is not None and not _was_read(page, came_down)


def is_new_and_unread(page: Page) -> bool:
    """Whether it is a language that was never published, of a story that came down in another and is unread there: it
    may be written from that. Mirrors are read in their original.
    """
    if page.alias_of_id or not Page.objects.filter(pk=page.pk, first_published_at=None).exists():
        return False
    unread = [came_down_at(other) for other in page.get_translations() if is_unread_since(other)]
    return not all(moment is None or _was_read(page, moment) for moment in unread)


def _was_read(page: Page, since: datetime) -> bool:
    approvals = TaskState.objects.filter(
        workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
        workflow_state__object_id=str(page.pk),
        task__content_type=ContentType.objects.get_for_model(SafeguardingTask),
        status=TaskState.STATUS_APPROVED,
    )
    return approvals.filter(finished_at__gt=since).exists()
