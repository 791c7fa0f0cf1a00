"""What stands on each paper, in the active language. Plain data: typst is handed nothing that it could run."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.money import Money
from donations.links import verify_url
from donations.models import Receipt, ReceiptKind
from donations.receipts.year import CurrencyYear, Year

# Typst wants ISO 639: which script it is, readers see in the letters.
LANG = {"uz-cyrl": "uz"}
Words = dict[str, Any]


def receipt_words(receipt: Receipt) -> Words:
    """All that a receipt or a correction says; what it says of people and purposes was copied with its number."""
    printed = receipt.printed
    is_correction = receipt.kind == ReceiptKind.CORRECTION
    heading = _("Corrected receipt for a gift") if is_correction else _("Receipt for a gift")
    return {
        **_sheet(f"{heading} {receipt.reference}", printed["entity"], receipt.livemode),
        "heading": heading,
        "number": _("No. %(number)s") % {"number": receipt.reference},
        "amount_label": _("Amount that stays given") if is_correction else _("Amount received"),
        "amount": receipt.amount.format(),
        "rows": _rows(receipt, is_correction),
        "notes": _notes(printed, is_correction),
        "verify": {
            "heading": _("Is this receipt real?"),
            "text": _(
                "Scan the code or open the address. You see the number, the date, the amount and the state."
            ),
            "alt": _("Code that leads to the page where this receipt can be verified"),
            "url": verify_url(receipt.code),
            "code": f"{_('Code')}: {receipt.code}",
        },
    }


def statement_words(year: Year, made_at: datetime) -> Words:
    """A donor's year: every gift, what was given back, what remains, by currency."""
    heading = _("Your gifts in %(year)s") % {"year": year.year}
    return {
        **_sheet(heading, year.entity, year.livemode),
        "heading": heading,
        "rows": [
            [_("Given by"), year.donor],
            [_("Year"), str(year.year)],
            [_("As of"), _day(timezone.localdate(made_at))],
        ],
        "columns": [_("Date"), _("Receipt and purpose"), _("Given"), _("Given back")],
        "total": _("Total"),
        "currencies": [_currency(part) for part in year.currencies],
        "notes": [
            _("Gifts count in the year in which they arrived. What was given back since then is taken off."),
            *([] if year.currencies else [_("No gifts arrived in this year.")]),
        ],
    }


def _sheet(title: str, entity: dict[str, str], livemode: bool) -> Words:
    about = [entity["registration"], entity["address"]]
    if entity["tax_number"]:
        about.append(_("Taxpayer number: %(number)s") % {"number": entity["tax_number"]})
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "lang": LANG.get(language, language),
        "title": title,
        "entity": {"name": entity["name"], "lines": [line for line in about if line]},
        "footer": " · ".join(filter(None, (entity["name"], entity["email"]))),
        "test": "" if livemode else _("Made for a test: no real money was moved."),
    }


def _rows(receipt: Receipt, is_correction: bool) -> list[list[str]]:
    printed = receipt.printed
    rows = [
        [_("Received from"), printed["donor"]],
        [_("Day of the gift"), _day(receipt.given_on)],
        [_("Given for"), printed["purpose"]],
        [_("Gift"), printed["gift"]],
        [_("Receipt issued"), _day(timezone.localdate(receipt.created_at))],
    ]
    if is_correction:
        rows[2:2] = [
            [_("Given"), Money(printed["given_minor"], receipt.currency).format()],
            [_("Given back"), Money(printed["returned_minor"], receipt.currency).format()],
        ]
    return rows


def _notes(printed: Words, is_correction: bool) -> list[str]:
    notes = [_("The gift was made freely. The donor received nothing in return for it.")]
    if is_correction:
        replaces = _(
            "This paper takes the place of receipt %(number)s, because part of the gift was given back."
        )
        notes.insert(0, replaces % {"number": printed["corrects"]})
    return notes


def _currency(part: CurrencyYear) -> Words:
    return {
        "heading": _("Gifts in %(currency)s") % {"currency": part.currency},
        "rows": [
            [_day(row.day), f"{row.reference} · {row.purpose}", row.given.format(), _back(row.returned)]
            for row in part.rows
        ],
        "given": part.given.format(),
        "returned": _back(part.returned),
        "kept_label": _("Given and not given back"),
        "kept": part.kept.format(),
    }


def _back(amount: Money) -> str:
    return amount.format() if amount else "–"


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
