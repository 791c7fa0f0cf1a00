"""Booking money: two entries each time, in balance, once for each source."""

from datetime import date

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from core.money import Money
from donations.models import Account, CashDeposit, LedgerEntry, Payment
from donations.services import open_days


def book_capture(payment: Payment, on: date | None = None) -> None:
    """Money has come in: a gift, or owed back when the donation must not be credited with it.

    `on` is the day that it came, if not today.
    """
    account = Account.OWED if payment.refund_due else Account.GIFTS
    _book(payment, f"capture:{payment.reference}", payment.amount, account, on)


def book_refund(payment: Payment, amount: Money, refund_reference: str) -> None:
    """Money has gone back to the donor: what was owed, or a part of the gift."""
    owed = payment.refund_due or _owed(payment) >= amount
    account = Account.OWED if owed else Account.GIFTS
    _book(payment, f"refund:{payment.gateway}:{refund_reference}", -amount, account)


def book_failed_refund(payment: Payment, amount: Money, refund_reference: str) -> None:
    """What had gone back is with us again, and owed. Raises IntegrityError when that is booked."""
    _book(payment, f"refund-failed:{payment.gateway}:{refund_reference}", amount, Account.OWED)


def book_deposit(deposit: CashDeposit) -> None:
    """Cash has left the safe for the bank. It is of no single gift."""
    _book_deposit(deposit, f"deposit:{deposit.reference}", -deposit.amount, deposit.deposited_on)


def book_wrong_deposit(deposit: CashDeposit, correction: str) -> None:
    """A deposit that was entered wrongly, booked the other way round."""
    _book_deposit(deposit, f"deposit-undone:{correction}", deposit.amount, timezone.localdate())


def in_safe() -> list[Money]:
    """What cash should lie in the safe, by currency: counted, and not handed over to the bank."""
    cash = LedgerEntry.objects.live().filter(gateway="cash", account=Account.GATEWAY)
    return [Money(minor, currency) for currency, minor in sorted(cash.balances().items()) if minor]


def _owed(payment: Payment) -> Money:
    """What a payment's refunds that failed left us owing."""
    owed = LedgerEntry.objects.filter(payment=payment, account=Account.OWED)
    return Money(-owed.aggregate(total=Sum("amount_minor", default=0))["total"], payment.currency)


def net_of(payment: Payment) -> Money:
    """What the provider holds of this payment: captured less refunded."""
    held = LedgerEntry.objects.filter(payment=payment, account=Account.GATEWAY)
    return Money(held.aggregate(total=Sum("amount_minor", default=0))["total"], payment.currency)


@transaction.atomic
def _book(payment: Payment, source: str, amount: Money, counterpart: Account, on: date | None = None) -> None:
    """Write both sides. The unique (source, account) makes a second booking fail whole."""
    sides = {Account.GATEWAY: amount, counterpart: -amount}
    day = open_days.open_day(source, on or timezone.localdate())
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            source=source,
            account=account,
            amount_minor=side.minor,
            currency=side.currency,
            booked_on=day,
            gateway=payment.gateway,
            livemode=payment.livemode,
            payment=payment,
            donation_id=payment.donation_id,
            designation_id=payment.donation.designation_id,
        )
        for account, side in sides.items()
    )


@transaction.atomic
def _book_deposit(deposit: CashDeposit, source: str, into_safe: Money, on: date) -> None:
    day = open_days.open_day(source, on)
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            source=source,
            account=account,
            amount_minor=side.minor,
            currency=side.currency,
            booked_on=day,
            gateway="cash",
            livemode=deposit.livemode,
        )
        for account, side in {Account.GATEWAY: into_safe, Account.BANK: -into_safe}.items()
    )
