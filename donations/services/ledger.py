"""Booking money: what moved is nothing in sum, once for each source.

GATEWAY is what a provider holds for us, in whatever currency. What a payment is to us (a gift, owed, disputed) stands
on its counterparts, in the payment's own currency: fees, exchanges and payouts leave those alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from core.money import Money
from donations.gateways.bank.gateway import BankTransferGateway
from donations.gateways.instructions import Line
from donations.models import Account, CashDeposit, LedgerEntry, Payment, Payout
from donations.services import open_days

Sides = Mapping[Account, Money]
BY_TRANSFER = BankTransferGateway.code
AT_ONCE = 500  # sources in one question
# What has come in and not gone back is a gift, or owed, less what a dispute holds back.
COUNTERPARTS = (Account.GIFTS, Account.OWED, Account.DISPUTED)


def book_capture(payment: Payment, on: date | None = None) -> None:
    """Money has come in: a gift, or owed back when the donation must not be credited with it.

    `on` is the day that it came, if not today.
    """
    account = Account.OWED if payment.refund_due else Account.GIFTS
    _book(payment, _capture_source(payment), payment.amount, account, on)


@transaction.atomic
def book_gifts_of_the_past(given: Iterable[tuple[Payment, date]]) -> None:
    """Many gifts at once, each on its day: the same number of questions for all."""
    given = list(given)
    days = open_days.open_days({_capture_source(payment): day for payment, day in given})
    LedgerEntry.objects.bulk_create(
        entry
        for payment, _day in given
        for entry in _entries(
            payment,
            _capture_source(payment),
            _both(payment.amount, Account.GIFTS),
            days[_capture_source(payment)],
            payment.gateway,
            payment.livemode,
        )
    )


def book_refund(
    payment: Payment, amount: Money, refund_reference: str, *, by_transfer: bool = False
) -> Money:
    """Money has gone back to the donor, from what the provider holds, or, by transfer, from our bank account.

    Returns how much of it was a gift until now.
    """
    sides = _taken_from(payment, amount)
    held = Account.BANK if by_transfer else Account.GATEWAY
    source = f"refund:{BY_TRANSFER if by_transfer else payment.gateway}:{refund_reference}"
    _post(payment, source, {held: -amount, **sides}, None, payment.gateway, payment.livemode)
    return sides[Account.GIFTS]


def has_failed_refund(payment: Payment) -> bool:
    """Whether money that had gone back has come back to us."""
    return payment.ledger_entries.filter(source__startswith="refund-failed:").exists()


def book_failed_refund(payment: Payment, amount: Money, refund_reference: str) -> None:
    """What had gone back is with us again. Raises IntegrityError when that is booked.

    It is owed, but for what a bank took besides, as if the donor had not been given it back: that loss is made good.
    """
    sides = {Account.GATEWAY: amount, **_back_with_us(payment, amount)}
    source = f"refund-failed:{payment.gateway}:{refund_reference}"
    _post(payment, source, sides, None, payment.gateway, payment.livemode)


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


def book_fee(payment: Payment, line: Line) -> None:
    """What the provider kept of a movement, or gave back of it."""
    if line.fee:
        _book(payment, f"fee:{payment.gateway}:{line.number}", -line.fee, Account.FEES, line.on)


def book_monthly_fee(line: Line, gateway: str, livemode: bool) -> None:
    """What the provider took for no single gift: the whole line is a fee."""
    if line.net:
        source = f"fee:{gateway}:{line.number}"
        _post(None, source, _both(line.net, Account.FEES), line.on, gateway, livemode)


def book_exchange(payment: Payment, line: Line) -> None:
    """The provider has changed the payer's currency into that of our account: out of the one, into the other."""
    if line.moved is None or line.moved.currency == line.gross.currency:
        return
    for amount in (-line.moved, line.gross):
        source = f"exchange:{payment.gateway}:{line.number}:{amount.currency}"
        _book(payment, source, amount, Account.EXCHANGE, line.on)


def book_disputed(payment: Payment, line: Line) -> None:
    """A dispute took money from what the provider holds, or gave it back. Raises IntegrityError when that is booked."""
    if line.moved:
        _book(payment, dispute_source(payment, line.number), line.moved, Account.DISPUTED, line.on)


def book_lost(payment: Payment, amount: Money, number: str) -> Money:
    """A dispute is lost: what it holds back is gone. Returns how much of that was a gift until now."""
    sides = {Account.DISPUTED: -amount, **_taken_from(payment, amount)}
    _post(payment, lost_source(payment, number), sides, None, payment.gateway, payment.livemode)
    return sides[Account.GIFTS]


def book_after_loss(payment: Payment, line: Line, moved: Money) -> Money:
    """A dispute that was lost moved money once more: it came back, or was taken again.

    Returns how much of it was a gift until now. Raises IntegrityError when that is booked.
    """
    nothing = Money(0, moved.currency)
    sides = _taken_from(payment, -moved) if moved < nothing else _back_with_us(payment, moved)
    source = dispute_source(payment, line.number)
    _post(payment, source, {Account.GATEWAY: moved, **sides}, line.on, payment.gateway, payment.livemode)
    return sides.get(Account.GIFTS, nothing)


def dispute_source(payment: Payment, number: str) -> str:
    """By which a line of a dispute is booked."""
    return f"dispute:{payment.gateway}:{number}"


def lost_source(payment: Payment, number: str) -> str:
    """By which a lost dispute is booked."""
    return f"dispute-lost:{payment.gateway}:{number}"


