"""Mail that waits in the database until what causes it has committed and a worker has sent it."""

from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    """Questions about mail."""

    def due(self, now: datetime) -> "OutboxQuerySet":
        """To be sent now: its time has come, or the worker that took it has not been heard of since."""
        return self.filter(state__in=OutboxMessage.OPEN, due_at__lte=now).order_by("due_at", "pk")

    def claim(self, now: datetime, lease: timedelta) -> "OutboxMessage | None":
        """Take one message that is due; nobody else gets it before the lease ends. None: there is none."""
        while self.due(now).exists():  # asked first, because on SQLite a transaction takes the write lock
            with transaction.atomic(using=self.db):
                found = self.due(now).select_for_update(skip_locked=True).first()
                if found is None:
                    return None
                # Compare and swap: of two workers that found the same row, one changes it.
                same = self.filter(pk=found.pk, attempts=found.attempts, state=found.state)
                changes = {"state": OutboxMessage.State.SENDING, "attempts": found.attempts + 1}
                if same.update(due_at=now + lease, **changes):
                    return self.get(pk=found.pk)
        return None


class OutboxMessage(models.Model):
    """One message to one person, rendered in their language when it was caused."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    OPEN = (State.PENDING, State.SENDING)

    key = models.CharField(_("key"), max_length=200, unique=True)
    to = models.EmailField(_("to"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=10)
    template = models.CharField(_("template"), max_length=120)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("formatted text"), blank=True)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    sensitive = models.BooleanField(_("has a code or a personal link"), default=False)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # When to try; while it is being sent, when the worker that has it counts as lost.
    due_at = models.DateTimeField(_("due"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.CharField(_("last error"), max_length=120, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [models.Index(fields=["state", "due_at"], name="outbox_due")]
        verbose_name = _("message")
        verbose_name_plural = _("messages")

    def __str__(self) -> str:
        return self.key
