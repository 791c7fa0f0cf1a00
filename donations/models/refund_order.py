"""Money that staff want to give back: one person asks, another says yes, then the provider is told."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from donations import explanations
from donations.references import LENGTH, refund_reference

from .amounts import HasAmount
from .constraints import state_constraint, two_persons
from .decided import Decided
from .payment import Payment


class RefundOrderState(models.TextChoices):
    """How far it has come."""

    REQUESTED = "requested", _("Waits for a second person")
    APPROVED = "approved", _("To be given back")
    SENT = "sent", _("On its way back")
    DONE = "done", _("Given back")
    FAILED = "failed", _("The provider refused")
    RETURNED = "returned", _("Did not reach the donor")
    REFUSED = "refused", _("Not approved")


# Approved, and the provider has not said yet that the money is there.
UNDER_WAY = (RefundOrderState.APPROVED, RefundOrderState.SENT)
# The way it came did not take it back.
NOT_TAKEN = (RefundOrderState.FAILED, RefundOrderState.RETURNED)
WAITING = (RefundOrderState.REQUESTED, *UNDER_WAY)


class RefundOrder(HasAmount, Decided):
    """A wish, not a booking: the books change when the provider says that the money went back (Refund)."""

    State = RefundOrderState
    TRANSITIONS = {
        RefundOrderState.REQUESTED: frozenset({RefundOrderState.APPROVED, RefundOrderState.REFUSED}),
        RefundOrderState.APPROVED: frozenset(
            {
                RefundOrderState.SENT,
                RefundOrderState.DONE,
                RefundOrderState.FAILED,
                RefundOrderState.RETURNED,
                RefundOrderState.REFUSED,  # after all, where a person would have carried it out
            }
        ),
        RefundOrderState.SENT: frozenset({RefundOrderState.DONE, RefundOrderState.RETURNED}),
        # A payer's bank may send back what seemed to have arrived.
        RefundOrderState.DONE: frozenset({RefundOrderState.RETURNED}),
        RefundOrderState.FAILED: frozenset(),
        RefundOrderState.RETURNED: frozenset(),
        RefundOrderState.REFUSED: frozenset(),
    }

    reference = models.CharField(
        _("reference"), max_length=LENGTH, unique=True, default=refund_reference, editable=False
    )
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, related_name="refund_orders", verbose_name=_("payment")
    )
    by_transfer = models.BooleanField(
        _("by bank transfer"),
        default=False,
        help_text=_("The way it came did not take it back: somebody transfers it from our bank account."),
    )
    reason = models.CharField(_("reason"), max_length=200)
    state = models.CharField(
        _("state"), max_length=10, choices=RefundOrderState.choices, default=RefundOrderState.REQUESTED
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        ordering = ("created_at", "pk")
        verbose_name = _("order to give back")
        verbose_name_plural = _("orders to give back")
        constraints = [
            *HasAmount.Meta.constraints,
            state_constraint(RefundOrderState, "refundorder_state_known"),
            *two_persons("refundorder", "requested_by", undecided="requested"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def note_in_words(self) -> str:
        """The number under which it went, or why it did not arrive."""
        return explanations.of_return(self.note) if self.state == RefundOrderState.RETURNED else self.note
