"""CSV as banks export it: any separator, any order of columns. Staff say which column is what; we guess first."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime

from core.money import MoneyError, Problem, currency_of, read_money
from core.separators import names_separator, separator_of

from .lines import Line, Unreadable, come, decode

FIELDS = ("date", "amount", "payer", "text", "reference", "currency")
REQUIRED = ("date", "amount", "text")
# Looked for in this order: a column of what came in stands before one of plain amounts, and is no account's number.
_GUESSES = {
    "date": (r"^(date|sana|дата|booking|сана|kun\b|кун\b|день\b|day\b)", r"(sanasi|санаси|куни|kuni)$"),
    "amount": (
        r"^(?!.*(сч[её]т|hisob|ҳисоб|account)).*(credit|kredit|кредит|приход|кирим|kirim)",
        r"(amount|summa|сумма)",
    ),
    "payer": (
        r"^(?!.*(банк|bank|филиал)).*(payer|name|toʻlovchi|tolovchi|to'lovchi|плательщик|отправитель|nomi|наименование)",
        r"(контрагент|корреспондент|debtor)",
        r"[сc]ч[её]т\W*инн",
    ),
    "text": (
        r"(purpose|text|details|description|maqsad|назначение|описание|детали|мақсад|tafsilot|тафсилот)",
    ),
    "reference": (r"(reference|document|hujjat|ҳужжат|doc|№ *\w|номер.|raqam.)",),
    "currency": (r"(currency|valyuta|валюта)",),
}
# What goes out would be booked as gifts. What counts the rows, such as "№" or "№ п/п", begins anew in the next file:
# each line of it would be another one there.
_NEVER = {
    "amount": r"(debit|debet|дебет|дебит|расход|chiqim|чиқим)",
    "reference": r"(п\W?п\b|порядк|строк|tartib|тартиб|сч[её]т|hisob|ҳисоб|account|дат[аы]|sana|сана|\bdate)",
}
MOST_TITLES = 40  # lines above the headings: whose account, which days, with how much it began
_TOTAL = re.compile(
    r"(итого|итоговый оборот|всего|обороты?|сумма оборотов|((вход|исход)ящ(ий|ее) )?(остаток|сальдо)|"
    r"жами|jami|umumiy|умумий|.{0,30}\b(qoldi(q|g.i)|қолди(қ|ғи))|(grand )?totals?|(opening|closing) balance)\b"
)
_THOUSANDS = re.compile(r"[0-9]{1,3}([.,])[0-9]{3}(\1[0-9]{3})*")
_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%y")


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file as it was read: the first row names the columns."""

    columns: list[str]
    rows: list[list[str]]
    first_row: int = 2  # its number in the file, as a spreadsheet counts


def open_table(content: bytes) -> Table:
    """The rows, with the separator found out by the headings, above which stand titles.

    Raises Unreadable, with the row where it is known.
    """
    lines = decode(content).splitlines(keepends=True)
    above = _titles(lines)
    rows = [row for row in _rows("".join(lines[above:]), above) if any(row)]
    first = 1 if rows and names_separator(rows[0]) else 0
    if len(rows) < first + 2:
        raise Unreadable("no rows")
    if len(rows[first]) < 2:
        raise Unreadable("separator")
    return Table(rows[first], rows[first + 1 :], first_row=above + first + 2)


def guess(columns: list[str]) -> dict[str, int]:
    """Which column is probably what, by its heading in Uzbek, Russian or English; each column once."""
    headings = [heading.lower() for heading in columns]
    found: dict[str, int] = {}
    for field in FIELDS:
        free = [number for number in range(len(headings)) if number not in found.values()]
        place = _guessed(field, headings, free)
        if place is not None:
            found[field] = place
    return found


def read(table: Table, columns: dict[str, int], currency: str) -> list[Line]:
    """The rows with an amount that came in, `columns` saying which is what. Raises Unreadable with the row."""
    came = (
        _line(cells, currency, place)
        for place, cells in _entries(table, columns)
        if not _went_out(cells["amount"])
    )
    return [line for line in came if line is not None]


def taken_back(table: Table, columns: dict[str, int], currency: str) -> list[Line]:
    """The credits of before that the bank has reversed: less than nothing in a column of what came in."""
    heading = table.columns[columns["amount"]].lower()
    if not re.search(_GUESSES["amount"][0], heading) or re.search(_NEVER["amount"], heading):
        return []
    found = []
    for place, cells in _entries(table, columns):
        if _went_out(cells["amount"]):
            with suppress(Unreadable):  # nothing is booked of it
                found.append(_line(cells | {"amount": cells["amount"].strip("-−–()")}, currency, place))
    return [line for line in found if line is not None]


