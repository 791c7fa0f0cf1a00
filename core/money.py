"""Money: a whole number of minor units and a currency. Nothing else in the project converts.

No float ever: `Sum` over 1,000 rows of 125000.10 in a DecimalField on SQLite gave 125000099.999998.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import get_language

# ISO 4217 minor units. CLDR (Babel) says 0 for UZS because people write whole soʻm: wrong for accounting.
EXPONENTS = {"UZS": 2, "USD": 2, "EUR": 2, "GBP": 2, "RUB": 2, "KZT": 2, "JPY": 0, "KWD": 3}

# What people type beside the number. Apostrophes are folded to ' before this is looked at.
_NAMES = {
    "UZS": ("uzs", "so'm", "som", "sum", "sўm", "сўм", "сум", "сом"),
    "USD": ("usd", "us$", "$", "dollar", "доллар"),
    "EUR": ("eur", "€", "euro", "evro", "евро"),
    "GBP": ("gbp", "£"),
    "RUB": ("rub", "₽", "руб"),
    "KZT": ("kzt", "₸"),
    "JPY": ("jpy", "¥"),
    "KWD": ("kwd",),
}
_CURRENCY_OF = {name: currency for currency, names in _NAMES.items() for name in names}

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "RUB": "₽", "KZT": "₸", "JPY": "¥"}
_SOM = {"uz": "soʻm", "uz-cyrl": "сўм", "ru": "сум"}
NBSP = "\u00a0"
_MINUS = "\u2212"
_FOLDED = dict.fromkeys(map(ord, "ʻʼ‘’`´′"), "'") | dict.fromkeys(map(ord, "−–"), "-")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?P<mark>[ .,])[0-9]{3}(?:(?P=mark)[0-9]{3})*")
_TYPED = re.compile(r"(?P<before>[^0-9.,]*?) ?(?P<number>[0-9.,](?:[0-9., ]*[0-9])?) ?(?P<after>[^0-9,]*)")
_LONGEST = 40
_MOST_DIGITS = 15  # fits every integer column with room for sums


class Problem(StrEnum):
    """Why a text is not an amount of money."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    NEGATIVE = "negative"
    TOO_PRECISE = "too_precise"
    TOO_LARGE = "too_large"
    OTHER_CURRENCY = "other_currency"
    UNKNOWN_CURRENCY = "unknown_currency"


class MoneyError(ValueError):
    """A text that is no amount; `problem` says why, so that a form can say it in the user's language."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class CurrencyMismatch(TypeError):
    """Two currencies met where only one makes sense."""


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """`minor` units (tiyin, cents) of `currency` (ISO 4217, one of EXPONENTS)."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"minor units are an int, not {type(self.minor).__name__}")
        if self.currency not in EXPONENTS:
            raise MoneyError(Problem.UNKNOWN_CURRENCY)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.minor * times, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return self.format()

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
        return other.minor

    @property
    def major(self) -> Decimal:
        """The amount in soʻm, dollars …, exact."""
        return Decimal(self.minor).scaleb(-EXPONENTS[self.currency])

    def plain(self) -> str:
        """Digits for a form field, an address or a provider: "100000" or "1234.50"."""
        whole, rest, exponent = self._split()
        sign = "-" if self.minor < 0 else ""
        return f"{sign}{whole}.{rest:0{exponent}d}" if rest else f"{sign}{whole}"

    def percent_of(self, whole: "Money") -> int:
        """How many whole percent of `whole` this is, rounded down; 0 of nothing. May exceed 100."""
        return self.minor * 100 // self._same(whole) if whole else 0

    def format(self, language: str | None = None) -> str:
        """As a reader of `language` (default: the active one) writes it, with no-break spaces.

        Whole amounts show no decimals: "100 000 soʻm", "100 000 сум", "UZS 100,000", "$25", "12,50 €".
        """
        language = language or get_language() or "uz"
        number = self._number(english=language == "en")
        name = currency_name(self.currency, language)
        if language == "en":
            text = f"{name}{'' if self.currency in _SIGNS else NBSP}{number}"
        else:
            text = f"{number}{NBSP}{name}"
        return f"{_MINUS}{text}" if self.minor < 0 else text

    def _split(self) -> tuple[int, int, int]:
        exponent = EXPONENTS[self.currency]
        whole, rest = divmod(abs(self.minor), 10**exponent)
        return whole, rest, exponent

    def _number(self, *, english: bool) -> str:
        whole, rest, exponent = self._split()
        text = f"{whole:,}"
        if not english:
            text = text.replace(",", NBSP)
        return f"{text}{'.' if english else ','}{rest:0{exponent}d}" if rest else text


def currency_name(currency: str, language: str | None = None) -> str:
    """What stands beside an amount in `language` (default: the active one): "soʻm", "сум", "$", or the code."""
    language = language or get_language() or "uz"
    if currency == "UZS" and language != "en":
        return _SOM.get(language, _SOM["uz"])
    return _SIGNS.get(currency, currency)


