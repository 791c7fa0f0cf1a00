"""What is on its way to publication, on the first page of the back office: for whoever checks, and for whoever wrote.

In place of Wagtail's two lists: those ask several times for each page, name the steps in one language whatever the
reader's is, and offer to approve what nobody has opened.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page, TaskState, WorkflowState

from core.home_panel import HomePanel, Line

MOST_LINES = 20
# Names of Wagtail's panels.
REPLACED = {"workflow_objects_to_moderate", "user_objects_in_workflow_moderation"}


def panels(user: Any) -> list[HomePanel]:
    """What this person has to check, the longest waiting first; then their own pages that others check."""
    quiet = gettext_lazy("Nothing waits") if _checks_at_all(user) else ""
    return [
        HomePanel("to-check", gettext_lazy("Waits for your check"), _to_check(user), 110, quiet),
        HomePanel("being-checked", gettext_lazy("Your pages that are being checked"), _own(user), 112),
    ]


def _to_check(user: Any) -> list[Line]:
    states = _with_pages(TaskState.objects.reviewable_by(user).order_by("started_at"))
    lines = [_line(state, get_user_display_name(state.workflow_state.requested_by)) for state in states]
    if len(lines) > MOST_LINES:
        report = reverse("wagtailadmin_reports:workflow_tasks")
        lines[MOST_LINES:] = [Line(_("All that wait"), f"{report}?status={TaskState.STATUS_IN_PROGRESS}")]
    return lines


def _own(user: Any) -> list[Line]:
    """Handed in by this person, or made by them and handed in by somebody else."""
    theirs = Page.objects.filter(owner=user, pk=Cast(OuterRef("object_id"), IntegerField()))
    made = Q(base_content_type=ContentType.objects.get_for_model(Page)) & Exists(theirs)
    current = WorkflowState.objects.active().filter(Q(requested_by=user) | made).values("current_task_state")
    states = _with_pages(TaskState.objects.filter(pk__in=current).order_by("-started_at"))
    return [_line(state) for state in states[:MOST_LINES]]


def _with_pages(states: QuerySet[TaskState]) -> list[TaskState]:
    """As many as are shown and one, that tells of more; with all that a line says, however many they are. Not those
    whose page is gone: nothing in the database keeps the two together.
    """
    related = states.select_related("task__content_type", "workflow_state__requested_by", "revision")
    found = related.prefetch_related("revision__content_object__locale")[: MOST_LINES + 1]
    return [state for state in found if state.revision.content_object]


def _line(state: TaskState, *who: str) -> Line:
    page = state.revision.content_object
    since = date_format(localtime(state.started_at), "SHORT_DATETIME_FORMAT")
    note = " · ".join([_step(state), page.locale.get_display_name(), *who, since])
    return Line(state.revision.object_str, reverse("wagtailadmin_pages:edit", args=[page.pk]), note)


def _step(state: TaskState) -> str:
    """By its kind, which is translated; a step's own name is data."""
    if state.status == TaskState.STATUS_REJECTED:
        return _("Sent back")
    return capfirst(str(state.task.content_type.model_class()._meta.verbose_name))


def _checks_at_all(user: Any) -> bool:
    """Somebody for whom nothing waits wants to know that it was looked for."""
    is_asked = Q(safeguardingtask__active=True) | Q(publishingtask__active=True)
    return user.is_superuser or user.groups.filter(is_asked).exists()
