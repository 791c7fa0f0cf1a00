"""One search key for every script, so that a query in any of them finds text in any other."""

import re
import unicodedata

from languages.alphabet import APOSTROPHES, CYRILLIC_TO_LATIN, NEW_LATIN

# ц is s or ts in Latin, е is e or ye; what writers mix up (x and h, kh of English) is made one too.
_LETTERS = str.maketrans(
    {
        **{letter: latin.rstrip(APOSTROPHES) for letter, latin in CYRILLIC_TO_LATIN.items()},
        **{new: old.rstrip(APOSTROPHES) for new, old in NEW_LATIN.items()},
        **dict.fromkeys(APOSTROPHES),
        "е": "ye", "ц": "s", "щ": "sh", "ъ": None, "ь": None, "х": "h", "x": "h", "і": "i", "ң": "ng",
    }
)  # fmt: skip
# A run is looked at from its beginning only: from each of its letters anew, a long one would take minutes.
_SAME = (
    (re.compile("(?<!t)t+s"), "s"),  # aktsiya, aksiya, акция
    (re.compile("(?<!k)k+h"), "h"),  # Khorezm
    # The glide is written or not: dunyo, дунё; klient, kliyent; obyekt, объект; nuqtayi, нуқтаи.
    (re.compile("(?<=[bcdfghijklmnpqrstvwxz])y+(?=[aeou])|(?<=[aeiou])y+(?=i)|(?<!y)y+(?=ye)"), ""),
    (re.compile("[^a-z0-9]+"), " "),
)


def fold(text: str) -> str:
    """The search key of a `text` in Uzbek (any script, old or new Latin), Russian or English.

    Lower case ASCII letters and digits in words parted by single spaces; apostrophes and diacritics are gone.
    Different words may share a key (oʻt, ot): a search loses nothing by that but finds more.
    """
    key = unicodedata.normalize("NFKC", text).lower().translate(_LETTERS)
    key = "".join(mark for mark in unicodedata.normalize("NFKD", key) if not unicodedata.combining(mark))
    for pattern, replacement in _SAME:
        key = pattern.sub(replacement, key)
    return key.strip()
