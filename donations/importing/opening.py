"""From a file to its table, by what is in it and not by its name."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import IO

from . import csv_table, xlsx_table
from .tables import Row, Table, Unreadable, limited

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what Excel wrote before 2007, and whatever has a password


@contextmanager
def open_table(file: IO[bytes]) -> Iterator[Table]:
    """The table in an open file, CSV or Excel. Raises Unreadable, also while rows are read."""
    start = file.read(8)
    file.seek(0)
    if not start:
        raise Unreadable("empty")
    if start == _OLE:
        raise Unreadable("old_excel")
    reading = xlsx_table.reading if start.startswith(_ZIP) else csv_table.reading
    with reading(file) as (rows, serial_zero):
        yield _table(rows, serial_zero)


def _table(rows: Iterator[Row], serial_zero: date) -> Table:
    first = next(rows, None)
    if first is None:
        raise Unreadable("empty")
    headings = [str(cell)[:100] for cell in first.cells]
    return Table(headings, limited(rows), serial_zero)
