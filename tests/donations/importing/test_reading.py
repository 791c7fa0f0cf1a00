"""Files as spreadsheets and 1C write them, and files as nobody should."""

import csv
import io
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from donations.importing import xlsx_table
from donations.importing.opening import open_table
from donations.importing.tables import SERIAL_ZERO, Table, Unreadable
from tests.donations.importing.bringing import table, workbook


def read(content: bytes) -> tuple[list[str], list[tuple[int, list]]]:
    with open_table(io.BytesIO(content)) as found:
        return found.headings, [(row.number, row.cells) for row in found.rows]


def why(content: bytes) -> tuple[str, int | None]:
    with pytest.raises(Unreadable) as error:
        read(content)
    return error.value.code, error.value.row


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_csv_of_any_encoding_and_separator(encoding, separator):
    text = separator.join(["Сана", "Сумма"]) + "\r\n" + separator.join(["31.12.2025", "Ўткир"]) + "\r\n"
    assert read(text.encode(encoding)) == (["Сана", "Сумма"], [(2, ["31.12.2025", "Ўткир"])])


def test_rows_have_the_numbers_that_a_spreadsheet_shows():
    assert read(b"A;B\n1;2\n;\n\n3;4\n")[1] == [(2, ["1", "2"]), (5, ["3", "4"])]
    content = workbook((1, 2), (), (3, 4), headings=("A", "B"))
    assert [number for number, _cells in read(content)[1]] == [2, 4]


def test_quotes_hold_separators_and_new_lines():
    assert read(b'A;B\n"1;2";"x\ny"\n')[1] == [(2, ["1;2", "x\ny"])]


def test_the_separator_that_a_file_names_counts():
    assert read(b"sep=,\nA;a,B\n1,2\n") == (["A;a", "B"], [(3, ["1", "2"])])
    assert why(b"sep=") == ("empty", None)


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        (b"", "empty", None),
        (b"\n\n\n", "empty", None),
        (b'A;B\n1;2\n"never closed;2\n3;4', "quotes", 3),
        (b'A;B\n1;2\n"a"b;2\n', "quotes", 3),
        (b"A;B\n1;\x00\n", "no_table", 2),
        (b"A;B\n1;" + b"x" * 3000, "long_cell", 2),
        (b"A" + b";A" * 60, "too_many_columns", 1),
        (b"\xff\xfeA", "encoding", 1),
        (b"A;B\n\x98;1", "encoding", 2),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_excel", None),
        (b"PK\x03\x04", "damaged", None),
    ],
)
def test_what_cannot_be_read_says_why_and_where(content, code, row):
    assert why(content)[0] == code
    assert why(content)[1] in (row, None)


def test_too_many_rows_are_refused_in_time(settings):
    settings.IMPORT_MOST_ROWS = 3
    assert len(read(b"A\n1\n2\n3\n")[1]) == 3
    assert why(b"A\n1\n2\n3\n4\n") == ("too_many_rows", 5)


def test_excel_gives_numbers_days_and_texts_as_they_are():
    content = workbook(
        (date(2025, 12, 31), 1250000.5, 0.1 + 0.2, 46022, True, " text ", None, 7), headings=list("ABCDEFGH")
    )
    cells = read(content)[1][0][1]
    assert cells == [
        date(2025, 12, 31),
        Decimal("1250000.5"),
        Decimal("0.3"),
        Decimal(46022),
        True,
        "text",
        "",
        Decimal(7),
    ]


def test_a_formula_is_what_excel_last_made_of_it_and_nothing_where_it_never_did():
    assert read(workbook(("=1+1", "x"), headings=("A", "B")))[1] == [(2, ["", "x"])]


def test_days_kept_as_numbers_are_counted_as_excel_does():
    plain = Table([], iter(()))
    assert plain.day_of(Decimal(46022)) == date(2025, 12, 31)
    assert plain.day_of(Decimal("46022.75")) == date(2025, 12, 31)
    assert plain.day_of(Decimal(59)) is None
    assert plain.day_of(Decimal(10**12)) is None


def test_files_of_old_macs_count_from_1904():
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["A"])
    output = io.BytesIO()
    book.save(output)
    with open_table(io.BytesIO(output.getvalue())) as found:
        assert (found.serial_zero - SERIAL_ZERO).days == 1462


