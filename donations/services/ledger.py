"""Booking money: two entries each time, in balance, once for each source."""

from datetime import date

from django.db.models import Sum
from django.utils import timezone

from core.money import Money
from donations.models import Account, LedgerEntry, Payment


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


def _owed(payment: Payment) -> Money:
    """What a payment's refunds that failed left us owing."""
    owed = LedgerEntry.objects.filter(payment=payment, account=Account.OWED)
    return Money(-owed.aggregate(total=Sum("amount_minor", default=0))["total"], payment.currency)


def net_of(payment: Payment) -> Money:
    """What the provider holds of this payment: captured less refunded."""
    held = LedgerEntry.objects.filter(payment=payment, account=Account.GATEWAY)
    return Money(held.aggregate(total=Sum("amount_minor", default=0))["total"], payment.currency)


def _book(payment: Payment, source: str, amount: Money, counterpart: Account, on: date | None = None) -> None:
    """Write both sides. The unique (source, account) makes a second booking fail whole."""
    sides = {Account.GATEWAY: amount, counterpart: -amount}
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            source=source,
            account=account,
            amount_minor=side.minor,
            currency=side.currency,
            booked_on=on or timezone.localdate(),
            gateway=payment.gateway,
            livemode=payment.livemode,
            payment=payment,
            donation_id=payment.donation_id,
            designation_id=payment.donation.designation_id,
        )
        for account, side in sides.items()
    )
