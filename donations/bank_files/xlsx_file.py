"""The first sheet of an Excel file as a table of texts, as `csv_file` reads one."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook

from .csv_file import Table
from .lines import Unreadable
from .xml_check import check

LARGEST = 20_000_000  # bytes, unpacked
MOST_ROWS = 50_000
FEWEST_COLUMNS = 2  # a heading has more cells than a title above it


def is_xlsx(content: bytes) -> bool:
    """By its first bytes: it is a ZIP file."""
    return content.startswith(b"PK\x03\x04")


def open_sheet(content: bytes) -> Table:
    """The rows below the first that has several cells: above it stand titles. Raises Unreadable."""
    _check(content)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        rows = [[_text(cell) for cell in row] for row in _cells(book)]
    except Exception as error:  # the library raises whatever it stumbles over
        raise Unreadable(type(error).__name__) from None
    first = next(
        (place for place, row in enumerate(rows) if len(list(filter(None, row))) > FEWEST_COLUMNS), None
    )
    if first is None or not any(map(any, rows[first + 1 :])):
        raise Unreadable("no rows")
    return Table(rows[first], rows[first + 1 :], first_row=first + 2)


def _cells(book: Workbook) -> list[tuple[object, ...]]:
    return list(book.worksheets[0].iter_rows(values_only=True, max_row=MOST_ROWS))


def _check(content: bytes) -> None:
    """A file that unpacks to a thousand times its size, or declares entities, is no spreadsheet of a bank."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > LARGEST:
                raise Unreadable("too large")
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    check(archive.read(member))
    except (BadZipFile, NotImplementedError, RuntimeError, OSError):
        raise Unreadable("no spreadsheet") from None


def _text(cell: object) -> str:
    """Whole numbers without a point: Excel keeps every number as a fraction."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
