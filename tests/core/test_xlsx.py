"""Excel files that leave while they are written."""

import io
from datetime import date, datetime
from decimal import Decimal
from zipfile import ZipFile

import openpyxl
import pytest

from core import xlsx
from core.xlsx import workbook


def opened(rows: list[list[xlsx.Cell]], headings: tuple[str, ...] = ("A", "B")) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(b"".join(workbook(list(headings), rows))))


def values(rows: list[list[xlsx.Cell]]) -> list[tuple[object, ...]]:
    return list(opened(rows).active.iter_rows(values_only=True))


def test_texts_numbers_and_moments_come_back_as_they_were():
    moment = datetime(2026, 11, 27, 23, 59, 58)
    assert values([["Oʻzbekiston <&>", Decimal("-12.50")], [moment, 7]]) == [
        ("A", "B"), ("Oʻzbekiston <&>", -12.5), (moment, 7),
    ]  # fmt: skip


def test_an_empty_list_has_its_headings():
    assert values([]) == [("A", "B")]


@pytest.mark.parametrize("text", ["=1+1", "+1", "@x", "-1", "{=1}"])
def test_no_text_is_a_formula(text):
    cell = opened([[text, ""]]).active["A2"]
    assert (cell.value, cell.data_type == "f") == (text, False)


def test_what_xml_cannot_say_is_left_out_and_no_text_is_longer_than_a_cell():
    assert values([["a\x00\x0bb\ud800", "x" * 40_000]])[1] == ("ab", "x" * 32_767)


def test_spaces_and_lines_are_kept():
    assert values([["  a\n b ", ""]])[1][0] == "  a\n b "


def test_what_one_sheet_cannot_hold_goes_to_the_next(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    sheets = opened([[str(number), ""] for number in range(5)]).worksheets
    rows = [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in sheets]
    assert rows == [["A", "0", "1"], ["A", "2", "3"], ["A", "4"]]


def test_a_sheet_ends_before_it_needs_zip64(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_BYTES", 1000)
    monkeypatch.setattr(xlsx, "AT_ONCE", 100)
    book = opened([["x" * 50, number] for number in range(100)])
    assert len(book.worksheets) > 5
    assert sum(sheet.max_row - 1 for sheet in book.worksheets) == 100


def test_the_archive_is_whole():
    with ZipFile(io.BytesIO(b"".join(workbook(["A"], [["x"]])))) as archive:
        assert archive.testzip() is None


def test_the_first_bytes_leave_before_the_second_row_is_read():
    def rows():
        yield ["first"]
        raise AssertionError("read too early")

    assert next(workbook(["A"], rows()))[:2] == b"PK"


def test_a_day_is_a_day_and_wide_enough_to_be_read():
    """Excel can group days by month, not texts; what does not fit a column is shown as "########"."""
    book = openpyxl.load_workbook(io.BytesIO(b"".join(workbook(["Day"], [[date(2026, 11, 27)]]))))
    cell = book.active["A2"]
    assert (cell.value, cell.is_date, cell.number_format) == (datetime(2026, 11, 27), True, "mm-dd-yy")
    assert book.active.column_dimensions["A"].width >= 16
