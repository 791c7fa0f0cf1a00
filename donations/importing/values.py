"""What stands in a cell, as what it means. Everything here is pure; what makes no sense raises Bad with a code."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from core.money import Money, MoneyError, Problem, currency_of, parse_money, read_money
from donations import countries
from donations.days import problem_of
from donations.models import Frequency, fold_email
from languages.folding import fold

from .tables import Cell, Table

LONGEST_NAME = 100
LONGEST_EMAIL = 254
_DAYS = ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%y", "%d/%m/%y", "%Y.%m.%d", "%Y/%m/%d")
_SERIAL = re.compile(r"[0-9]{5}", re.ASCII)
_TIME = re.compile(r"[T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2})?(\.[0-9]+)?Z?$", re.ASCII)
_MONEY = {
    Problem.EMPTY: "required",
    Problem.NOT_A_NUMBER: "not_an_amount",
    Problem.NEGATIVE: "not_positive",
    Problem.TOO_PRECISE: "too_precise",
    Problem.TOO_LARGE: "too_large",
    Problem.OTHER_CURRENCY: "other_currency",
    Problem.UNKNOWN_CURRENCY: "unknown_currency",
}


def _folded(*words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


_YES = _folded("yes", "y", "true", "да", "д", "ha", "x", "истина", "rost") | {"1", "+", "✓", "✔"}
_NO = _folded("no", "n", "false", "нет", "н", "yoʻq", "ложь", "yolgʻon") | {"0", "-", "–", "—"}
_FREQUENCIES = {
    Frequency.MONTH: _folded(
        "month", "monthly", "every month", "месяц", "ежемесячно", "каждый месяц", "раз в месяц", "oy", "har oy",
        "oylik", "oyiga", "har oyda",
    ),
    Frequency.YEAR: _folded(
        "year", "yearly", "annually", "every year", "год", "ежегодно", "каждый год", "раз в год", "yil",
        "har yili", "yillik", "har yil", "yiliga",
    ),
}  # fmt: skip
_LANGUAGES = {
    "uz": _folded("uz", "uzb", "uzbek", "oʻzbek", "oʻzbekcha", "узбекский", "uz latn", "oʻzbek tili"),
    "uz-cyrl": _folded("uz cyrl", "ўзбекча кирилл", "узбекский кириллица", "oʻzbekcha kirill"),
    "ru": _folded("ru", "rus", "russian", "русский", "ruscha", "rus tili", "русский язык"),
    "en": _folded("en", "eng", "english", "английский", "inglizcha", "ingliz tili", "английский язык"),
}


class Bad(ValueError):
    """A cell that makes no sense. `code` says why (donations.importing.words)."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def shown(cell: Cell) -> str:
    """A cell as its reader knows it."""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return f"{cell:%d.%m.%Y}" if isinstance(cell, date) else str(cell)


def text(cell: Cell, longest: int) -> str:
    """One line without what cannot be seen. Raises Bad."""
    line = " ".join(shown(cell).split())
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn") for letter in line):
        raise Bad("strange_letters")
    if len(line) > longest:
        raise Bad("too_long", str(longest))
    return line


def name(cell: Cell) -> str:
    """Of a person or an organisation. Raises Bad."""
    line = text(cell, LONGEST_NAME)
    if line and not any(letter.isalpha() for letter in line):
        raise Bad("not_a_name")
    return line


def email(cell: Cell) -> str:
    """In the form in which addresses are kept. Raises Bad."""
    address = fold_email(text(cell, LONGEST_EMAIL).removeprefix("mailto:"))
    try:
        if address:
            validate_email(address)
    except ValidationError:
        raise Bad("not_an_address") from None
    return address


def number(cell: Cell, longest: int = 40) -> str:
    """A number or code that somebody gave: letters count, too, and case does not make another one. Raises Bad."""
    return text(cell, longest).upper()


def day(cell: Cell, table: Table) -> date:
    """A day that has come, the day before the month where both are figures. Raises Bad."""
    if isinstance(cell, Decimal):
        found = table.day_of(cell)
    elif isinstance(cell, date):
        found = cell
    else:
        found = _typed_day(str(cell), table)
    if found is None:
        raise Bad("not_a_day")
    if problem := problem_of(found):
        raise Bad(problem)
    return found


def _typed_day(line: str, table: Table) -> date | None:
    line = _TIME.sub("", line.strip()).rstrip("г. ").strip()
    if _SERIAL.fullmatch(line):
        return table.day_of(Decimal(line))
    for form in _DAYS:
        try:
            return datetime.strptime(line, form).date()
        except ValueError:
            continue
    return None


def amount(cell: Cell, currency: str) -> Money:
    """More than nothing. A number is what it is; what somebody typed is read as on our forms. Raises Bad."""
    try:
        money = _amount(cell, currency)
    except MoneyError as error:
        raise Bad(_MONEY[error.problem]) from None
    if not money:
        raise Bad("not_positive")
    return money


def _amount(cell: Cell, currency: str) -> Money:
    if not isinstance(cell, Decimal):
        return parse_money(shown(cell), currency)
    if cell < 0:
        raise MoneyError(Problem.NEGATIVE)
    return read_money(f"{cell:f}", currency)


def currency(cell: Cell) -> str:
    """ISO 4217, also by its name or sign. Raises Bad."""
    found = currency_of(shown(cell))
    if not found:
        raise Bad("unknown_currency")
    return found


def yes(cell: Cell) -> bool:
    """Raises Bad for what is neither yes nor no."""
    if isinstance(cell, bool):
        return cell
    plain = shown(cell).strip()
    word = fold(plain) or plain
    if word in _YES or word in _NO:
        return word in _YES
    raise Bad("not_yes_or_no")


def frequency(cell: Cell) -> str:
    """`month` or `year`. Raises Bad."""
    return _one_of(cell, _FREQUENCIES, "not_a_frequency")


def language(cell: Cell) -> str:
    """One of the site's. Raises Bad."""
    return _one_of(cell, _LANGUAGES, "not_a_language")


def _one_of(cell: Cell, words: dict[str, frozenset[str]], problem: str) -> str:
    word = fold(shown(cell))
    for code, names in words.items():
        if word in names:
            return str(code)
    raise Bad(problem)


def country(cell: Cell) -> str:
    """Two letters of a country that there is: UK and XX would stand in the report for the authorities. Raises Bad."""
    code = text(cell, 60).upper()
    if not countries.is_country(code):
        raise Bad("not_a_country")
    return code


Reader = Callable[[Cell], object]
assert set(_LANGUAGES) == {code for code, _name in settings.LANGUAGES}  # noqa: S101  a new language needs its words
