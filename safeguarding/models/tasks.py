"""The steps of the way to publication: editor, then safeguarding, then publisher."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page, Revision, TaskState, WorkflowState

from core import publishing
from translations.back_office.access import running_translation
from translations.services.drafts import take_over


class SafeguardingTask(AbstractGroupApprovalTask):
    """A focal point reads it. Without valid consents there is nothing to approve, whoever presses the button."""

    class Meta:
        verbose_name = _("safeguarding check")
        verbose_name_plural = _("safeguarding checks")

    @classmethod
    def get_description(cls) -> str:
        """Shown where tasks are made."""
        return _("Focal points look whether a child could be recognised, and whether the consents are there.")

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Raise PublishRefused instead of approving what the gate would not let through."""
        if action_name == "approve":
            _take_over(task_state, user, with_original=True)
            # The latest is what will be published, and may have been mended since it was handed in.
            page = task_state.workflow_state.content_object.get_latest_revision().as_object()
            page.is_being_read = True  # what came down with a consent waits for just that
            publishing.check(page, page.day_to_come)
        return super().on_action(task_state, user, action_name, **kwargs)


class PublishingTask(AbstractGroupApprovalTask):
    """A publisher has the last word; approving publishes."""

    class Meta:
        verbose_name = _("publishing")
        verbose_name_plural = _("publishings")

    @classmethod
    def get_description(cls) -> str:
        """Shown where tasks are made."""
        return _("Publishers read it once more. Their approval publishes it.")

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Begin it, or safeguarding once more: what a publisher sent back may be other words when it comes again, and
        Wagtail goes on with the step that sent it back.
        """
        seen = _approved_by_safeguarding(workflow_state)
        if seen and _unread(seen).exists():
            return seen.task.specific.start(workflow_state, user)
        return super().start(workflow_state, user)

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Raise PublishRefused instead of publishing what somebody without this task has written since safeguarding
        read it: the page is locked for them, but a translation is also written from its original.
        """
        if action_name == "approve":
            # Without what came from the original since: a focal point has read what it said then.
            _take_over(task_state, user, with_original=False)
        seen = _approved_by_safeguarding(task_state.workflow_state)
        unread = _unread(seen) if seen and action_name == "approve" else ()
        # Each: what a publisher mends may stand on what somebody wrote before.
        if not all(self._is_answered_by(revision.user) for revision in unread):
            raise publishing.PublishRefused(
                _(
                    "Somebody has changed this since a focal point has read it. Request changes: it is then read again."
                )
            )
        return super().on_action(task_state, user, action_name, **kwargs)

    def _is_answered_by(self, user: Any) -> bool:
        return bool(user) and (user.is_superuser or self.groups.filter(pk__in=user.groups.all()).exists())


def _take_over(task_state: TaskState, user: Any, *, with_original: bool) -> None:
    """Have the draft of a translation say what its screen says, wherever it is approved: also on the first page."""
    page = Page.objects.get(pk=task_state.workflow_state.object_id)
    if translation := running_translation(page):
        try:
            take_over(translation, page, user, with_original=with_original)
        except ValidationError as error:
            raise publishing.PublishRefused(error.messages) from error


def _unread(seen: TaskState) -> QuerySet[Revision]:
    """The versions that were written after this approval."""
    page = seen.workflow_state.content_object
    return page.revisions.filter(created_at__gt=seen.finished_at).select_related("user")


def _approved_by_safeguarding(workflow_state: WorkflowState) -> TaskState | None:
    """The latest approval, where that step is still part of the way."""
    approvals = workflow_state.task_states.filter(
        status=TaskState.STATUS_APPROVED,
        task__content_type=ContentType.objects.get_for_model(SafeguardingTask),
        task__active=True,
        task__workflow_tasks__workflow=workflow_state.workflow_id,
    )
    return approvals.order_by("-finished_at").first()
