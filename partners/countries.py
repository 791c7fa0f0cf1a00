"""Countries by ISO 3166 code, named by CLDR in the active language."""

from babel import Locale
from django.utils.translation import get_language

HOME = "UZ"
CLDR_LOCALES = {"uz": "uz", "uz-cyrl": "uz_Cyrl", "ru": "ru", "en": "en"}


def _territories() -> dict[str, str]:
    # CLDR lacks some names in Cyrillic Uzbek; those stay English rather than empty.
    names = dict(Locale.parse("en").territories)
    names |= Locale.parse(CLDR_LOCALES.get(get_language() or "uz", "en")).territories
    return {
        code: name
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in NO_STATES
    }


# CLDR's groupings, unknown and test regions.
NO_STATES = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}


def country_name(code: str) -> str:
    """The name in the active language, or the code itself for one we do not know."""
    return _territories().get(code, code)


def country_choices() -> list[tuple[str, str]]:
    """Code and name, Uzbekistan first, the rest in alphabetical order."""
    names = _territories()
    others = sorted((name, code) for code, name in names.items() if code != HOME)
    return [(HOME, names[HOME]), *((code, name) for name, code in others)]
