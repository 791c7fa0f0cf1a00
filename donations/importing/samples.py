"""Empty files to fill in, one for each kind, and the report of what is wrong, as CSV and Excel."""

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from core.spreadsheets import plain
from core.xlsx import writable

from .columns import columns_of

MARK = "\ufeff"  # by which Excel knows that a CSV is Unicode


class _Echo:
    """A file that gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def headings(kind: str) -> list[str]:
    """As our own templates have them, in the active language."""
    return [str(column.label) for column in columns_of(kind)]


def as_csv(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Lines with semicolons, as spreadsheets in Uzbekistan expect them; nothing that would run as a formula."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield MARK
    for row in rows:
        yield writer.writerow([plain(str(cell)) for cell in row])


def as_xlsx(title: str, rows: Iterable[Sequence[object]], widths: Sequence[int] = ()) -> IO[bytes]:
    """A workbook with a sheet, written as it is read; the first row stands out."""
    book = openpyxl.Workbook(write_only=True)
    _sheet(book, title, rows, widths)
    return _saved(book)


def template_xlsx(kind: str) -> IO[bytes]:
    """A sheet with the headings, and one that explains them: the first is the one that is read back."""
    book = openpyxl.Workbook(write_only=True)
    columns = columns_of(kind)
    _sheet(book, _("To fill in"), [headings(kind)], [26] * len(columns))
    explained = [(column.label, column.help, _("Yes") if column.required else "") for column in columns]
    _sheet(
        book, _("Explanation"), [(_("Column"), _("What stands in it"), _("Needed")), *explained], [34, 90, 12]
    )
    return _saved(book)


def _sheet(
    book: openpyxl.Workbook, title: str, rows: Iterable[Sequence[object]], widths: Sequence[int]
) -> None:
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, width in enumerate(widths):
        sheet.column_dimensions[openpyxl.utils.get_column_letter(number + 1)].width = width
    for number, row in enumerate(rows):
        values = [cell if isinstance(cell, int) else writable(str(cell)) for cell in row]
        cells = [WriteOnlyCell(sheet, value=value) for value in values]
        for cell in cells:
            if cell.data_type == "f":  # a text that begins like a formula is a text
                cell.data_type = "s"
            if number == 0:
                cell.font = Font(bold=True)
        sheet.append(cells)


def _saved(book: openpyxl.Workbook) -> IO[bytes]:
    output = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(output)
    output.seek(0)
    return output
