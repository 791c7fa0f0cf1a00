"""Excel's .xlsx, read as it streams. What is shown is what is read: of a formula, the value that Excel last gave it.

A file of a few kilobytes can unpack into gigabytes, so its table of contents is looked at before anything is unpacked;
`zipfile` unpacks no more of a part than is told there. XML is read by defusedxml, which knows no entities.
"""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import isfinite
from typing import IO, Any
from xml.etree.ElementTree import ParseError
from zlib import error as ZlibError

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException

from .tables import MOST_COLUMNS, SERIAL_ZERO, Cell, Row, Unreadable, filled

MOST_PARTS = 500
MOST_UNPACKED = 120_000_000  # of the whole file
MOST_TEXTS = 40_000_000  # of the part that is kept in memory: each text once
MAC_ZERO = SERIAL_ZERO + timedelta(days=1462)
_TEXTS = "xl/sharedStrings.xml"
_ALWAYS = "xl/workbook.xml"
_DAMAGED = (
    zipfile.BadZipFile,
    InvalidFileException,
    DefusedXmlException,
    ParseError,
    ZlibError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OverflowError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    RecursionError,
)


@contextmanager
def reading(file: IO[bytes]) -> Iterator[tuple[Iterator[Row], date]]:
    """The rows of the sheet that was open last. Raises Unreadable."""
    _look_inside(file)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except _DAMAGED:
        raise Unreadable("damaged") from None
    try:
        yield _rows(book), MAC_ZERO if book.epoch == CALENDAR_MAC_1904 else SERIAL_ZERO
    finally:
        book.close()


def _look_inside(file: IO[bytes]) -> None:
    """Refuse what is no plain workbook before it is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = {part.filename: part for part in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Unreadable("damaged") from None
    finally:
        file.seek(0)
    if _ALWAYS not in parts:
        raise Unreadable("no_table")
    if any("vbaProject" in name or "macrosheets" in name for name in parts):
        raise Unreadable("macros")
    texts = parts.get(_TEXTS)
    unpacked = sum(part.file_size for part in parts.values())
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or (texts and texts.file_size > MOST_TEXTS):
        raise Unreadable("too_large_inside")


def _rows(book: Any) -> Iterator[Row]:
    sheet = book.active
    if sheet is None or not hasattr(sheet, "iter_rows"):
        raise Unreadable("no_table")
    sheet.reset_dimensions()  # what the file says of its size may be a lie
    number = 0
    try:
        for number, values in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), 1):
            if row := filled(number, [_cell(value) for value in _without_end(values)]):
                yield row
    except Unreadable:
        raise
    except _DAMAGED:
        raise Unreadable("damaged", number + 1) from None


def _without_end(values: Sequence[object]) -> Sequence[object]:
    """Without the empty cells behind the last one: each row comes as wide as the widest may be."""
    end = len(values)
    while end and values[end - 1] is None:
        end -= 1
    return values[:end]


def _cell(value: object) -> Cell:
    """Numbers as the digits that Excel shows: it keeps fifteen, a float more, and the rest is noise."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool | date):
        return value
    if isinstance(value, int | float) and isfinite(value):
        return Decimal(f"{value:.15g}")
    return str(value)
