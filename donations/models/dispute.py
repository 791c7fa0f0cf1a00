"""A payer's bank wants the money of a gift back."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .amounts import HasAmount
from .constraints import state_constraint
from .payment import Payment


class DisputeState(models.TextChoices):
    """How far it has come."""

    OPEN = "open", _("Waits for our answer")
    UNDER_REVIEW = "under_review", _("The bank decides")
    WON = "won", _("Decided for us")
    LOST = "lost", _("Decided against us")


# As Stripe calls what payers tell their banks; a code that is not here is shown as it is.
REASONS = {
    "fraudulent": _("Says that somebody else used the card"),
    "debit_not_authorized": _("Says that nobody was allowed to take the money"),
    "subscription_canceled": _("Says that the regular gift was cancelled before"),
    "duplicate": _("Says that it was charged twice"),
    "unrecognized": _("Does not recognise the payment"),
    "credit_not_processed": _("Says that money which was promised back did not come"),
    "product_not_received": _("Says that nothing was received for it"),
    "product_unacceptable": _("Says that it was not what had been promised"),
    "noncompliant": _("Says that a rule of the card was broken"),
    "customer_initiated": _("Has asked the bank for the money back"),
    "bank_cannot_process": _("The payer’s bank could not carry it out"),
    "incorrect_account_details": _("The details of the payer’s account were wrong"),
    "insufficient_funds": _("There was not enough on the payer’s account"),
    "general": _("Gives no reason"),
}


class Dispute(HasAmount):
    """Its money follows what the provider's account says (services.disputes), its state what the provider calls it."""

    State = DisputeState
    # An inquiry that we have answered may still become a dispute, which wants an answer of its own.
    TRANSITIONS = {
        DisputeState.OPEN: frozenset({DisputeState.UNDER_REVIEW, DisputeState.WON, DisputeState.LOST}),
        DisputeState.UNDER_REVIEW: frozenset({DisputeState.OPEN, DisputeState.WON, DisputeState.LOST}),
        DisputeState.WON: frozenset(),
        DisputeState.LOST: frozenset(),
    }

    provider_reference = models.CharField(_("provider's reference"), max_length=100)
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, related_name="disputes", verbose_name=_("payment")
    )
    gateway = models.CharField(_("payment method"), max_length=20)
    livemode = models.BooleanField(_("real money"), default=False)
    state = models.CharField(
        _("state"), max_length=12, choices=DisputeState.choices, default=DisputeState.OPEN
    )
    reason = models.CharField(_("what the payer says"), max_length=60, blank=True)
    due_at = models.DateTimeField(_("to be answered by"), null=True, blank=True)
    opened_at = models.DateTimeField(pgettext_lazy("of a dispute", "opened"))
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        ordering = ("-opened_at", "-pk")
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        constraints = [
            *HasAmount.Meta.constraints,
            state_constraint(DisputeState, "dispute_state_known"),
            models.UniqueConstraint(
                fields=("gateway", "livemode", "provider_reference"),
                name="one_dispute_per_provider_reference",
            ),
        ]

    def __str__(self) -> str:
        return self.provider_reference

    @property
    def reference(self) -> str:
        """The provider's: we have none of our own."""
        return self.provider_reference

    def get_reason_display(self) -> str:
        """In words, where we have any."""
        return str(REASONS.get(self.reason, self.reason))
