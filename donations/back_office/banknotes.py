"""The sheet on which a count is added up: how many of which note, by currency, and all coins together."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.money import Money, MoneyError, parse_money

from .entering import WORDS

# In whole units, as they are in use; what is smaller counts as coins.
NOTES = {
    "UZS": (200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100),
    "USD": (100, 50, 20, 10, 5, 2, 1),
    "EUR": (500, 200, 100, 50, 20, 10, 5),
    "GBP": (50, 20, 10, 5),
    "RUB": (5_000, 2_000, 1_000, 500, 200, 100, 50, 10),
    "KZT": (20_000, 10_000, 5_000, 2_000, 1_000, 500, 200),
}
MOST = 100_000


@dataclass(frozen=True)
class Row:
    """One note on the sheet of a currency."""

    field: str
    note: Money


def rows(currency: str) -> list[Row]:
    """The notes of a currency, largest first."""
    return [
        Row(f"note_{currency}_{whole}", parse_money(str(whole), currency))
        for whole in NOTES.get(currency, ())
    ]


def fields(currency: str) -> dict[str, forms.Field]:
    """The sheet's fields; all may stay empty."""
    found: dict[str, forms.Field] = {}
    for row in rows(currency):
        widget = forms.NumberInput({"inputmode": "numeric", "data-note": row.note.plain(), "min": "0"})
        found[row.field] = forms.IntegerField(
            label=row.note.format(),
            required=False,
            min_value=0,
            max_value=MOST,
            widget=widget,
            error_messages={"invalid": gettext_lazy("Write how many, in digits.")},
        )
    coins = forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "data-coins": ""})
    found[f"coins_{currency}"] = forms.CharField(
        label=_("All coins together"), required=False, max_length=60, widget=coins
    )
    return found


def added(form: forms.Form, currency: str) -> Money | None:
    """What a clean form's sheet comes to; None where nobody filled it. What is no amount is said beside its field."""
    counts = [(row.note, form.cleaned_data.get(row.field)) for row in rows(currency)]
    text = form.cleaned_data.get(f"coins_{currency}") or ""
    if not text and all(number is None for _note, number in counts):
        return None
    total = sum((note * number for note, number in counts if number), Money(0, currency))
    try:
        return total + parse_money(text, currency) if text else total
    except MoneyError as error:
        form.add_error(f"coins_{currency}", WORDS[error.problem])
        return None


def kept(form: forms.Form, currency: str) -> dict[str, int]:
    """The sheet as it is kept with the count: how many of which note, and the coins in minor units."""
    counts = {row.note.plain(): form.cleaned_data.get(row.field) for row in rows(currency)}
    sheet = {note: number for note, number in counts.items() if number}
    if text := form.cleaned_data.get(f"coins_{currency}"):
        sheet["coins"] = parse_money(text, currency).minor
    return sheet


def lines(notes: dict[str, int], currency: str) -> list[tuple[str, str]]:
    """A kept sheet to read: the note, and how many of it; the coins with what they come to."""
    found = [
        (parse_money(note, currency).format(), str(number))
        for note, number in notes.items()
        if note != "coins"
    ]
    if "coins" in notes:
        found.append((_("All coins together"), Money(notes["coins"], currency).format()))
    return found
