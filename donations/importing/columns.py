"""Which columns a file of each kind can have, what they are called, and which heading probably means which."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from donations.models import ImportKind
from languages.folding import fold


@dataclass(frozen=True, slots=True)
class Column:
    """One of them. `pattern` is looked for in a heading after folding: one script, no marks."""

    field: str
    label: str | Promise
    help: str | Promise
    pattern: str
    required: bool = False


_NAME = Column(
    "name",
    _("Donor’s name"),
    _("Of the person or the organisation, at most 100 letters."),
    r"^(name|full name|donor name|ima|fio|f i o|f i sh|fish|ism|homiy|hayriachi|donor|.*(ismi|familia).*)$"
    r"|naimenovaniye|kontragent|platelshik|blagotvor|jertvovatel|sponsor",
)
_EMAIL = Column(
    "email",
    _("Donor’s e-mail address"),
    _("By it the donor is found. Who has none needs a number."),
    r"(e ?mail|pochta|imeyl|mail)",
)
_NUMBER = Column(
    "number",
    _("Donor’s number in your list"),
    _("Any number or code that only this donor has. Needed where there is no e-mail address."),
    r"(donor|homiy|hayriachi|client|kliyent|kontragent).*(no|number|nomer|raqam|id|kod|code)|^(id|kod|code)$"
    r"|^(no|nomer|id|kod) (donor|homiy|hayriachi|kontragent|kliyent|jertv|blag|sponsor)",
)
_LANGUAGE = Column(
    "language",
    _("Donor’s language"),
    _("uz, uz-cyrl, ru or en. Empty: the one chosen for the file."),
    r"^(lang|til|yazik)|tili$",
)
_ANONYMOUS = Column(
    "anonymous",
    _("Wants to stay unnamed"),
    _("Yes or no. Empty: no."),
    r"(anonim|anonym|unnamed|yashirin|inkognito|bez imeni|nomsiz)",
)
_AMOUNT = Column(
    "amount",
    _("Amount of the gift"),
    _("In whole units of the currency: 1 250 000,50 is right, also with the currency behind it."),
    r"(amount|summa|sum|mablag|razmer|miqdor)",
    required=True,
)
_CURRENCY = Column(
    "currency",
    _("Currency of the gift"),
    _("UZS, USD, EUR and so on. Empty: the one chosen for the file."),
    r"(currency|valut|valyut)",
)
_PURPOSE = Column(
    "purpose",
    _("What the gift is for"),
    _("The purpose’s code or its name in any language. Empty: the one chosen for the file."),
    r"(purpose|designation|maqsad|naznacheni|sel$|fond|proyekt|project|kampani|campaign|villag|mahalla|what for)",
)
# Never a bare "№", "№ п/п", "T/r" or "Raqam": that counts the rows, begins anew in the next list, and every gift of it
# would be here already. Who has real numbers under such a heading names the column by hand.
_KEY = Column(
    "key",
    _("Number of the gift in your list"),
    _("Keeps two equal gifts of one day apart. A number is taken once, whichever file it comes in."),
    r"(gift|platej|payment|tran[sz]a[ck]|dok|hujjat|kvitan|receipt|chek|order|ehson|hayria)"
    r".*\b(no|number|nomeri?|raqami?|id|kodi?|code)$"
    r"|^(nomer|no|id|kod|raqam|identifikator) (platej|tran[sz]a[ck]|dok|gift|hujjat|kvitan|chek)",
)
_DAY = Column(
    "day",
    _("Day of the gift"),
    _("The day the money came: 31.12.2025. The day stands before the month."),
    r"^(date|data|sana|day|kun)|(sanasi|date|data)$",
    required=True,
)
_STARTED = Column(
    "started",
    _("First day of the regular gift"),
    _("The gift is due on this day of each month or year: 05.03.2024."),
    r"(start|nachal|boshlan|begin|since|^date|^data|^sana|first|perviy|birinchi)",
    required=True,
)
_FREQUENCY = Column(
    "frequency",
    _("How often it is given"),
    _("Every month or every year."),
    r"(frequenc|how often|davriy|periodich|chastot|qanchalik|kak chasto)",
    required=True,
)
_COUNTRY = Column(
    "country", _("Donor’s country"), _("Two letters: UZ, DE, US."), r"(country|strana|mamlakat|davlat)"
)

COLUMNS: dict[str, tuple[Column, ...]] = {
    ImportKind.DONORS: (_EMAIL, _NUMBER, _NAME, _LANGUAGE, _COUNTRY),
    ImportKind.GIFTS: (
        _DAY, _AMOUNT, _CURRENCY, _EMAIL, _NUMBER, _NAME, _PURPOSE, _ANONYMOUS, _LANGUAGE, _KEY,
    ),
    ImportKind.SPONSORSHIPS: (
        _STARTED, _FREQUENCY, _AMOUNT, _CURRENCY, _EMAIL, _NUMBER, _NAME, _PURPOSE, _ANONYMOUS, _LANGUAGE, _KEY,
    ),
}  # fmt: skip


def columns_of(kind: str) -> tuple[Column, ...]:
    """Those of a kind, in the order of our templates."""
    return COLUMNS[kind]


def mark_of(headings: Iterable[str]) -> str:
    """The same for the same headings in the same order: by it the next file finds how the last one was read."""
    return sha256("\x1f".join(fold(heading) for heading in headings).encode()).hexdigest()


def guess(kind: str, headings: list[str]) -> dict[str, int]:
    """Which column is probably what: our own words in any language first, then what others call it; each once."""
    folded = [fold(heading) for heading in headings]
    found: dict[str, int] = {}
    for column in columns_of(kind):
        _note(found, column.field, folded, _ours(column).__contains__)
    for column in sorted(columns_of(kind), key=lambda one: _ORDER.index(one.field)):
        search = re.compile(column.pattern).search
        _note(found, column.field, folded, lambda heading, search=search: bool(search(heading)))
    return found


# What is told by a rare word is found before what a common word would take away from it.
_ORDER = (
    "email", "currency", "frequency", "anonymous", "purpose", "country", "language", "amount", "number", "key",
    "started", "day", "name",
)  # fmt: skip


def _note(found: dict[str, int], field: str, headings: list[str], fits: Callable[[str], bool]) -> None:
    if field in found:
        return
    for place, heading in enumerate(headings):
        if heading and place not in found.values() and fits(heading):
            found[field] = place
            return


def _ours(column: Column) -> set[str]:
    """What our templates call it, in each language, and its name in the code."""
    words = {column.field}
    for code, _label in settings.LANGUAGES:
        with override(code):
            words.add(fold(str(column.label)))
    return words
