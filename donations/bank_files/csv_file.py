"""CSV as banks export it: any separator, any order of columns. Staff say which column is what; we guess first."""

import csv
import re
from dataclasses import dataclass
from datetime import date, datetime

from core.money import MoneyError, read_money

from .lines import Line, Unreadable

FIELDS = ("date", "amount", "payer", "text", "reference", "currency")
REQUIRED = ("date", "amount", "text")
_GUESSES = {
    "date": r"^(date|sana|дата|booking|сана)",
    "amount": r"(credit|amount|kredit|summa|сумма|кредит|приход|кирим|kirim)",
    "payer": r"(payer|name|toʻlovchi|tolovchi|to'lovchi|плательщик|контрагент|отправитель|nomi|наименование|debtor)",
    "text": r"(purpose|text|details|description|maqsad|назначение|описание|мақсад)",
    "reference": r"(reference|document|№|номер|hujjat|raqam|doc)",
    "currency": r"(currency|valyuta|валюта)",
}
_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%y")


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file as it was read: the first row names the columns."""

    columns: list[str]
    rows: list[list[str]]
    first_row: int = 2  # its number in the file, as a spreadsheet counts


def open_table(content: bytes) -> Table:
    """The rows, with the separator found out. Raises Unreadable."""
    text = _decode(content)
    try:
        dialect = csv.Sniffer().sniff(text[:4096], delimiters=";,\t|")
    except csv.Error:
        raise Unreadable("separator") from None
    rows = [[cell.strip() for cell in row] for row in csv.reader(text.splitlines(), dialect)]
    rows = [row for row in rows if any(row)]
    if len(rows) < 2:
        raise Unreadable("no rows")
    return Table(rows[0], rows[1:])


def guess(columns: list[str]) -> dict[str, int]:
    """Which column is probably what, by its heading in Uzbek, Russian or English; each column once."""
    found: dict[str, int] = {}
    for field in FIELDS:
        for number, heading in enumerate(columns):
            if number not in found.values() and re.search(_GUESSES[field], heading.lower()):
                found[field] = number
                break
    return found


def read(table: Table, columns: dict[str, int], currency: str) -> list[Line]:
    """The rows with an amount that came in, `columns` saying which is what. Raises Unreadable with the row."""
    lines = []
    for number, row in enumerate(table.rows, table.first_row):
        cells = {field: row[column] if column < len(row) else "" for field, column in columns.items()}
        amount = plain_number(cells["amount"])
        if not amount or amount.startswith("-") or not amount.strip("0."):
            continue  # what went out, or a total
        try:
            lines.append(
                Line(
                    booked_on=_day(cells["date"]),
                    amount=read_money(amount, cells.get("currency") or currency),
                    payer=cells.get("payer", "")[:200],
                    text=cells["text"][:500],
                    bank_reference=cells.get("reference", "")[:100],
                )
            )
        except (ValueError, MoneyError) as error:
            raise Unreadable(str(error), str(number)) from None
    return lines


def plain_number(amount: str) -> str:
    """ "1 250 000,50" and "1,250,000.50" as digits with one point."""
    text = re.sub(r"[\s\u00a0\u202f']", "", amount)
    last = max(text.rfind(","), text.rfind("."))
    if last >= 0 and len(text) - last - 1 in (1, 2):
        return re.sub(r"[.,]", "", text[:last]) + "." + text[last + 1 :]
    return re.sub(r"[.,]", "", text)


def _day(text: str) -> date:
    for form in _DATES:
        try:
            return datetime.strptime(text[:10].strip(), form).date()
        except ValueError:
            continue
    raise ValueError(f"date {text!r}")


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", errors="replace")