def packed(parts: dict[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return output.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    bomb = parts_of(workbook(("x",))) | {"xl/media/big.bin": b"\x00" * (xlsx_table.MOST_UNPACKED + 1)}
    content = packed(bomb)
    assert len(content) < 1_000_000
    monkeypatch.setattr(openpyxl, "load_workbook", None)  # nobody gets that far
    assert why(content) == ("too_large_inside", None)


def test_a_bomb_of_texts_or_of_many_parts_is_refused():
    usual = parts_of(workbook(("x",)))
    texts = packed(usual | {"xl/sharedStrings.xml": b" " * (xlsx_table.MOST_TEXTS + 1)})
    many = packed(usual | {f"xl/{number}.xml": b"" for number in range(xlsx_table.MOST_PARTS)})
    assert why(texts)[0] == why(many)[0] == "too_large_inside"


FIRST = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("name", "before", "one"),
    [
        (FIRST, b"<row ", b'<row r="1">' + b"<c/>" * 300_000 + b"</row>"),
        (FIRST, b"</sheetData>", b'<row r="9">' + b"<c/>" * 300_000 + b"</row>"),
        (FIRST, b"</sheetData>", b"<z/>" * 300_000),
        ("xl/styles.xml", b"</cellXfs>", b'<xf numFmtId="0"/>' * 300_000),
        ("xl/workbook.xml", b"<calcPr", b"<z/>" * 1_500_000),
    ],
)
def test_what_grows_a_hundredfold_in_memory_is_refused(name, before, one):
    parts = parts_of(workbook(("x",)))
    parts[name] = parts[name].replace(before, one + before, 1)
    tracemalloc.start()
    try:
        assert why(packed(parts))[0] == "too_large_inside"
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


def test_a_row_below_the_last_one_that_a_sheet_can_have_is_refused_in_time():
    parts = parts_of(workbook(("x",)))
    parts[FIRST] = parts[FIRST].replace(b"</sheetData>", b'<row r="4000000000"><c/></row></sheetData>')
    assert why(packed(parts)) == ("damaged", 1_048_577)


def test_a_part_that_lies_about_its_size_is_damaged():
    usual = parts_of(workbook(*(("x" * 50,) for _ in range(2000))))
    content = bytearray(packed(usual))
    start = content.find(b"PK\x01\x02")
    while start >= 0:
        name_length = int.from_bytes(content[start + 28 : start + 30], "little")
        if content[start + 46 : start + 46 + name_length] == b"xl/worksheets/sheet1.xml":
            content[start + 24 : start + 28] = (10).to_bytes(4, "little")
        start = content.find(b"PK\x01\x02", start + 4)
    assert why(bytes(content))[0] == "damaged"


def test_entities_are_not_expanded():
    sheet = "xl/worksheets/sheet1.xml"
    parts = parts_of(workbook(("x",)))
    entities = b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8))
    laughs = b'<!DOCTYPE worksheet [<!ENTITY a "ha">' + entities + b"]>"
    laughing = laughs + parts[sheet].replace(b"<t>x</t>", b"<t>&i;</t>")
    assert b"&i;" in laughing
    assert why(packed(parts | {sheet: laughing}))[0] == "damaged"


def test_macros_are_refused_and_other_archives_are_no_tables():
    assert why(packed(parts_of(workbook(("x",))) | {"xl/vbaProject.bin": b"x"}))[0] == "macros"
    assert why(packed({"a.txt": b"x"}))[0] == "no_table"


def test_a_row_far_down_costs_nothing_but_time():
    book = openpyxl.Workbook()
    book.active.append(["A"])
    book.active.cell(row=200_000, column=1, value="x")
    output = io.BytesIO()
    book.save(output)
    assert read(output.getvalue())[1] == [(200_000, ["x"])]


@pytest.mark.parametrize("form", [workbook, table])
def test_rows_are_never_whole_in_memory(form):
    content = form(
        *(("31.12.2025", number, f"d{number}@donors.example", "x" * 200, "general") for number in range(4000))
    )
    file = io.BytesIO(content)
    tracemalloc.start()
    try:
        with open_table(file) as found:
            count = sum(1 for _row in found.rows)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 4000
    assert peak < 3_000_000


def survives(content: bytes) -> None:
    """Whatever it is: read, or refused in our own words."""
    with suppress(Unreadable):
        read(content)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    survives(content)


@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_any_text_is_read_or_refused(text, encoding):
    survives(text.encode(encoding, errors="ignore"))


SHEET = workbook((date(2025, 12, 31), 100000, "a@b.uz", "Aziza", "general"))


@given(st.integers(0, len(SHEET) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_is_read_or_refused(place, noise):
    survives(SHEET[:place] + noise + SHEET[place + len(noise) :])


PARTS = parts_of(SHEET)


@example("[Content_Types].xml", 897, b" ")
@example("xl/workbook.xml", 19, b" ")  # openpyxl warns of it
@given(st.sampled_from(sorted(PARTS)), st.integers(0, 3000), st.binary(max_size=20))
def test_a_workbook_with_damaged_parts_is_read_or_refused(name, place, noise):
    part = PARTS[name]
    place = min(place, len(part))
    survives(packed(PARTS | {name: part[:place] + noise + part[place + len(noise) :]}))


@given(
    st.lists(
        st.lists(st.text(alphabet='ab;,"\n\t|ЎЯ 1', max_size=6), min_size=2, max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_what_a_spreadsheet_writes_is_what_is_read(rows):
    output = io.StringIO()
    csv.writer(output, delimiter=";").writerows([["head;ing", "B", "C", "D"], *rows])
    found = [cells for _number, cells in read(output.getvalue().encode())[1]]
    wanted = [[cell.strip() for cell in row] for row in rows]
    for row in wanted:
        while row and not row[-1]:
            row.pop()
    assert found == [row for row in wanted if row]
