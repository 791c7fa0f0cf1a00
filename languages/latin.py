"""Uzbek from Cyrillic to Latin script."""

import re
from collections.abc import Collection
from functools import partial

from languages.additions import NOTHING, Additions
from languages.casing import digraph_like, like
from languages.letters import latin_for
from languages.lexicon import find_cyrillic
from languages.numbered import hyphenate
from languages.spans import convert_outside
from languages.suffixes import LONGEST_WORD

WORD = re.compile("[А-Яа-яЁёЎўҚқҒғҲҳ]+")


def to_latin(text: str, keep: Collection[str] = (), additions: Additions = NOTHING) -> str:
    """Write an Uzbek Cyrillic `text` in Latin script, with U+02BB in oʻ and gʻ and U+02BC for ъ.

    Kept as they are: what is Latin already, addresses, code, placeholders, markup and the strings in `keep`.
    `additions` are names and spellings that come before ours.
    """
    return convert_outside(text, partial(_convert, additions=additions), keep, additions.names)


def _convert(text: str, additions: Additions) -> str:
    return WORD.sub(lambda match: word_to_latin(match.group(), additions), hyphenate(text))


def word_to_latin(word: str, additions: Additions = NOTHING) -> str:
    """Write one Cyrillic word in Latin script; of what is too long for a word only the letters."""
    lower = word.lower()
    if len(word) > LONGEST_WORD:
        return "".join(digraph_like(word, index, latin_for(lower, index)) for index in range(len(word)))
    length, stem = additions.find_cyrillic(lower) or find_cyrillic(lower) or (0, "")
    rest = "".join(digraph_like(word, index, latin_for(lower, index)) for index in range(length, len(word)))
    return like(word[:length], stem) + rest
