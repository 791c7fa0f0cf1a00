"""Countries where donors live, by ISO 3166, in the language of whoever reads."""

import functools
from collections.abc import Mapping

from babel import Locale
from django.core.cache import cache
from django.utils.translation import get_language

from donations.models import Donor
from languages.apostrophes import normalise

KEPT_SECONDS = 300  # a form asks for its choices several times, and all donors are read for them
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
    """The countries that donors are known to live in, by name: few, for a filter. A new one is in it within minutes."""
    codes = cache.get_or_set("countries-known", _codes_known, KEPT_SECONDS)
    return sorted(((code, name_of(code)) for code in codes), key=lambda pair: pair[1])


def is_country(code: str) -> bool:
    """Whether there is one of this code."""
    return code in _names()


def _names() -> Mapping[str, str]:
    return _names_in(_BABEL.get(get_language() or "uz", "uz"))


@functools.cache
def _names_in(locale: str) -> Mapping[str, str]:
    """Of the Unicode consortium, with our apostrophes in Uzbek ones."""
    return {
        code: normalise(name, "uz" if locale == "uz" else "")
        for code, name in Locale.parse(locale).territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    }


def _codes_known() -> list[str]:
    return list(Donor.objects.exclude(country="").order_by().values_list("country", flat=True).distinct())