def _entries(table: Table, columns: dict[str, int]) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows with an amount, each with its place."""
    for number, row in enumerate(table.rows, table.first_row):
        cells = {field: row[column] if column < len(row) else "" for field, column in columns.items()}
        if cells["amount"] and not _is_total(row, cells["date"]):
            yield str(number), cells


@contextmanager
def reading(field: str, cell: str, place: str) -> Iterator[None]:
    """Whatever is wrong with what stands in a cell is raised as Unreadable, with the cell."""
    try:
        yield
    except ValueError as error:  # MoneyError, too
        raise Unreadable(str(error), place, field=field, cell=cell) from None


def plain_number(amount: str) -> str:
    """ "1 250 000,50" and "1,250,000.50" as digits with one point. Raises ValueError where it may be either.

    The last of two kinds of marks stands before decimals, and so does a mark with one or two digits behind it. Several
    marks of one kind make thousands. What is left is a single mark with three digits or more behind it:

    - four or more: no thousands look like that, "125000.0000" is 125000;
    - three behind four or more, or behind a single 0: likewise, "125000.000" is 125000;
    - three behind a comma: thousands, as on our forms, "125,000" is 125000;
    - three behind a point: "125.000" may be 125 or 125 thousand, and is refused.
    """
    text = re.sub(r"[\s\u00a0\u202f'’]", "", amount)
    if single := re.fullmatch(r"([0-9]+)([.,])([0-9]{3,})", text):
        return _with_one_mark(*single.groups())
    last = max(text.rfind(","), text.rfind("."))
    if last >= 0 and (len(text) - last - 1 in (1, 2) or text.count(text[last]) == 1):
        return re.sub(r"[.,]", "", text[:last]) + "." + text[last + 1 :]
    if last >= 0 and not _THOUSANDS.fullmatch(text):
        raise ValueError(f"amount {amount!r}")
    return re.sub(r"[.,]", "", text)


def _with_one_mark(whole: str, mark: str, rest: str) -> str:
    """Of a number with three digits or more behind its only mark."""
    if len(rest) > 3 or len(whole) > 3 or whole == "0":  # thousands stand in threes
        return f"{whole}.{rest}"
    if mark == ",":
        return whole + rest
    raise ValueError(f"amount {whole}{mark}{rest}: decimals or thousands")


def _titles(lines: list[str]) -> int:
    """How many lines stand above the headings: those are the first line that is understood, else the first of cells."""
    # A heading of several lines, in quotes, is none of those: what follows it are no lines of their own.
    whole = next((place for place, line in enumerate(lines[:MOST_TITLES]) if line.count('"') % 2), None)
    cells = [_cells_of(line) for line in lines[: MOST_TITLES if whole is None else whole]]
    if cells and names_separator(cells[0]):
        return 0
    understood = (place for place, row in enumerate(cells) if set(REQUIRED) <= guess(row).keys())
    filled = (place for place, row in enumerate(cells) if len(list(filter(None, row))) >= len(REQUIRED))
    return next(understood, next(filled, whole or 0))


def _cells_of(line: str) -> list[str]:
    """Of one line by itself."""
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator_of(line)), [])]
    except csv.Error:
        return []


def _rows(text: str, above: int) -> list[list[str]]:
    """Strictly: a quote that nobody closed would swallow rows without a word. "quotes" as of imported lists."""
    headings = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(headings), strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append([cell.strip() for cell in row])
    except csv.Error:
        raise Unreadable("quotes", str(above + len(rows) + 1)) from None
    return rows


def _guessed(field: str, headings: list[str], places: list[int]) -> int | None:
    never = _NEVER.get(field)
    for pattern in _GUESSES[field]:
        for place in places:
            if re.search(pattern, headings[place]) and not (never and re.search(never, headings[place])):
                return place
    return None


def _went_out(amount: str) -> bool:
    """With a minus before it or, as some banks write, behind it; typed or typographic; or in parentheses."""
    return amount[0] in "-−–(" or amount[-1] in "-−–"


def _is_total(row: list[str], day: str) -> bool:
    """Of a row without a day, unless the word stands where the day should. Others are no totals by any name."""
    first = next(filter(None, row), "")
    return day in ("", first) and _TOTAL.match(first.lower()) is not None


def _line(cells: dict[str, str], currency: str, place: str) -> Line | None:
    """None where nothing came in. Raises Unreadable."""
    written = cells.get("currency") or currency
    with reading("amount", cells["amount"], place):
        number = plain_number(cells["amount"].removeprefix("+"))
    if not number.strip("0."):
        return None
    with reading("currency", written, place):
        currency = _currency(written)
    with reading("amount", cells["amount"], place):
        amount = read_money(number, currency)
    with reading("date", cells["date"], place):
        day = _day(cells["date"])
    return Line(
        booked_on=day,
        amount=amount,
        payer=cells.get("payer", "")[:200],
        text=cells["text"][:500],
        bank_reference=cells.get("reference", "")[:100],
        is_payers_number=True,
    )


def _currency(text: str) -> str:
    """By its code, its name or its sign."""
    if not (found := currency_of(text)):
        raise MoneyError(Problem.UNKNOWN_CURRENCY)
    return found


def _day(text: str) -> date:
    """The hour behind it is left out."""
    day = re.split(r"[\sT]", text, maxsplit=1)[0][:10]
    for form in _DATES:
        try:
            found = datetime.strptime(day, form).date()
        except ValueError:
            continue
        return come(found)
    raise ValueError(f"date {text!r}")
