"""Texts of strangers in files that spreadsheets open."""

import csv
import io

import pytest

from core.spreadsheets import plain

FORMULA = "=cmd|' /C calc'!A0"


@pytest.mark.parametrize("start", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_what_begins_as_a_formula_begins_with_an_apostrophe(start):
    assert plain(start) == f"'{start}"


@pytest.mark.parametrize(
    "text",
    [
        f"Aziza;{FORMULA};x",
        f"Aziza; {FORMULA}",
        f"Aziza\t{FORMULA}",
        f"Aziza\n{FORMULA}",
        f'Aziza;"{FORMULA}',
        f"Aziza;;{FORMULA}",
        "Aziza;@SUM(1)",
        "Aziza;-1+1",
    ],
)
@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_no_cell_begins_as_a_formula_where_a_spreadsheet_splits(text, delimiter):
    file = io.StringIO()
    csv.writer(file).writerow(["G-1", plain(text), "x"])
    lines = file.getvalue().splitlines(keepends=True)
    cells = [cell.strip() for row in csv.reader(lines, delimiter=delimiter) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    "text",
    ["Aziza Karimova", "a@donors.example", "10:00-12:00; daily", "x=1; y=2", "Rose & Co; 5+", "one\ntwo", ""],
)
def test_ordinary_texts_stay_as_they_are(text):
    assert plain(text) == text
