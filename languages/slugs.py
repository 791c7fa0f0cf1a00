"""Addresses in plain Latin letters, made of titles in any script."""

import re
import unicodedata

from anyascii import anyascii

from languages.alphabet import APOSTROPHES, NEW_LATIN
from languages.latin import to_latin

_RUSSIAN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i",
        "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
        "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y",
        "ь": "", "э": "e", "ю": "yu", "я": "ya",
    }
)  # fmt: skip
_ONLY_UZBEK, _ONLY_RUSSIAN = re.compile("[ўқғҳ]"), re.compile("[ыщ]")
_MARKS = str.maketrans(dict.fromkeys(APOSTROPHES))
_NEW_LATIN = str.maketrans(NEW_LATIN)


def slugify(text: str, language: str = "", longest: int = 80) -> str:
    """A clean ASCII slug (oʻgʻil bola → ogil-bola) of at most `longest` characters.

    Cyrillic is read as Russian if `language` is "ru", or is not given and the letters say so; else as Uzbek.
    Empty where the text has nothing that can be read.
    """
    lower = unicodedata.normalize("NFC", text).lower()
    latin = lower.translate(_RUSSIAN) if _is_russian(lower, language) else to_latin(lower)
    if language not in ("ru", "en"):
        latin = latin.translate(_NEW_LATIN)
    slug = re.sub("[^a-z0-9]+", "-", anyascii(latin.translate(_MARKS)).lower()).strip("-")
    return _shorten(slug, longest)


def _is_russian(text: str, language: str) -> bool:
    if language:
        return language == "ru"
    return bool(_ONLY_RUSSIAN.search(text)) and not _ONLY_UZBEK.search(text)


def _shorten(slug: str, longest: int) -> str:
    if len(slug) <= longest:
        return slug
    return slug[: longest + 1].rpartition("-")[0] or slug[:longest]
