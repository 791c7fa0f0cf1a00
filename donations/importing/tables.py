"""A table in a file: headings first, then rows, read one after the other and never whole in memory."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings

Cell = str | Decimal | date | bool
# Excel counts days from here, as Lotus did: it believes that 1900 was a leap year.
SERIAL_ZERO = date(1899, 12, 30)
MOST_COLUMNS = 60
LONGEST_CELL = 2000
# Signs without a shape that come along when one copies: zero-width spaces, marks of direction, soft hyphens. With one
# of them an address is another donor, to whom no mail gets through, and a number is another gift.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


class Unreadable(ValueError):
    """The file cannot be read. `code` says why, `row` where (None: nowhere in particular)."""

    def __init__(self, code: str, row: int | None = None) -> None:
        super().__init__(code)
        self.code, self.row = code, row


@dataclass(frozen=True, slots=True)
class Row:
    """What stands in a row, with the number that a spreadsheet shows beside it."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """The headings, and what follows. `serial_zero` is the day that dates kept as numbers are counted from."""

    headings: list[str]
    rows: Iterator[Row]
    serial_zero: date = SERIAL_ZERO

    def day_of(self, serial: Decimal) -> date | None:
        """The day that a number stands for; None when it stands for none."""
        days = int(serial)
        return self.serial_zero + timedelta(days=days) if 61 <= days <= 100_000 else None


def limited(rows: Iterator[Row]) -> Iterator[Row]:
    """As many as the settings allow. Raises Unreadable."""
    for count, row in enumerate(rows, 1):
        if count > settings.IMPORT_MOST_ROWS:
            raise Unreadable("too_many_rows", row.number)
        yield row


def filled(number: int, cells: list[Cell]) -> Row | None:
    """The row as it is seen, without blanks around its texts; None when nothing stands in it. Raises Unreadable for a
    monster.
    """
    stripped = [_UNSEEN.sub("", cell).strip() if isinstance(cell, str) else cell for cell in cells]
    for cell in stripped:
        if isinstance(cell, str) and len(cell) > LONGEST_CELL:
            raise Unreadable("long_cell", number)
        if isinstance(cell, str) and "\x00" in cell:
            raise Unreadable("no_table", number)
    while stripped and stripped[-1] == "":
        stripped.pop()
    if len(stripped) > MOST_COLUMNS:
        raise Unreadable("too_many_columns", number)
    return Row(number, stripped) if stripped else None
