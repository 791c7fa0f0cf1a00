"""Uzbek's scripts as a machine translator of wagtail-localize: no service, no network, nothing is published."""

from collections.abc import Callable, Iterable
from functools import partial

from django.conf import settings
from wagtail.models import Locale
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.strings import StringValue

from languages.additions import Additions
from languages.markup import rewrite_html
from languages.new_latin import to_new_latin
from languages.transliterate import (
    Doubt,
    ambiguous,
    ambiguous_cyrillic,
    to_cyrillic_html,
    to_latin_html,
)
from translations.words import additions

SCRIPTS = {"uz", "uz-cyrl"}


class ScriptTranslator(BaseMachineTranslator):
    """Latin to Cyrillic and back, for whole pages."""

    display_name = "Oʻzbekcha ⇄ Ўзбекча"  # kept with each text, so in no language but its own

    def can_translate(self, source_locale: Locale, target_locale: Locale) -> bool:
        """Only between the two scripts."""
        return {source_locale.language_code, target_locale.language_code} == SCRIPTS

    def translate(
        self,
        source_locale: Locale,
        target_locale: Locale,
        strings: Iterable[StringValue],
        words: Additions | None = None,
    ) -> dict[StringValue, StringValue]:
        """Each of `strings` in the other script, tags kept; `words` are those of one page, else staff's."""
        convert = converter(target_locale.language_code, additions() if words is None else words)
        return {string: StringValue.from_translated_html(convert(string.data)) for string in strings}


def converter(target: str, words: Additions) -> Callable[[str], str]:
    """The function that writes Uzbek HTML in the script of the language `target`."""
    if target == "uz-cyrl":
        return partial(to_cyrillic_html, additions=words)
    if settings.LATIN_2026:
        return lambda markup: rewrite_html(to_latin_html(markup, additions=words), to_new_latin)
    return partial(to_latin_html, additions=words)


def doubts(source: str, text: str, words: Additions) -> list[Doubt]:
    """The words of a plain `text` in the language `source` that an editor should look at."""
    return (ambiguous if source == "uz" else ambiguous_cyrillic)(text, words)
