"""What every kind of statement comes down to."""

import codecs
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from core.money import Money
from donations.days import problem_of


class Unreadable(ValueError):
    """The file is not what it says it is. `place` is where: a line, an entry; `field` and `cell`, in a table, whose
    column it is and what stands there.
    """

    def __init__(self, message: str, place: str = "", *, field: str = "", cell: str = "") -> None:
        super().__init__(message)
        self.place, self.field, self.cell = place, field, cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Money that came in. `bank_reference` is its number, "" where it has none.

    `is_payers_number`: it may be that of the payer's own order, and every payer has a number 1.
    """

    booked_on: date
    amount: Money
    payer: str
    text: str
    bank_reference: str = ""
    is_payers_number: bool = False

    def fingerprint(self, occurrence: int) -> str:
        """The same line in another file of its kind has the same one; `occurrence`, from 0, tells equal lines apart."""
        parts = (
            self.booked_on.isoformat(),
            str(self.amount.minor),
            self.amount.currency,
            *self._told_apart_by(occurrence),
        )
        return sha256("\x1f".join(parts).encode()).hexdigest()

    def _told_apart_by(self, occurrence: int) -> tuple[str, ...]:
        """A bank's own number is mostly enough; some banks give one number to a whole batch.

        The first line of a number has no occurrence in it: so were those marked that are stored.
        """
        if not self.bank_reference:
            return (self.payer, self.text, str(occurrence))
        if self.is_payers_number:
            return (self.bank_reference, self.payer, self.text, str(occurrence))
        return (self.bank_reference, str(occurrence)) if occurrence else (self.bank_reference,)


def come(day: date) -> date:
    """The day, where money can have come on it. Raises ValueError."""
    if problem := problem_of(day):
        raise ValueError(problem)
    return day


def fingerprints(lines: list[Line]) -> list[str]:
    """One for each line, in order; the second of two equal lines in a file differs from the first."""
    seen: dict[str, int] = {}
    found = []
    for line in lines:
        plain = line.fingerprint(0)
        occurrence = seen.get(plain, 0)
        seen[plain] = occurrence + 1
        found.append(line.fingerprint(occurrence))
    return found


def decode(content: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 as Excel's "Unicode text", or Windows-1251 as banks here write it.

    No NUL: PostgreSQL keeps none.
    """
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1251", errors="replace")
    return text.replace("\x00", " ")
