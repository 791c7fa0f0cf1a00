"""A statement that staff bring: the file first; with it, where it is a table, which column is what."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.bank_files.csv_file import Table
from donations.bank_files.lines import Unreadable
from donations.importing.words import OF_CELLS as OF_DATA
from donations.importing.words import OF_FILES

LARGEST = 1_000_000  # bytes; a year of a charity's account
OF_DAYS = {code: OF_DATA[code] for code in ("too_early", "in_future")}
# What cannot be read in a cell; others have the words of the file as a whole.
OF_CELLS: dict[str, Promise] = {
    "date": gettext_lazy("“%(cell)s” is no day that we can read. Write it as 26.11.2026."),
    "amount": gettext_lazy("“%(cell)s” is no amount, or may be two: write it with two decimals."),
    "currency": gettext_lazy("“%(cell)s” is no currency that we know."),
    "state": gettext_lazy("“%(cell)s” says no state that we know. Mend it, or leave that column out."),
}


class StatementFileForm(forms.Form):
    """Between the steps the file travels within the form, signed: what is done is what was looked at.

    A subclass says what each column is called (`words`), what is asked when no file is there (`asked`), how columns
    are guessed, and reads the file (`read`).
    """

    file = forms.FileField(label=gettext_lazy("Statement"), required=False)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    words: Mapping[str, str | Promise]
    asked: str | Promise
    guess: Callable[[list[str]], dict[str, int]]
    content = b""
    table: Table | None = None
    looked_at: dict[str, str] | None = None

    def read(self, cleaned: dict[str, Any]) -> None:
        """Read `self.content`; a table's columns are asked of `take_columns`. Raises Unreadable."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Read the file; what is wrong with it is said with the place."""
        cleaned = super().clean() or self.cleaned_data
        self.content = self._content(cleaned)
        if not self.content:
            raise ValidationError({"file": self.asked})
        try:
            self.read(cleaned)
        except Unreadable as error:
            raise ValidationError({"file": self._said(error)}) from None
        return cleaned

    def keep(self) -> str:
        """The content for the next step, signed, with how it is shown now."""
        return self._signer().sign_object([self.content.decode("latin-1"), self._read_as()], compress=True)

    @property
    def is_as_looked_at(self) -> bool:
        """Whether the file was shown before, read by the same columns as now."""
        return self.looked_at == self._read_as()

    def column_fields(self) -> list[forms.BoundField]:
        """Which column is what."""
        return [field for field in self if field.name.startswith("column_")]

    def take_columns(self, table: Table) -> dict[str, int]:
        """Ask for the columns of this table; returns those that were chosen or, before, guessed."""
        self.table = table
        columns = self._columns(table.columns)
        choices = [
            ("", "–"),
            *((str(number), heading or "–") for number, heading in enumerate(table.columns)),
        ]
        self.data = self.data.copy()
        for field, label in self.words.items():
            self.fields[f"column_{field}"] = forms.ChoiceField(label=label, choices=choices, required=False)
            self.data[f"column_{field}"] = str(columns.get(field, ""))  # what is read is shown as chosen
        return columns

    def _columns(self, headings: list[str]) -> dict[str, int]:
        chosen = {field: self.data.get(f"column_{field}", "") for field in self.words}
        if not any(chosen.values()):
            return type(self).guess(headings)
        return {
            field: int(number)
            for field, number in chosen.items()
            if number.isascii() and number.isdecimal() and int(number) < len(headings)
        }

    def _said(self, error: Unreadable) -> str:
        words = OF_FILES.get(str(error), _("The file cannot be read."))
        of_cell = OF_CELLS.get(error.field) if error.cell else OF_DATA["required"] if error.field else None
        words = OF_DAYS.get(str(error)) or of_cell or words
        said = str(words) % {"cell": error.cell} if error.cell else str(words)
        heading = self._heading(error.field)
        where = _(" Line or entry: %(place)s.") % {"place": error.place} if error.place else ""
        return said + where + (_(" Column: %(name)s.") % {"name": heading} if heading else "")

    def _heading(self, field: str) -> str:
        number = self.data.get(f"column_{field}", "")
        return self.table.columns[int(number)] if self.table and number else ""

    def _content(self, cleaned: dict[str, Any]) -> bytes:
        if upload := cleaned.get("file"):
            if upload.size > LARGEST:
                raise ValidationError({"file": _("The file is too large.")})
            return upload.read()
        try:
            content, self.looked_at = self._signer().unsign_object(cleaned.get("kept", ""), max_age=3600)
        except signing.BadSignature:
            return b""
        return str(content).encode("latin-1")

    def _read_as(self) -> dict[str, str]:
        """What was chosen or guessed beside the file: another column, or currency, makes other lines of it."""
        beside = self.fields.keys() - {"file", "kept", "name"}
        return {name: self.data.get(name, "") for name in sorted(beside)}

    def _signer(self) -> signing.TimestampSigner:
        """One for each kind of statement: what was kept for one is none of the other."""
        return signing.TimestampSigner(salt=f"donations.{type(self).__name__}")
