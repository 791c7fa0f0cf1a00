"""A row as what it says, with what is wrong in which cell."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from core.money import Money
from donations.models import DataImport, Designation, ImportKind

from . import values
from .columns import columns_of
from .purposes import Purposes
from .tables import Row, Table
from .values import Bad

LONGEST_KEY = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be said of a cell (`field`) or of a row (""). Where it `refuses`, the row is not imported."""

    field: str
    code: str
    value: str = ""
    detail: str = ""
    refuses: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Giver:
    """What a row says of the donor; "" where it says nothing. `language` is None where the file's counts."""

    email: str = ""
    number: str = ""
    name: str = ""
    country: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row without mistakes of its own. `day` is that of the gift, or the first of the regular gift."""

    row: int
    giver: Giver
    language: str
    amount: Money | None = None
    day: date | None = None
    designation: Designation | None = None
    frequency: str = ""
    is_anonymous: bool = False
    key: str = ""

    @property
    def fingerprint(self) -> str:
        """The same for the same gift of a donor in another file, in other words and another order."""
        amount, purpose = self.amount, self.designation
        parts = (
            self.day.isoformat() if self.day else "",
            f"{amount.minor} {amount.currency}" if amount else "",
            purpose.code if purpose else "",
            self.frequency,
        )
        return sha256("\x1f".join(parts).encode()).hexdigest()


@dataclass(slots=True)
class Terms:
    """How the rows of one file are to be read. `currencies`: those in which regular gifts can be transferred to us."""

    kind: str
    columns: dict[str, int]
    table: Table
    currency: str
    language: str
    designation: Designation | None
    purposes: Purposes
    currencies: frozenset[str] = field(default_factory=frozenset)


def terms_of(data_import: DataImport, table: Table, purposes: Purposes, currencies: frozenset[str]) -> Terms:
    """Those that somebody has chosen for an import."""
    return Terms(
        kind=data_import.kind,
        columns=data_import.columns,
        table=table,
        currency=data_import.currency,
        language=data_import.language,
        designation=data_import.designation,
        purposes=purposes,
        currencies=currencies,
    )


def read_row(row: Row, terms: Terms) -> tuple[Record | None, list[Finding]]:
    """What it says; None where something is wrong with it, with all that is wrong, not only the first."""
    reader = _Reader(row, terms)
    giver = reader.giver()
    parts: dict[str, Any] = {} if terms.kind == ImportKind.DONORS else reader.gift()
    if terms.kind == ImportKind.SPONSORSHIPS:
        parts["frequency"] = reader.get("frequency", values.frequency, None) or ""
        reader.check_sponsorship(giver, parts)
    if any(one.refuses for one in reader.findings):
        return None, reader.findings
    return Record(row=row.number, giver=giver, language=giver.language or terms.language, **parts), []


class _Reader:
    def __init__(self, row: Row, terms: Terms) -> None:
        self.row, self.terms = row, terms
        self.findings: list[Finding] = []
        self.required = {column.field for column in columns_of(terms.kind) if column.required}

    def cell(self, name: str) -> Any:
        """What stands in the column of a field; "" where there is none."""
        place = self.terms.columns.get(name)
        return "" if place is None or place >= len(self.row.cells) else self.row.cells[place]

    def get(self, name: str, read: Callable[[Any], Any], default: Any) -> Any:
        """The cell as what it means; `default` where it is empty. What is wrong is noted and gives None."""
        cell = self.cell(name)
        if cell == "":
            if name in self.required:
                self.note(name, "required")
            return default
        try:
            return read(cell)
        except Bad as error:
            self.note(name, error.code, error.detail)
            return None

    def note(self, name: str, code: str, detail: str = "") -> None:
        self.findings.append(Finding(name, code, values.shown(self.cell(name))[:100], detail))

    def giver(self) -> Giver:
        found = Giver(
            email=self.get("email", values.email, "") or "",
            number=self.get("number", values.number, "") or "",
            name=self.get("name", values.name, "") or "",
            country=self.get("country", values.country, "") or "",
            language=self.get("language", values.language, None),
        )
        if self.cell("email") == "" and self.cell("number") == "":
            self.findings.append(Finding("", "no_donor"))
        return found

    def gift(self) -> dict[str, Any]:
        terms = self.terms
        currency = self.get("currency", values.currency, terms.currency)
        amount = self.get("amount", lambda cell: values.amount(cell, currency), None) if currency else None
        return {
            "amount": amount,
            "day": self.get("day" if terms.kind == ImportKind.GIFTS else "started", self._day, None),
            "designation": self._purpose(),
            "is_anonymous": bool(self.get("anonymous", values.yes, False)),
            "key": self.get("key", lambda cell: values.number(cell, LONGEST_KEY), "") or "",
        }

    def _day(self, cell: Any) -> date:
        return values.day(cell, self.terms.table)

    def _purpose(self) -> Designation | None:
        found = self.get("purpose", self.terms.purposes.named, self.terms.designation)
        if found is None and self.cell("purpose") == "":
            self.note("purpose", "required")
        return found

    def check_sponsorship(self, giver: Giver, parts: dict[str, Any]) -> None:
        """Asked for by mail, paid into an account of ours, for what takes gifts."""
        amount, purpose = parts["amount"], parts["designation"]
        if amount and amount.currency not in self.terms.currencies:
            self.note("currency" if self.cell("currency") else "amount", "no_account", amount.currency)
        if purpose and not self.terms.purposes.is_open(purpose):
            self.note("purpose", "closed_purpose")
