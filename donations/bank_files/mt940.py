"""MT940, SWIFT's older form, read by the library that knows the banks' dialects."""

import re
from typing import Any

import mt940

from core.money import read_money

from .lines import Line, Unreadable, come, decode

TEXTS = ("transaction_details", "purpose", "additional_purpose", "extra_details", "end_to_end_reference")
NAMES = ("applicant_name", "recipient_name")
NO_REFERENCE = {"NONREF", "NOTPROVIDED", ""}
# The library's own mending, off unless asked for: else an account's number stands before the payer's name, and what
# the payer wrote on a line is lost where the next one has subfields.
OPTIONS = mt940.Options.all()
_ENTRIES = re.compile(r"(?m)^:61:")


def read(content: bytes) -> list[Line]:
    """The credits; debits and reversals are left out. Raises Unreadable."""
    return _lines(content, "C")


def taken_back(content: bytes) -> list[Line]:
    """The credits of before that the bank has reversed. Raises Unreadable."""
    return _lines(content, "RC")


def _lines(content: bytes, status: str) -> list[Line]:
    try:
        text = decode(content)
        statements = [mt940.parse(part, options=OPTIONS) for part in _statements(text)]
    except Exception as error:  # the library raises whatever it stumbles over
        raise Unreadable(type(error).__name__) from None
    if not any(rows.data or rows.transactions for rows in statements):
        raise Unreadable("MT940")
    if sum(map(len, statements)) != len(_ENTRIES.findall(text)):
        raise Unreadable("MT940")  # the library writes an entry over one before it that has no kind
    wanted = [row.data for rows in statements for row in rows if _status(row.data) == status]
    lines = [_line(data, number) for number, data in enumerate(wanted, 1)]
    return [line for line in lines if line.amount]


def _statements(text: str) -> list[str]:
    """Each by itself, with what an envelope writes before the first.

    Read together, lines of the second account would have the currency of the first.
    """
    head, *statements = re.split(r"(?m)^(?=:20:)", text)
    return [head + statements[0], *statements[1:]] if statements else [head]


def _status(data: dict[str, Any]) -> str:
    return str(data.get("status", "")).upper()


def _line(data: dict[str, Any], number: int) -> Line:
    try:
        amount = data["amount"]
        booked = data.get("entry_date") or data["date"]
        reference = str(data.get("bank_reference") or "").strip()
        return Line(
            booked_on=come(booked),
            amount=read_money(f"{abs(amount.amount):f}", amount.currency),  # what is reversed is negative
            payer=_joined(data, NAMES),
            text=_joined(data, (*TEXTS, "customer_reference")),
            bank_reference="" if reference in NO_REFERENCE else reference,
        )
    except (KeyError, AttributeError, ValueError) as error:
        raise Unreadable(str(error), str(number)) from None


def _joined(data: dict[str, Any], names: tuple[str, ...]) -> str:
    values = (str(data.get(name) or "") for name in names)
    return " ".join(" ".join(value for value in values if value not in NO_REFERENCE).split())[:500]
