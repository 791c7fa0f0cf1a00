"""Excel's .xlsx, read as it streams. What is shown is what is read: of a formula, the value that Excel last gave it.

A file of a few kilobytes can unpack into gigabytes, so its table of contents is looked at before anything is unpacked;
`zipfile` unpacks no more of a part than is told there. XML is read by defusedxml, which knows no entities, and watched
(`watched`): small parts can become large trees.
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
from .watched import Watched

MOST_PARTS = 500
MOST_UNPACKED = 120_000_000  # of the whole file
MOST_TEXTS = 40_000_000  # of the part that is kept in memory: each text once
MAC_ZERO = SERIAL_ZERO + timedelta(days=1462)
# Of a sheet (ECMA-376); openpyxl makes up every row before one that says to be far below.
MOST_ROWS = 1_048_576
MOST_ELEMENTS_OF_TEXTS = 1_500_000
MOST_ELEMENTS = 200_000  # of a part that is kept in memory: formats, names
MOST_ELEMENTS_A_ROW = 100_000
_TEXTS = "xl/sharedStrings.xml"
_SHEETS = "xl/worksheets/"
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
    except (*_DAMAGED, OSError):  # openpyxl's word for a workbook that names no sheets
        raise Unreadable("damaged") from None
    try:
        yield _rows(book), MAC_ZERO if book.epoch == CALENDAR_MAC_1904 else SERIAL_ZERO
    finally:
        book.close()


def _look_inside(file: IO[bytes]) -> None:
    """Refuse what is no plain workbook before it is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            _look_at_sizes({part.filename: part for part in archive.infolist()})
            _look_at_elements(archive)
    except Unreadable:
        raise
    except (*_DAMAGED, OSError):
        raise Unreadable("damaged") from None
    finally:
        file.seek(0)


def _look_at_sizes(parts: dict[str, zipfile.ZipInfo]) -> None:
    if _ALWAYS not in parts:
        raise Unreadable("no_table")
    if any("vbaProject" in name or "macrosheets" in name for name in parts):
        raise Unreadable("macros")
    texts = parts.get(_TEXTS)
    unpacked = sum(part.file_size for part in parts.values())
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or (texts and texts.file_size > MOST_TEXTS):
        raise Unreadable("too_large_inside")


def _look_at_elements(archive: zipfile.ZipFile) -> None:
    """Of all parts but the sheets, which are watched as they are read."""
    for name in archive.namelist():
        if name.endswith(".xml") and not name.startswith(_SHEETS):
            most = MOST_ELEMENTS_OF_TEXTS if name == _TEXTS else MOST_ELEMENTS
            with Watched(archive.open(name), most) as part:
                part.read_all()


def _rows(book: Any) -> Iterator[Row]:
    sheet = book.active
    if sheet is None or not hasattr(sheet, "iter_rows"):
        raise Unreadable("no_table")
    sheet.reset_dimensions()  # what the file says of its size may be a lie
    source = sheet._get_source
    sheet._get_source = lambda: Watched(source(), MOST_ELEMENTS_A_ROW)
    number = 0
    try:
        rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1, values_only=True)
        for number, values in enumerate(rows, 1):
            if number > MOST_ROWS:
                raise Unreadable("damaged", number)
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
