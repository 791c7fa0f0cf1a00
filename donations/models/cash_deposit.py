"""Cash on its way out of the safe, and entries against what was entered wrongly."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.references import LENGTH, correction_reference, deposit_reference

from .amounts import HasAmount
from .constraints import state_constraint, two_persons
from .decided import Decided
from .payment import Payment


class CashDeposit(HasAmount):
    """Cash that was handed over to the bank. The bank's slip is entered once.

    One that was booked the other way round frees its slip: the deposit is entered anew as it was.
    """

    reference = models.CharField(
        _("reference"), max_length=LENGTH, unique=True, default=deposit_reference, editable=False
    )
    deposited_on = models.DateField(_("handed over on"))
    slip = models.CharField(_("number of the bank’s slip"), max_length=60)
    note = models.CharField(_("note"), max_length=200, blank=True)
    livemode = models.BooleanField(_("real money"), default=False)
    is_undone = models.BooleanField(_("booked the other way round"), default=False, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)

    class Meta:
        ordering = ("-deposited_on", "-pk")
        verbose_name = _("deposit of cash")
        verbose_name_plural = _("deposits of cash")
        constraints = [
            *HasAmount.Meta.constraints,
            models.UniqueConstraint(
                fields=("slip", "currency", "deposited_on", "livemode"),
                condition=Q(is_undone=False),
                name="one_deposit_per_slip",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class CorrectionState(models.TextChoices):
    """How far a correction has come."""

    REQUESTED = "requested", _("Waits for a second person")
    BOOKED = "booked", _("Booked against the entry")
    REFUSED = "refused", _("Not approved")


class CashCorrection(Decided):
    """An entry of cash that was wrong. It stays; two persons book the whole of it the other way round."""

    State = CorrectionState
    TRANSITIONS = {
        CorrectionState.REQUESTED: frozenset({CorrectionState.BOOKED, CorrectionState.REFUSED}),
        CorrectionState.BOOKED: frozenset(),
        CorrectionState.REFUSED: frozenset(),
    }

    reference = models.CharField(
        _("reference"), max_length=LENGTH, unique=True, default=correction_reference, editable=False
    )
    payment = models.ForeignKey(
        Payment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cash_corrections",
        verbose_name=_("payment"),
    )
    deposit = models.ForeignKey(
        CashDeposit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("deposit of cash"),
    )
    reason = models.CharField(_("what was wrong"), max_length=200)
    state = models.CharField(
        _("state"), max_length=10, choices=CorrectionState.choices, default=CorrectionState.REQUESTED
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        ordering = ("created_at", "pk")
        verbose_name = _("correction of a cash entry")
        verbose_name_plural = _("corrections of cash entries")
        constraints = [
            state_constraint(CorrectionState, "cashcorrection_state_known"),
            models.CheckConstraint(
                condition=Q(payment=None, deposit__isnull=False) | Q(payment__isnull=False, deposit=None),
                name="cashcorrection_of_one_entry",
            ),
            models.UniqueConstraint(
                fields=("payment",), condition=~Q(state="refused"), name="one_correction_per_payment"
            ),
            models.UniqueConstraint(
                fields=("deposit",), condition=~Q(state="refused"), name="one_correction_per_deposit"
            ),
            *two_persons("cashcorrection", "requested_by", undecided="requested", yes="booked"),
        ]

    def __str__(self) -> str:
        return self.reference