def book_payout(payout: Payout, payment: Payment | None, number: str, net: Money) -> None:
    """A line of the provider's account has gone to our bank."""
    sides = {Account.BANK: net, Account.GATEWAY: -net}
    source = payout_source(payout, number)
    _post(payment, source, sides, payout.arrived_on, payout.gateway, payout.livemode)


def book_sending(payout: Payout, fee: Money) -> None:
    """What the provider took for sending a payout, from what it holds besides."""
    if fee:
        source = f"fee:{payout.gateway}:{payout.provider_reference}"
        _post(None, source, _both(-fee, Account.FEES), payout.arrived_on, payout.gateway, payout.livemode)


def book_failed_payout(payout: Payout) -> None:
    """The bank did not take it, the provider holds it again: an entry against each that was booked."""
    numbers = list(payout.lines.values_list("provider_reference", flat=True))
    for start in range(0, len(numbers), AT_ONCE):
        sources = [payout_source(payout, number) for number in numbers[start : start + AT_ONCE]]
        booked = LedgerEntry.objects.filter(source__in=sources, account=Account.BANK)
        for entry in booked.select_related("payment__donation"):
            source = entry.source.replace("payout:", "payout-failed:", 1)
            sides = {Account.BANK: -entry.amount, Account.GATEWAY: entry.amount}
            _post(entry.payment, source, sides, None, payout.gateway, payout.livemode)


def payout_source(payout: Payout, number: str) -> str:
    """By which a line of a payout is booked."""
    return f"payout:{payout.gateway}:{payout.provider_reference}:{number}"


def is_booked(source: str) -> bool:
    """Whether the books have it."""
    return LedgerEntry.objects.filter(source=source).exists()


def left_there(payment: Payment) -> Money:
    """What a provider can still give back of a payment: captured, less what it gave back. Disputes do not count."""
    gone = Q(source__startswith="refund:") | Q(source__startswith="refund-failed:")
    moved = LedgerEntry.objects.filter(payment=payment, account=Account.GATEWAY, currency=payment.currency)
    moved = moved.filter(gone | Q(source=_capture_source(payment)))
    return Money(moved.aggregate(total=Sum("amount_minor", default=0))["total"], payment.currency)


def net_of(payment: Payment) -> Money:
    """What is left of this payment to be given back: captured, less refunded, less what a dispute holds or took."""
    return _on(payment, *COUNTERPARTS)


def gift_of(payment: Payment) -> Money:
    """What of this payment is a gift."""
    return _on(payment, Account.GIFTS)


def _on(payment: Payment, *accounts: Account) -> Money:
    """What stands on these accounts, which count against us: turned to be positive."""
    rows = LedgerEntry.objects.filter(payment=payment, account__in=accounts, currency=payment.currency)
    return Money(-rows.aggregate(total=Sum("amount_minor", default=0))["total"], payment.currency)


def _taken_from(payment: Payment, amount: Money) -> dict[Account, Money]:
    """What bears that `amount` has gone: what we owed first, then the gift.

    Where the donor was given more than they gave (by us and by their bank), the rest is our loss and stands with the
    fees.
    """
    owed = min(_on(payment, Account.OWED), amount, key=_minor)
    gift = min(gift_of(payment), amount - owed, key=_minor)
    return {Account.OWED: owed, Account.GIFTS: gift, Account.FEES: amount - owed - gift}


def _back_with_us(payment: Payment, amount: Money) -> dict[Account, Money]:
    """What `amount` is that was gone and is here again: our loss made good, and the rest owed to the donor."""
    made_good = min(_loss(payment), amount, key=_minor)
    return {Account.FEES: -made_good, Account.OWED: made_good - amount}


def _loss(payment: Payment) -> Money:
    """What a donor was given beyond what they gave (`_taken_from`), and nothing has made good."""
    borne = LedgerEntry.objects.filter(payment=payment, account=Account.FEES, currency=payment.currency)
    borne = borne.exclude(source__startswith="fee:")
    return Money(borne.aggregate(total=Sum("amount_minor", default=0))["total"], payment.currency)


def _minor(money: Money) -> int:
    return money.minor


def _capture_source(payment: Payment) -> str:
    return f"capture:{payment.reference}"


def _both(amount: Money, counterpart: Account) -> dict[Account, Money]:
    return {Account.GATEWAY: amount, counterpart: -amount}


def _book(payment: Payment, source: str, amount: Money, counterpart: Account, on: date | None = None) -> None:
    """What the provider holds of a payment, and its counterpart."""
    _post(payment, source, _both(amount, counterpart), on, payment.gateway, payment.livemode)


@transaction.atomic
def _post(
    payment: Payment | None, source: str, sides: Sides, on: date | None, gateway: str, livemode: bool
) -> None:
    """Write all sides. The unique (source, account) makes a second booking fail whole."""
    day = open_days.open_day(source, on or timezone.localdate())
    LedgerEntry.objects.bulk_create(_entries(payment, source, sides, day, gateway, livemode))


def _entries(
    payment: Payment | None, source: str, sides: Sides, day: date, gateway: str, livemode: bool
) -> Iterator[LedgerEntry]:
    for account, side in sides.items():
        if side:
            yield LedgerEntry(
                source=source,
                account=account,
                amount_minor=side.minor,
                currency=side.currency,
                booked_on=day,
                gateway=gateway,
                livemode=livemode,
                payment=payment,
                donation_id=payment.donation_id if payment else None,
                designation_id=payment.donation.designation_id if payment else None,
            )


def _book_deposit(deposit: CashDeposit, source: str, into_safe: Money, on: date) -> None:
    _post(None, source, _both(into_safe, Account.BANK), on, "cash", deposit.livemode)
