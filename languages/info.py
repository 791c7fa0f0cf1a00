"""The four content languages and what Django must be told about Uzbek in Cyrillic script."""

from dataclasses import dataclass

from django.conf.locale import LANG_INFO


@dataclass(frozen=True)
class Language:
    """`code` is Django's and stands in addresses; `tag` is the BCP 47 tag for `lang` and `hreflang`.

    `og_locale` is Open Graph's language_TERRITORY, which knows no scripts: both Uzbek ones share it.
    """

    code: str
    name: str
    tag: str
    og_locale: str


LANGUAGES = (
    Language("uz", "Oʻzbekcha", "uz", "uz_UZ"),
    Language("uz-cyrl", "Ўзбекча", "uz-Cyrl", "uz_UZ"),
    Language("ru", "Русский", "ru", "ru_RU"),
    Language("en", "English", "en", "en_GB"),
)

# (code, name in the language itself), as settings.LANGUAGES and a language switch want them.
CONTENT_LANGUAGES = [(language.code, language.name) for language in LANGUAGES]
HTML_LANG = {language.code: language.tag for language in LANGUAGES}
OG_LOCALE = {language.code: language.og_locale for language in LANGUAGES}


def register_uz_cyrl() -> None:
    """Add Uzbek in Cyrillic script to the languages Django knows."""
    LANG_INFO["uz-cyrl"] = {
        "bidi": False,
        "code": "uz-cyrl",
        "name": "Uzbek (Cyrillic)",
        "name_local": "Ўзбекча",
    }
