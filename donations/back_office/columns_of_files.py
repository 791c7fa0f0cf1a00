"""What files of the books say beside what stands in a row: fees, what arrived, payment methods and places in words.

Amounts of the provider's account are in its own currency, which need not be the gift's: it has a column of its own.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.money import Money
from donations import countries
from donations.models import Account, BalanceLine, Donation, LedgerEntry, Payment, PayoutState

from .columns import payment_methods

Said = Callable[[Model], object]
HEADINGS = {
    "fee": gettext_lazy("Fee"),
    "net": gettext_lazy("After the fee"),
    "account_currency": gettext_lazy("Currency of the provider's account"),
    "payout_reference": gettext_lazy("Payout"),
    "given_back": gettext_lazy("Given back"),
    "gateway": gettext_lazy("Payment method"),
    "livemode": gettext_lazy("Real money"),
    "purpose": gettext_lazy("Purpose"),
    "village": gettext_lazy("Village"),
    "campaign": gettext_lazy("Campaign"),
    "country": gettext_lazy("Country of the donor"),
}


def of_entries() -> dict[str, Said]:
    """Of rows of the ledger, signed as the row is: the provider's side has what it holds more of, the others less."""
    return _of_purpose() | {
        "gateway": method_of_row(),
        "country": lambda row: _country(row.donation),
        "fee": lambda row: _signed(row, "fee"),
        "net": lambda row: _signed(row, "net"),
        "account_currency": lambda row: row.costs.currency if row.costs else "",
    }


def of_gifts() -> dict[str, Said]:
    """Of gifts, with all that was paid for each (`Donation.objects.with_money`)."""
    methods = dict(payment_methods())
    return _of_purpose() | {
        "gateway": lambda row: ", ".join(dict.fromkeys(_methods(row, methods))),
        "livemode": lambda row: ", ".join(dict.fromkeys(_modes(row))),
        "country": _country,
        "given_back": lambda row: Money(sum(map(_gone, row.payments.all())), row.currency).major or "",
        "fee": lambda row: _total(row, "fee"),
        "net": lambda row: _total(row, "net"),
        "account_currency": lambda row: ", ".join(sorted({line.currency for line in _lines(row)})),
        "payout_reference": lambda row: ", ".join(dict.fromkeys(_payouts(row))),
    }


def method_of_row() -> Said:
    """In words; the words are looked up once for the file, not for each row."""
    methods = dict(payment_methods())
    return lambda row: methods.get(row.gateway, row.gateway)


def _of_purpose() -> dict[str, Said]:
    return {
        "purpose": lambda row: row.designation or "",
        "village": lambda row: (row.designation and row.designation.village) or "",
        "campaign": lambda row: (row.designation and row.designation.campaign) or "",
    }


def _country(donation: Donation | None) -> str:
    return countries.name_of(donation.donor.country) if donation else ""


def _signed(entry: LedgerEntry, name: str) -> Decimal | str:
    line = entry.costs
    if line is None:
        return ""
    money: Money = getattr(line, name)
    return (money if entry.account == Account.GATEWAY else -money).major


def _attempts(donation: Donation) -> list[Payment]:
    """What brought money; of a gift that has not come, every attempt."""
    payments = list(donation.payments.all())
    return [one for one in payments if one.state == one.State.SUCCEEDED] or payments


def _methods(donation: Donation, methods: dict[str, str]) -> Iterable[str]:
    return (methods.get(one.gateway, one.gateway) for one in _attempts(donation))


def _modes(donation: Donation) -> Iterable[str]:
    """Whether it is real money: what was tried out before the books began stays in them."""
    return (_("Yes") if one.livemode else _("No") for one in _attempts(donation))


def _gone(payment: Payment) -> int:
    return sum(refund.gift_minor for refund in payment.refunds.all())


def _lines(donation: Donation) -> list[BalanceLine]:
    return [line for payment in donation.payments.all() for line in payment.lines_there]


def _total(donation: Donation, name: str) -> Decimal | str:
    """Nothing where it is not known, or comes in several currencies: the gift's page has each."""
    moneys = [getattr(line, name) for line in _lines(donation)]
    if len({money.currency for money in moneys}) != 1:
        return ""
    return sum(moneys[1:], moneys[0]).major


def _payouts(donation: Donation) -> Iterable[str]:
    for line in _lines(donation):
        if line.payout and line.payout.state == PayoutState.PAID:
            yield str(line.payout)
