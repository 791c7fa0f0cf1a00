"""The inbox: what payment providers told us, each message once."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donations import explanations
from donations.querysets import EventQuerySet

from .constraints import state_constraint
from .payment import Payment


class EventState(models.TextChoices):
    """What came of a message."""

    RECEIVED = "received", _("Received, to be looked up")
    APPLIED = "applied", _("Acted on")
    REPEATED = "repeated", _("Nothing new")
    IGNORED = "ignored", _("Does not concern us")
    QUARANTINED = "quarantined", _("Held for a person to look at")
    DISMISSED = "dismissed", _("Dismissed by a person")


_FOUND = {EventState.APPLIED, EventState.REPEATED, EventState.IGNORED, EventState.QUARANTINED}


class ProviderEvent(models.Model):
    """A message whose signature was right. Nothing unverified is ever stored."""

    State = EventState
    # A held message is looked up again only after somebody has put it back to those that wait.
    TRANSITIONS = {
        EventState.RECEIVED: frozenset(_FOUND),
        EventState.QUARANTINED: frozenset({EventState.RECEIVED, EventState.DISMISSED}),
        EventState.APPLIED: frozenset(),
        EventState.REPEATED: frozenset(),
        EventState.IGNORED: frozenset(),
        EventState.DISMISSED: frozenset(),
    }

    gateway = models.CharField(_("payment method"), max_length=20)
    livemode = models.BooleanField(_("real money"), default=False)
    event_id = models.CharField(_("provider's number"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20)
    payment = models.ForeignKey(
        Payment,
        on_delete=models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("payment"),
    )
    payload = models.JSONField(_("message"), default=dict)
    state = models.CharField(_("state"), max_length=12, choices=EventState.choices)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    occurred_at = models.DateTimeField(_("happened"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    due_at = models.DateTimeField(
        _("looked up at"), default=timezone.now, editable=False, help_text=_("While it waits.")
    )
    # What a held message names, so that it can be looked up again. Codes, nothing of the payer.
    named = models.CharField(_("our reference in it"), max_length=40, blank=True)
    provider_reference = models.CharField(_("provider's reference"), max_length=100, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    note = models.CharField(_("why it was dismissed"), max_length=200, blank=True)
    changed_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("-received_at", "-pk")
        verbose_name = _("message from a payment provider")
        verbose_name_plural = _("messages from payment providers")
        # Of what few rows have, only those are in an index: messages come in bursts, and each index is one more write.
        indexes = [
            models.Index(fields=("-received_at", "-id"), name="event_newest"),
            models.Index(fields=("-received_at",), name="event_held", condition=Q(state="quarantined")),
            models.Index(fields=("payment",), name="event_payment", condition=Q(payment__isnull=False)),
            models.Index(
                fields=("decided_by",), name="event_decided_by", condition=Q(decided_by__isnull=False)
            ),
            models.Index(fields=("gateway", "livemode", "-received_at"), name="event_latest"),
            models.Index(fields=("due_at", "id"), name="event_due", condition=Q(state="received")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("gateway", "livemode", "event_id"), name="one_event_per_provider_number"
            ),
            state_constraint(EventState, "providerevent_state_known"),
            models.CheckConstraint(
                condition=~Q(state="dismissed") | Q(decided_by__isnull=False) & ~Q(note=""),
                name="providerevent_dismissed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.event_id}"

    @property
    def about(self) -> Promise | str:
        """What it was about, in words."""
        return explanations.of_kind(self.kind)

    about.fget.short_description = _("Kind")

    @property
    def explanation(self) -> str:
        """Why it is held, or why nothing came of it, in words."""
        return explanations.of_outcome(self.state, self.reason)

    explanation.fget.short_description = _("Reason")

    @property
    def reference(self) -> str:
        """What it is called where rows of all kinds are."""
        return str(self)
