"""One attempt to pay a donation through one gateway."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations import explanations
from donations.querysets import PaymentQuerySet
from donations.references import LENGTH, payment_reference

from .amounts import HasAmount
from .constraints import state_constraint
from .donation import Donation


class PaymentState(models.TextChoices):
    """How far an attempt has come."""

    CREATED = "created", _("Made")
    REDIRECTED = "redirected", _("Sent to the payment page")
    PROCESSING = "processing", _("In progress")
    SUCCEEDED = "succeeded", _("Paid")
    FAILED = "failed", _("Failed")
    EXPIRED = "expired", _("Expired")
    CANCELLED = "cancelled", _("Cancelled")


_ENDS = {PaymentState.SUCCEEDED, PaymentState.FAILED, PaymentState.EXPIRED, PaymentState.CANCELLED}
OPEN_STATES = (PaymentState.CREATED, PaymentState.REDIRECTED, PaymentState.PROCESSING)


class RefundDue(models.TextChoices):
    """Why money that came in has to go back; staff see these first."""

    NONE = "", _("No")
    DUPLICATE = "duplicate", _("The donation was paid twice")
    AFTER_CANCEL = "after_cancel", _("The sponsorship was cancelled before")


class Payment(HasAmount):
    """Its reference is the order number that providers know and the key that makes a repeated call harmless."""

    State = PaymentState
    # Money is booked on the provider's verified word whenever it comes, but what succeeded never fails.
    TRANSITIONS = {
        PaymentState.CREATED: frozenset({PaymentState.REDIRECTED, PaymentState.PROCESSING} | _ENDS),
        PaymentState.REDIRECTED: frozenset({PaymentState.PROCESSING} | _ENDS),
        PaymentState.PROCESSING: frozenset(_ENDS),
        PaymentState.FAILED: frozenset({PaymentState.SUCCEEDED}),
        PaymentState.EXPIRED: frozenset({PaymentState.SUCCEEDED}),
        PaymentState.SUCCEEDED: frozenset(),
        PaymentState.CANCELLED: frozenset(),
    }

    reference = models.CharField(
        _("reference"), max_length=LENGTH, unique=True, default=payment_reference, editable=False
    )
    donation = models.ForeignKey(
        Donation, on_delete=models.PROTECT, related_name="payments", verbose_name=_("donation")
    )
    gateway = models.CharField(_("payment method"), max_length=20)
    livemode = models.BooleanField(_("real money"), default=False)
    off_session = models.BooleanField(_("charged without the donor present"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=PaymentState.choices, default=PaymentState.CREATED
    )
    provider_reference = models.CharField(_("provider's reference"), max_length=100, blank=True)
    detail = models.CharField(_("why it ended"), max_length=100, blank=True)
    refund_due = models.CharField(
        _("to be refunded"), max_length=12, choices=RefundDue.choices, blank=True, default=RefundDue.NONE
    )
    costs_due_at = models.DateTimeField(null=True, blank=True, editable=False)  # services.costs
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now_add=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        indexes = [
            models.Index(fields=("changed_at",), condition=Q(state__in=OPEN_STATES), name="payment_open"),
            # Since when nothing was heard of a provider; the gifts that went through it.
            models.Index(fields=("gateway", "livemode", "created_at"), name="payment_by_gateway"),
            # A handful among the gifts of sixty years: those whose fee is still to be asked for.
            models.Index(
                fields=("costs_due_at",), condition=Q(costs_due_at__isnull=False), name="payment_costs_due"
            ),
        ]
        constraints = [
            *HasAmount.Meta.constraints,
            state_constraint(PaymentState, "payment_state_known"),
            models.UniqueConstraint(
                fields=("gateway", "livemode", "provider_reference"),
                condition=~Q(provider_reference=""),
                name="one_payment_per_provider_reference",
            ),
            models.UniqueConstraint(
                fields=("donation",), condition=Q(state__in=OPEN_STATES), name="one_open_payment_per_donation"
            ),
            models.UniqueConstraint(
                fields=("donation",),
                condition=Q(state="succeeded", refund_due=""),
                name="one_credit_per_donation",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def explanation(self) -> str:
        """Why it ended, in words; "" where its state says it all."""
        return explanations.of_ending(self.detail)

    @property
    def was_entered_wrongly(self) -> bool:
        """Whether it is cash that two persons have booked against: it never came so, and nothing went back."""
        return self.cash_corrections.filter(state="booked").exists()

    @property
    def is_open(self) -> bool:
        """Whether its end is still unknown."""
        return self.state in OPEN_STATES
