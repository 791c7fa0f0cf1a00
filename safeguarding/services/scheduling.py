"""Publishing by the clock, through the gate: one page that must not appear does not keep the others from it."""

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Revision

from core import publishing
from safeguarding import notifications


def publish_due() -> None:
    """Publish what is due and take away what has expired; what the gate refuses leaves the schedule, with a mail."""
    for revision in Revision.objects.filter(approved_go_live_at__lte=timezone.now()):
        _check(revision)
    call_command("publish_scheduled", verbosity=0)


def _check(revision: Revision) -> None:
    with override(getattr(revision.user, "language", settings.LANGUAGE_CODE)):  # who scheduled it reads it
        try:
            publishing.check(revision.as_object())
        except publishing.PublishRefused as refusal:
            notifications.not_published(revision, refusal.messages)
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
