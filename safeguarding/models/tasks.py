"""The steps of the way to publication: editor, then safeguarding, then publisher."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from core import publishing


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
            # The latest is what will be published, and may have been mended since it was handed in.
            publishing.check(task_state.workflow_state.content_object.get_latest_revision().as_object())
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
