"""MT940, SWIFT's older form, read by the library that knows the banks' dialects."""

import re
from typing import Any

import mt940

from core.money import read_money

from .lines import Line, Unreadable, come, decode

TEXTS = ("transaction_details", "purpose", "additional_purpose", "extra_details", "end_to_end_reference")
NAMES = ("applicant_name", "recipient_name")
NO_REFERENCE = {"NONREF", "NOTPROVIDED", ""}


def read(content: bytes) -> list[Line]:
    """The credits; debits and reversals are left out. Raises Unreadable."""
    try:
        statements = [mt940.parse(text) for text in _statements(decode(content))]
    except Exception as error:  # the library raises whatever it stumbles over
        raise Unreadable(type(error).__name__) from None
    if not any(rows.data or rows.transactions for rows in statements):
        raise Unreadable("MT940")
    credits = [row.data for rows in statements for row in rows if _came_in(row.data)]
    return [_line(data, number) for number, data in enumerate(credits, 1)]


def _statements(text: str) -> list[str]:
    """Each by itself, with what an envelope writes before the first.

    Read together, lines of the second account would have the currency of the first.
    """
    head, *statements = re.split(r"(?m)^(?=:20:)", text)
    return [head + statements[0], *statements[1:]] if statements else [head]


def _came_in(data: dict[str, Any]) -> bool:
    return str(data.get("status", "")).upper() == "C"


def _line(data: dict[str, Any], number: int) -> Line:
    try:
        amount = data["amount"]
        booked = data.get("entry_date") or data["date"]
        reference = str(data.get("bank_reference") or "").strip()
        return Line(
            booked_on=come(booked),
            amount=read_money(f"{amount.amount:f}", amount.currency),
            payer=_joined(data, NAMES),
            text=_joined(data, (*TEXTS, "customer_reference")),
            bank_reference="" if reference in NO_REFERENCE else reference,
        )
    except (KeyError, AttributeError, ValueError) as error:
        raise Unreadable(str(error), str(number)) from None


def _joined(data: dict[str, Any], names: tuple[str, ...]) -> str:
    values = (str(data.get(name) or "") for name in names)
    return " ".join(" ".join(value for value in values if value not in NO_REFERENCE).split())[:500]
