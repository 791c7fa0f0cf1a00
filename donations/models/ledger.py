"""What really happened to money: double entry, never changed, never deleted."""

from django.db import models
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.money import EXPONENTS, Money
from donations.querysets import LedgerQuerySet, LedgerRowsNeverChange, lines_there

from .balance_line import BalanceLine, LineKind
from .designation import Designation
from .donation import Donation
from .payment import Payment
from .payout import PayoutState

CAPTURE = LineKind.CAPTURE
WITH_COSTS = frozenset({"capture", "refund", "refund-failed", "dispute"})  # kinds of sources


class Account(models.TextChoices):
    """Where money stands. What comes in is positive for us, what it was given for is its counterpart."""

    GATEWAY = "gateway", _("Held by the payment provider")
    GIFTS = "gifts", _("Gifts")
    OWED = "owed", _("To be given back")
    FEES = "fees", _("Fees of the payment provider")
    DISPUTED = "disputed", _("Held back because of a dispute")
    BANK = "bank", _("Paid out to our bank")
    EXCHANGE = "exchange", _("Changed into another currency")


# What came without a provider between (by gateway) is held by none.
HELD_BY_US = {
    "cash": _("In the safe"),
    "bank": _("On our bank account"),
    "imported": _("Received before the portal"),
}


def account_label(account: str, gateway: str) -> str:
    """The account in words, for what is no row."""
    held = HELD_BY_US.get(gateway) if account == Account.GATEWAY else None
    return str(held or Account(account).label)


class LedgerEntry(models.Model):
    """One side of a movement. The entries of a source sum to zero; the database refuses changes by trigger.

    What moved for no single gift (a provider's monthly fee, say) names no payment.
    """

    Account = Account

    source = models.CharField(
        _("source"), max_length=120, help_text=_("What caused the movement; once each.")
    )
    account = models.CharField(
        pgettext_lazy("in the books", "account"), max_length=10, choices=Account.choices
    )
    amount_minor = models.BigIntegerField(_("amount in minor units"))
    currency = models.CharField(_("currency"), max_length=3)
    gateway = models.CharField(_("payment method"), max_length=20)
    livemode = models.BooleanField(_("real money"), default=False)
    payment = models.ForeignKey(
        Payment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ledger_entries",
        verbose_name=_("payment"),
    )
    donation = models.ForeignKey(
        Donation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ledger_entries",
        verbose_name=_("donation"),
    )
    designation = models.ForeignKey(
        Designation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ledger_entries",
        verbose_name=_("purpose"),
    )
    booked_on = models.DateField(
        _("belongs to the day"), default=timezone.localdate, help_text=_("When it happened, in Tashkent.")
    )
    created_at = models.DateTimeField(_("booked"), auto_now_add=True)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        indexes = [
            # What was given for a purpose is added up from this alone.
            models.Index(
                fields=("designation", "account", "currency", "amount_minor", "livemode"),
                name="ledger_by_purpose",
            ),
            # The order of the listing, alone and within what is filtered by most. What is added up of some days stands
            # in the index; an index of its own for it was tried, and saved nothing.
            models.Index(
                fields=("booked_on", "id", "account", "currency", "amount_minor", "gateway", "livemode"),
                name="ledger_by_day",
            ),
            models.Index(fields=("account", "booked_on", "id"), name="ledger_by_account"),
            models.Index(fields=("gateway", "booked_on", "id"), name="ledger_by_gateway"),
            models.Index(fields=("designation", "booked_on", "id"), name="ledger_of_purpose"),
        ]
        constraints = [
            models.UniqueConstraint(fields=("source", "account"), name="one_ledger_entry_per_source"),
            models.CheckConstraint(
                condition=models.Q(payment=None, donation=None, designation=None)
                | models.Q(payment__isnull=False, donation__isnull=False, designation__isnull=False),
                name="ledgerentry_of_a_gift_or_of_none",
            ),
            models.CheckConstraint(condition=~models.Q(amount_minor=0), name="ledgerentry_amount_not_zero"),
            models.CheckConstraint(
                condition=models.Q(currency__in=sorted(EXPONENTS)), name="ledgerentry_currency_known"
            ),
            models.CheckConstraint(
                condition=models.Q(account__in=Account.values), name="ledgerentry_account_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}, {self.account_in_words}, {self.amount}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Add the row; raises LedgerRowsNeverChange for one that is there already."""
        if not self._state.adding:
            raise LedgerRowsNeverChange
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Raises LedgerRowsNeverChange: a mistake is put right by an entry against it."""
        raise LedgerRowsNeverChange

    @property
    def amount(self) -> Money:
        """Signed."""
        return Money(self.amount_minor, self.currency)

    @property
    def account_in_words(self) -> str:
        """Where the money stands; what no provider holds is not said to be with one."""
        return account_label(self.account, self.gateway)

    account_in_words.fget.short_description = pgettext_lazy("in the books", "Account")

    @property
    def provider_line(self) -> BalanceLine | None:
        """The line of the provider's account that this movement is, or belongs to; None where none is known.

        A list has read `with_payouts`; one row asks by itself.
        """
        if self.payment is None:
            return None
        if not hasattr(self.payment, "lines_there"):
            prefetch_related_objects([self], lines_there("payment"))
        kind, *numbers = self.source.split(":")
        # A gift goes back in parts, each with a line of its own, and one that fails has two: the kind decides first.
        of_kind = [line for line in self.payment.lines_there if line.kind == kind.replace("-", "_")]
        for line in (*of_kind, *self.payment.lines_there):
            is_its_own = line.provider_reference in numbers or line.cause in numbers
            if is_its_own or kind == line.kind == CAPTURE:
                return line
        return None

    @property
    def costs(self) -> BalanceLine | None:
        """As `provider_line`, of money that a donor gave or got: what the fee of it was."""
        line = self.provider_line if self.source.split(":")[0] in WITH_COSTS else None
        if line is None or (
            line.currency == self.currency and abs(line.gross_minor) != abs(self.amount_minor)
        ):
            return None  # one of several that bear it
        return line

    @property
    def payout_reference(self) -> str:
        """The provider's number of the payout that this went to our bank with; "" where it has not, or is unknown."""
        kind, *numbers = self.source.split(":")
        if kind.startswith("payout"):
            return numbers[1]
        line = self.provider_line
        return str(line.payout) if line and line.payout and line.payout.state == PayoutState.PAID else ""

    payout_reference.fget.short_description = _("Payout")
    amount.fget.short_description = _("Amount")
