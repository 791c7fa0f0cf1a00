"""Cash as staff enter it: through the services, never by writing rows."""

import secrets
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import User
from core.money import parse_money
from donations.models import BoxCount, CashBox, CashDeposit, Donation, Payment
from donations.services import box_counts, cash, deposits
from tests.factories.accounts import staff
from tests.factories.donations import purpose


def given(**changes: Any) -> cash.Given:
    """A checked form: 100 000 soʻm today, in English, with an address."""
    fields: dict[str, Any] = {
        "amount": parse_money(changes.pop("amount", "100000"), changes.pop("currency", "UZS")),
        "designation": purpose(changes.pop("designation", "general")),
        "name": "Aziza Karimova",
        "email": "aziza@donors.example",
        "phone": "",
        "country": "",
        "language": "en",
        "given_on": timezone.localdate(),
        "wants_receipt": True,
        "is_anonymous": False,
        "note": "",
        "token": secrets.token_urlsafe(8),
    }
    return cash.Given(**fields | changes)


def given_cash(by: User | None = None, **changes: Any) -> Payment:
    """A named gift in cash, booked. Its note says that it is another one than those before."""
    changes = {"note": f"sheet {secrets.token_hex(4)}"} | changes
    donation, _new = cash.enter(given(**changes), by or staff("donor_care"))
    return donation.payments.get()


def box(number: str = "12", **fields: Any) -> CashBox:
    """A donation box at the bazaar."""
    known = {"place": "Chorsu bazaar", "keeper": "Malika, 90 000 00 00", "designation": purpose()}
    return CashBox.objects.get_or_create(number=number, defaults=known | fields)[0]


def counted(by: User, where: CashBox | None = None, **changes: Any) -> BoxCount:
    """A box that somebody has counted; it waits for the second counter. `amounts` are texts by currency.

    Its note says that it is another count than those before.
    """
    amounts = changes.pop("amounts", {"UZS": "250000"})
    fields: dict[str, Any] = {
        "opened_on": timezone.localdate(),
        "opened_by": "Malika and Rustam",
        "note": f"opening {secrets.token_hex(4)}",
        "token": secrets.token_urlsafe(8),
    }
    lines = [box_counts.Counted(amount=parse_money(text, code), notes={}) for code, text in amounts.items()]
    return box_counts.enter(where or box(), lines, by=by, **fields | changes)[0]


def deposit(
    amount: str, by: User, currency: str = "UZS", on: date | None = None, slip: str = ""
) -> CashDeposit:
    """Cash handed over to the bank."""
    return deposits.hand_over(
        parse_money(amount, currency),
        on=on or timezone.localdate(),
        slip=slip or secrets.token_hex(4),
        note="",
        by=by,
    )


def kept(donation: Donation) -> Donation:
    """The gift as it stands now."""
    return Donation.objects.get(pk=donation.pk)
