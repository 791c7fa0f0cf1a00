"""Uzbek in the Latin alphabet approved in 2026 (ö ğ ş ç), beside the one in use (oʻ gʻ sh ch).

The site writes the alphabet in use. `settings.LATIN_2026` makes the translator between the scripts write the new
one instead; `to_cyrillic`, the search and the slugs read both.
"""

import re
from collections.abc import Callable

from languages.additions import NOTHING, Additions
from languages.alphabet import NEW_LATIN, OKINA, TUTUQ
from languages.apostrophes import normalise
from languages.casing import digraph_like
from languages.cyrillic import is_foreign
from languages.spans import convert_outside

_TO_NEW = {old: new for new, old in NEW_LATIN.items()} | {f"s{TUTUQ}h": "sh"}  # s and h are two letters now
_OLD = re.compile(rf"s{TUTUQ}h|[og]{OKINA}|sh|ch", re.IGNORECASE)
_NEW = re.compile(r"sh|[öğşç]", re.IGNORECASE)
_WORD = re.compile(rf"[A-Za-zÖöĞğŞşÇç{OKINA}{TUTUQ}]+")


def to_new_latin(text: str, additions: Additions = NOTHING) -> str:
    """Write an Uzbek Latin `text` in the alphabet of 2026; what is not Uzbek prose stays (see `spans`)."""
    return convert_outside(normalise(text), _words(_new_word), names=additions.names)


def from_new_latin(text: str, additions: Additions = NOTHING) -> str:
    """Write a `text` in the alphabet of 2026 in the one in use."""
    return convert_outside(text, _words(_old_word), names=additions.names)


def _words(convert: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: _WORD.sub(lambda match: convert(match.group()), text)


def _new_word(word: str) -> str:
    if is_foreign(word):
        return word
    return _OLD.sub(lambda match: _cased(match.group(), _TO_NEW[match.group().lower()]), word)


def _cased(old: str, new: str) -> str:
    if not old[0].isupper():
        return new
    return new.upper() if old.isupper() else new.capitalize()


def _old_word(word: str) -> str:
    if is_foreign(word.replace("ç", "").replace("Ç", "")):
        return word
    return _NEW.sub(lambda match: _old_letters(word, match), word)


def _old_letters(word: str, match: re.Match[str]) -> str:
    found = match.group()
    if len(found) == 2:  # s and h, two letters
        return f"{found[0]}{TUTUQ}{found[1]}"
    return digraph_like(word, match.start(), NEW_LATIN[found.lower()])