def currency_of(text: str) -> str:
    """The currency that a code, a name or a sign stands for ("UZS", "сум", "$"); "" for none that we know."""
    folded = _fold(text)
    return folded.upper() if folded.upper() in EXPONENTS else _CURRENCY_OF.get(folded.removesuffix("."), "")


def parse_money(text: str, currency: str) -> Money:
    """Read what a person typed as an amount of `currency`.

    Takes "100 000", "1 234,50", "1,234.50", "100.000", "$25", "50000 soʻm", "50 000 сум", any kind of space.
    Raises MoneyError with the `problem`: nothing, no number, negative, too many decimals, too large, or the
    sign of another currency than the one asked for.
    """
    if currency not in EXPONENTS:
        raise MoneyError(Problem.UNKNOWN_CURRENCY)
    folded = _fold(text)
    if not folded:
        raise MoneyError(Problem.EMPTY)
    whole, fraction = _digits(_without_currency(folded, currency), EXPONENTS[currency])
    if len(whole) + EXPONENTS[currency] > _MOST_DIGITS:
        raise MoneyError(Problem.TOO_LARGE)
    return Money(int(whole + fraction), currency)


def read_money(text: str, currency: str) -> Money:
    """Read what a machine wrote: digits, with a point or a comma before decimals. "125.000" is 125, not thousands.

    Raises MoneyError for anything else, and where more decimals stand there than the currency has.
    """
    if currency not in EXPONENTS:
        raise MoneyError(Problem.UNKNOWN_CURRENCY)
    match = re.fullmatch(r"([0-9]{1,18})(?:[.,]([0-9]{0,18}))?", text.strip(), re.ASCII)
    if match is None:
        raise MoneyError(Problem.NOT_A_NUMBER if text.strip() else Problem.EMPTY)
    exponent = EXPONENTS[currency]
    whole, fraction = match[1].lstrip("0") or "0", (match[2] or "").rstrip("0")
    if len(fraction) > exponent:
        raise MoneyError(Problem.TOO_PRECISE)
    if len(whole) + exponent > _MOST_DIGITS:
        raise MoneyError(Problem.TOO_LARGE)
    return Money(int(whole + fraction.ljust(exponent, "0")), currency)


def _fold(text: str) -> str:
    """One case, one kind of space, of apostrophe and of minus."""
    return " ".join(text.translate(_FOLDED).casefold().split())


def _without_currency(text: str, currency: str) -> str:
    """Take the currency's name or sign away; raises when it is another currency's, or no currency at all."""
    if len(text) > _LONGEST:
        raise MoneyError(Problem.TOO_LARGE if text.isdecimal() else Problem.NOT_A_NUMBER)
    match = _TYPED.fullmatch(text)
    if match is None:
        raise MoneyError(Problem.NOT_A_NUMBER)
    before, after = match["before"].strip(), match["after"].strip().removesuffix(".")
    names = {name.strip("- ") for name in (before, after)} - {""}
    if not names <= _CURRENCY_OF.keys():
        raise MoneyError(Problem.NOT_A_NUMBER)
    if "-" in before + after:
        raise MoneyError(Problem.NEGATIVE)
    if {_CURRENCY_OF[name] for name in names} - {currency}:
        raise MoneyError(Problem.OTHER_CURRENCY)
    return match["number"]


def _digits(number: str, exponent: int) -> tuple[str, str]:
    """Split into whole units and exactly `exponent` digits of the minor unit.

    The last mark is decimal unless it makes groups of three: "100.000" and "1,234" are thousands, as nobody
    means a thousandth of a soʻm; "12.5" and "12,50" are not. "1 00 000" is a slip and refused.
    """
    whole, mark, fraction = _cut(number)
    if _GROUPED.fullmatch(number) and not (exponent == 3 and mark and mark not in whole):
        whole, mark, fraction = number, "", ""
    grouped = _GROUPED.fullmatch(whole) and (not mark or mark not in whole)
    if not grouped and not re.fullmatch(r"[0-9]+", whole):
        raise MoneyError(Problem.NOT_A_NUMBER)
    if mark and not re.fullmatch(r"[0-9]+", fraction):
        raise MoneyError(Problem.NOT_A_NUMBER)
    if len(fraction.rstrip("0")) > exponent:
        raise MoneyError(Problem.TOO_PRECISE)
    return re.sub(r"[ .,]", "", whole).lstrip("0") or "0", fraction[:exponent].ljust(exponent, "0")


def _cut(number: str) -> tuple[str, str, str]:
    """Cut at the last dot or comma; all of it is whole where there is none."""
    match = re.fullmatch(r"(.*)([.,])(.*)", number)
    return (match[1], match[2], match[3]) if match else (number, "", "")
