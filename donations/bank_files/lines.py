"""What every kind of statement comes down to."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from core.money import Money


class Unreadable(ValueError):
    """The file is not what it says it is. `place` is where: a line, an entry."""

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(message)
        self.place = place


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Money that came in. `bank_reference` is the bank's own number, "" where it gives none."""

    booked_on: date
    amount: Money
    payer: str
    text: str
    bank_reference: str = ""

    def fingerprint(self, occurrence: int) -> str:
        """The same line in another file, of whatever format, has the same one; `occurrence` tells equal lines apart.

        A bank's own number is enough by itself: it is unique within a day.
        """
        known = (self.bank_reference,) if self.bank_reference else (self.payer, self.text, str(occurrence))
        parts = (self.booked_on.isoformat(), str(self.amount.minor), self.amount.currency, *known)
        return sha256("\x1f".join(parts).encode()).hexdigest()


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
