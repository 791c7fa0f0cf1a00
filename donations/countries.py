"""Countries where donors live, by ISO 3166, in the language of whoever reads."""

from babel import Locale
from django.utils.translation import get_language

from donations.models import Donor

_BABEL = {"uz": "uz", "uz-cyrl": "uz_Cyrl", "ru": "ru", "en": "en"}
# What CLDR names beside countries: groups of them, parts that have no mail of their own, the unknown.
_NO_COUNTRIES = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ")
)


def name_of(code: str) -> str:
    """ "Germaniya" for "DE", in the active language; the code where nobody has named it, "" for ""."""
    return _names().get(code, code)


def choices() -> list[tuple[str, str]]:
    """All countries, ours first, then by name."""
    named = [(code, name) for code, name in _names().items() if code != "UZ"]
    return [("UZ", name_of("UZ")), *sorted(named, key=lambda pair: pair[1])]


def known() -> list[tuple[str, str]]:
    """The countries that donors are known to live in, by name: few, for a filter."""
    codes = Donor.objects.exclude(country="").order_by().values_list("country", flat=True).distinct()
    return sorted(((code, name_of(code)) for code in codes), key=lambda pair: pair[1])


def is_country(code: str) -> bool:
    """Whether there is one of this code."""
    return code in _names()


def _names() -> dict[str, str]:
    locale = Locale.parse(_BABEL.get(get_language() or "uz", "uz"))
    return {
        code: name
        for code, name in locale.territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    }
