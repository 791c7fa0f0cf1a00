"""Excel files written as they are read: the first bytes leave at once, and nothing of a million rows is kept.

A library's workbook is written whole before a byte of it can be sent: minutes, after which a proxy has hung up. Here
each part of the archive is written through; sizes follow the parts (ZIP's data descriptors). Texts stand in their cells
(ECMA-376, 18.18.11 `inlineStr`), so that nothing is ever read as a formula.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

Cell = str | int | Decimal | date | datetime
# What a sheet holds; the rest goes to the next one. Below 2 GiB, whatever reads it need not know ZIP64.
MOST_ROWS = 1_048_576
MOST_BYTES = 1_900_000_000
LONGEST_TEXT = 32_767
AT_ONCE = 65_536
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# All parts but those named are sheets: how many there will be is not known when this is written.
TYPES = (
    f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="{KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/></Types>'
)
ROOT = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
# Style 1 is a moment, 2 a day; 22 and 14 are Excel's own formats of them, in the reader's language.
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
    '<xf numFmtId="22" applyNumberFormat="1"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_DAY_ZERO = datetime(1899, 12, 30)
# In characters. A moment does not fit the width that a spreadsheet gives by itself: it would be shown as "########".
WIDTH = 18
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class _Sink:
    """What the archive is written to: what has come since it was last emptied."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Keep it until it is taken."""
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing stands between."""

    def take(self) -> bytes:
        """All of it, once."""
        data = b"".join(self.parts)
        self.parts.clear()
        return data


class _Rows:
    """Read one by one; says whether there are any left."""

    def __init__(self, rows: Iterable[list[Cell]]) -> None:
        self.rows, self.waiting = iter(rows), list[list[Cell]]()

    @property
    def are_over(self) -> bool:
        """Looks for one more."""
        self.waiting = self.waiting or list(islice(self.rows, 1))
        return not self.waiting

    def __iter__(self) -> Iterator[list[Cell]]:
        while not self.are_over:
            yield self.waiting.pop()


def workbook(headings: list[str], rows: Iterable[list[Cell]]) -> Iterator[bytes]:
    """The bytes of a workbook, piece by piece, while `rows` are read; each sheet begins with the headings.

    Moments are naive, as the office's clock shows them.
    """
    sink, left, sheets = _Sink(), _Rows(rows), 0
    with ZipFile(sink, "w", ZIP_DEFLATED, compresslevel=1) as archive:  # type: ignore[call-overload]
        for name, text in (("[Content_Types].xml", TYPES), ("_rels/.rels", ROOT), ("xl/styles.xml", STYLES)):
            archive.writestr(name, text)
        while not sheets or not left.are_over:
            sheets += 1
            with archive.open(f"xl/worksheets/sheet{sheets}.xml", "w") as part:
                for piece in _sheet(headings, left):
                    part.write(piece)
                    yield sink.take()
        for name, text in _names(sheets):
            archive.writestr(name, text)
    yield sink.take()


def writable(text: str) -> str:
    """What a cell can hold of a text: XML has no way to write most control signs."""
    return _FORBIDDEN.sub("", text[:LONGEST_TEXT])


def _sheet(headings: list[str], left: _Rows) -> Iterator[bytes]:
    """One, as far as it holds what is left."""
    widths = f'<cols><col min="1" max="{len(headings)}" width="{WIDTH}" customWidth="1"/></cols>'
    yield f'{HEAD}<worksheet xmlns="{MAIN}">{widths}<sheetData>{_row(headings)}'.encode()
    lines, waiting, written = [], 0, 0
    for row in islice(left, MOST_ROWS - 1):
        lines.append(_row(row))
        waiting += len(lines[-1])
        if waiting > AT_ONCE:
            written += waiting
            yield "".join(lines).encode()
            lines, waiting = [], 0
            if written > MOST_BYTES:
                break
    yield f"{''.join(lines)}</sheetData></worksheet>".encode()


def _row(cells: Iterable[Cell]) -> str:
    return f"<row>{''.join(map(_cell, cells))}</row>"


def _cell(value: Cell) -> str:
    if isinstance(value, str):
        text = escape(writable(value))
        return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' if text else "<c/>"
    if isinstance(value, datetime):
        since = value - _DAY_ZERO
        return f'<c s="1"><v>{since.days + Decimal(since.seconds) / 86_400:.8f}</v></c>'
    if isinstance(value, date):
        return f'<c s="2"><v>{(value - _DAY_ZERO.date()).days}</v></c>'
    return f"<c><v>{value}</v></c>"


def _names(sheets: int) -> Iterator[tuple[str, str]]:
    """What leads to the sheets and the styles."""
    numbers = range(1, sheets + 1)
    named = "".join(f'<sheet name="Sheet{one}" sheetId="{one}" r:id="rId{one}"/>' for one in numbers)
    links = "".join(
        f'<Relationship Id="rId{one}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{one}.xml"/>'
        for one in numbers
    )
    styles = f'<Relationship Id="rId{sheets + 1}" Type="{OFFICE}/styles" Target="styles.xml"/>'
    yield (
        "xl/workbook.xml",
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{named}</sheets></workbook>',
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{links}{styles}</Relationships>',
    )
