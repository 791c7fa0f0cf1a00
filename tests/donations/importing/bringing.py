"""Files as staff bring them, and what comes of them."""

import io
from collections.abc import Iterable, Sequence

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from donations.importing.words import of_problem
from donations.models import DataImport, ImportKind, ImportState
from donations.services import importing, imports
from tests.factories.accounts import UserFactory
from tests.factories.donations import purpose

GIFTS = ("Date", "Amount", "Email", "Name", "Purpose")


def table(*rows: Sequence[object], headings: Sequence[str] = GIFTS) -> bytes:
    """A CSV file as Excel writes it here."""
    lines = [";".join(str(cell) for cell in row) for row in (headings, *rows)]
    return "\r\n".join(lines).encode("utf-8-sig")


def workbook(*rows: Sequence[object], headings: Sequence[str] = GIFTS) -> bytes:
    """The same as .xlsx."""
    book = openpyxl.Workbook()
    for row in (headings, *rows):
        book.active.append(list(row))
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def bring(content: bytes, kind: str = ImportKind.GIFTS, **choices: object) -> DataImport:
    """Upload it, with general gifts in soʻm from people who read English where it says nothing else."""
    usual = {"kind": kind, "language": "en", "currency": "UZS", "designation": purpose()}
    file = SimpleUploadedFile("list.csv", content)
    return imports.bring("list.csv", file, imports.Choices(**usual | choices), UserFactory())


def check(data_import: DataImport, **columns: int) -> DataImport:
    """The dry run, with the columns as guessed unless others are named."""
    data_import.refresh_from_db()
    imports.name_columns(data_import, columns or data_import.columns, data_import.brought_by)
    importing.go_on(data_import.pk)
    data_import.refresh_from_db()
    return data_import


def do_import(data_import: DataImport) -> DataImport:
    """Import what was checked."""
    imports.begin(data_import, data_import.brought_by, data_import.check_mark)
    importing.go_on(data_import.pk)
    data_import.refresh_from_db()
    return data_import


def imported(content: bytes, kind: str = ImportKind.GIFTS, **choices: object) -> DataImport:
    """From file to books."""
    row = do_import(check(bring(content, kind, **choices)))
    assert row.state == ImportState.DONE
    return row


def gift(
    day="31.12.2025", amount="100 000", email="aziza@donors.example", name="Aziza Karimova", to="general"
):
    """A row of a list of gifts."""
    return (day, amount, email, name, to)


def said(data_import: DataImport, *, dry: bool | None = None) -> list[tuple[int, str, str]]:
    """What its report says in English: row, column, words."""
    is_dry = not data_import.writes if dry is None else dry
    with override("en"):
        return [(one.row, one.field, of_problem(one)) for one in data_import.problems.filter(is_dry=is_dry)]


def codes(data_import: DataImport, *, dry: bool | None = None) -> list[tuple[int, str, str]]:
    """The same with codes."""
    is_dry = not data_import.writes if dry is None else dry
    return list(data_import.problems.filter(is_dry=is_dry).values_list("row", "field", "code"))


def many(count: int) -> Iterable[tuple]:
    """So many gifts of as many donors."""
    return (gift(email=f"d{number}@donors.example", amount=f"{1000 + number}") for number in range(count))
