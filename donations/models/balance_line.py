"""The account that a provider keeps for us, line by line."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.money import EXPONENTS, Money

from .payment import Payment
from .payout import Payout


class LineKind(models.TextChoices):
    """What moved."""

    CAPTURE = "capture", pgettext_lazy("line of the provider's account", "Payment")
    REFUND = "refund", _("Refund")
    REFUND_FAILED = "refund_failed", _("Refund that came back")
    DISPUTE = "dispute", _("Dispute")
    FEE = "fee", _("Fee for no single gift")
    OTHER = "other", _("Neither gift nor fee")


class BalanceLine(models.Model):
    """Kept once, as the provider told it; only the payout that it went out with is added later.

    In the currency that the provider keeps the account in, signed: gross less fee is what the balance moved by.
    """

    Kind = LineKind

    provider_reference = models.CharField(_("provider's reference"), max_length=100)
    gateway = models.CharField(_("payment method"), max_length=20)
    livemode = models.BooleanField(_("real money"), default=False)
    kind = models.CharField(_("kind"), max_length=14, choices=LineKind.choices)
    charge = models.CharField(_("provider's number of the charge"), max_length=100, blank=True)
    cause = models.CharField(_("what caused it"), max_length=100, blank=True)
    payment = models.ForeignKey(
        Payment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="balance_lines",
        verbose_name=_("payment"),
    )
    payout = models.ForeignKey(
        Payout,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="lines",
        verbose_name=_("payout"),
    )
    gross_minor = models.BigIntegerField(_("before the fee, in minor units"))
    fee_minor = models.BigIntegerField(_("fee in minor units"))
    currency = models.CharField(_("currency"), max_length=3)
    moved_on = models.DateField(_("belongs to the day"))
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        ordering = ("moved_on", "pk")
        verbose_name = _("line of a provider's account")
        verbose_name_plural = _("lines of a provider's account")
        indexes = [models.Index(fields=("charge",), name="balance_line_by_charge")]
        constraints = [
            models.UniqueConstraint(
                fields=("gateway", "livemode", "provider_reference"), name="one_line_per_provider_reference"
            ),
            models.CheckConstraint(
                condition=models.Q(currency__in=sorted(EXPONENTS)), name="balanceline_currency_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=LineKind.values), name="balanceline_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.provider_reference

    @property
    def gross(self) -> Money:
        """Before the fee."""
        return Money(self.gross_minor, self.currency)

    @property
    def fee(self) -> Money:
        """What the provider kept; below zero where it gave a fee back."""
        return Money(self.fee_minor, self.currency)

    @property
    def net(self) -> Money:
        """What the balance moved by."""
        return self.gross - self.fee
