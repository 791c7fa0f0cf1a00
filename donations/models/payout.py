"""What a provider sent to our bank."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.money import EXPONENTS
from donations import explanations

from .amounts import HasAmount
from .constraints import state_constraint


class PayoutState(models.TextChoices):
    """How far it has come."""

    PENDING = "pending", _("On its way")
    HELD = "held", _("Held for a person to look at")
    PAID = "paid", _("Arrived at our bank")
    FAILED = "failed", _("Came back: the bank did not take it")


class Payout(HasAmount):
    """Booked once it has arrived and its lines (BalanceLine) come to its amount; if not, `reason` says why."""

    State = PayoutState
    TRANSITIONS = {
        PayoutState.PENDING: frozenset({PayoutState.HELD, PayoutState.PAID, PayoutState.FAILED}),
        PayoutState.HELD: frozenset({PayoutState.PAID, PayoutState.FAILED}),
        PayoutState.PAID: frozenset({PayoutState.FAILED}),
        PayoutState.FAILED: frozenset(),
    }

    provider_reference = models.CharField(_("provider's reference"), max_length=100)
    gateway = models.CharField(_("payment method"), max_length=20)
    livemode = models.BooleanField(_("real money"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=PayoutState.choices, default=PayoutState.PENDING
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    arrived_on = models.DateField(pgettext_lazy("of a payout", "arrives on"))
    sent_at = models.DateTimeField(pgettext_lazy("of a payout", "sent"))
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        ordering = ("-arrived_on", "-pk")
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        indexes = [
            models.Index(
                fields=("gateway",),
                condition=models.Q(state__in=["pending", "held"]),
                name="payout_not_booked",
            ),
            models.Index(fields=("gateway", "livemode", "-sent_at"), name="payout_newest"),
        ]
        constraints = [
            # Where more was given back than came in, the provider takes the rest from our bank.
            models.CheckConstraint(condition=~models.Q(amount_minor=0), name="payout_amount_not_zero"),
            models.CheckConstraint(
                condition=models.Q(currency__in=sorted(EXPONENTS)), name="payout_currency_known"
            ),
            state_constraint(PayoutState, "payout_state_known"),
            models.UniqueConstraint(
                fields=("gateway", "livemode", "provider_reference"), name="one_payout_per_provider_reference"
            ),
        ]

    def __str__(self) -> str:
        return self.provider_reference

    @property
    def reference(self) -> str:
        """The provider's: we have none of our own."""
        return self.provider_reference

    @property
    def explanation(self) -> str:
        """Why it is held, in words and as it stands in the log, which has the figures; "" where it is not."""
        return f"{explanations.of_payout(self.reason)} ({self.reason})" if self.reason else ""

    explanation.fget.short_description = _("Reason")
