"""Receipts for gifts, numbered without a gap, and the counter that they take their numbers from."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.querysets import ReceiptQuerySet, ReceiptsStay
from donations.references import LENGTH, receipt_code
from safeguarding.storage import private_storage

from .amounts import HasAmount
from .constraints import state_constraint
from .legal_entity import LegalEntity
from .payment import Payment
from .refund import Refund


class ReceiptKind(models.TextChoices):
    """What the paper says."""

    RECEIPT = "receipt", _("Receipt")
    CORRECTION = "correction", _("Corrected receipt")


class ReceiptState(models.TextChoices):
    """Whether it still says the truth."""

    ISSUED = "issued", _("Issued")
    VOIDED = "voided", _("Voided")


class ReceiptCounter(models.Model):
    """The last number given, by legal entity, year and mode. Locked while the next one is given."""

    entity = models.ForeignKey(LegalEntity, on_delete=models.PROTECT, related_name="counters")
    livemode = models.BooleanField()
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("entity", "livemode", "year"), name="one_receipt_counter_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.entity.code} {self.year}: {self.last}"


class Receipt(HasAmount):
    """One numbered paper. `amount` is what the donor gave and did not get back when it was numbered.

    `printed` holds what the paper says besides, copied when the number is given: the file can be made later, and made
    again, with the same bytes. Payments in the provider's test mode have numbers of their own.
    """

    Kind = ReceiptKind
    State = ReceiptState
    TRANSITIONS = {
        ReceiptState.ISSUED: frozenset({ReceiptState.VOIDED}),
        ReceiptState.VOIDED: frozenset(),
    }

    entity = models.ForeignKey(
        LegalEntity, on_delete=models.PROTECT, related_name="receipts", verbose_name=_("legal entity")
    )
    livemode = models.BooleanField(_("real money"), default=False)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    reference = models.CharField(_("number"), max_length=30, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=ReceiptKind.choices)
    state = models.CharField(
        _("state"), max_length=6, choices=ReceiptState.choices, default=ReceiptState.ISSUED
    )
    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, related_name="receipts", verbose_name=_("payment")
    )
    refund = models.OneToOneField(
        Refund,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="correction",
        verbose_name=_("refund"),
    )
    corrects = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="correction",
        verbose_name=_("corrects"),
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    given_on = models.DateField(_("day of the gift"))
    code = models.CharField(
        _("code to verify it"), max_length=LENGTH, unique=True, default=receipt_code, editable=False
    )
    printed = models.JSONField(default=dict, editable=False)
    file = models.FileField(_("file"), storage=private_storage, blank=True, editable=False, max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("numbered"))
    changed_at = models.DateTimeField(_("changed"), auto_now_add=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        indexes = [models.Index(fields=("created_at",), condition=Q(file=""), name="receipt_without_file")]
        constraints = [
            *HasAmount.Meta.constraints,
            state_constraint(ReceiptState, "receipt_state_known"),
            models.UniqueConstraint(
                fields=("entity", "livemode", "year", "number"), name="one_receipt_per_number"
            ),
            models.UniqueConstraint(
                fields=("payment",), condition=Q(kind="receipt"), name="one_receipt_per_payment"
            ),
            models.CheckConstraint(
                condition=Q(kind="receipt", corrects=None, refund=None)
                | Q(kind="correction", corrects__isnull=False, refund__isnull=False),
                name="receipt_kind_has_its_cause",
            ),
            models.CheckConstraint(
                condition=Q(file="", sha256="") | (~Q(file="") & ~Q(sha256="")), name="receipt_file_has_hash"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raises ReceiptsStay; what is wrong is voided or corrected."""
        raise ReceiptsStay

    @property
    def is_voided(self) -> bool:
        """Whether the gift was given back."""
        return self.state == ReceiptState.VOIDED

    @property
    def corrected_by(self) -> "Receipt | None":
        """The paper that took its place."""
        return getattr(self, "correction", None)

    @property
    def file_name(self) -> str:
        """What it is called on the reader's machine: nothing of the donor."""
        return f"{self.reference}.pdf"
