"""Uzbek from Latin to Cyrillic script."""

import re
from collections.abc import Collection
from functools import lru_cache, partial

from languages.additions import NOTHING, Additions
from languages.alphabet import NEW_LATIN, OKINA, TUTUQ
from languages.apostrophes import normalise
from languages.casing import like, mark_like
from languages.letters import cyrillic_letters, graphemes
from languages.lexicon import find_latin
from languages.numbered import unhyphenate
from languages.spans import convert_outside
from languages.suffixes import LONGEST_WORD

WORD = re.compile(rf"[A-Za-z{OKINA}{TUTUQ}]+")
_NEW_LATIN = str.maketrans({**NEW_LATIN, **{new.upper(): old.capitalize() for new, old in NEW_LATIN.items()}})
# w, and c outside ch, are no letters of Uzbek: WhatsApp, Facebook.
_FOREIGN = re.compile(r"w|c(?!h)", re.IGNORECASE)


def to_cyrillic(text: str, keep: Collection[str] = (), additions: Additions = NOTHING) -> str:
    """Write an Uzbek Latin `text` in Cyrillic script.

    Kept as they are: addresses, code, placeholders, markup, Roman numerals, words with letters Uzbek lacks
    (w, c), the names of `data/protected.txt` and the strings in `keep`. What is Cyrillic already stays so.
    `additions` are names and spellings that come before ours.
    Some words have two spellings (`languages.doubts.ambiguous` lists them): show an editor the result.
    """
    return convert_outside(_prepare(text), partial(_convert, additions=additions), keep, additions.names)


def _prepare(text: str) -> str:
    return normalise(text.translate(_NEW_LATIN))


def _convert(text: str, additions: Additions) -> str:
    return WORD.sub(lambda match: _word(match.group(), additions), unhyphenate(text))


def _word(word: str, additions: Additions) -> str:
    if len(word) <= LONGEST_WORD and (found := additions.find_latin(word.lower())):
        length, stem = found
        head = word[:length] if stem == word[:length].lower() else like(word[:length], stem)  # YouTube
        return head + _by_letter(word[length:], after=word[length - 1 : length].lower())
    return word_to_cyrillic(word)


def is_foreign(word: str) -> bool:
    """Whether a Latin word has letters that Uzbek has not, or more than any of its words."""
    return len(word) > LONGEST_WORD or _FOREIGN.search(word) is not None


@lru_cache(maxsize=8192)  # prose repeats its words
def word_to_cyrillic(word: str) -> str:
    """Write one Latin word, apostrophes normalised, in Cyrillic script; a foreign one comes back as it is."""
    if is_foreign(word):
        return word
    length, stem = find_latin(word.lower()) or (0, "")
    return like(word[:length], stem) + _by_letter(word[length:], after=word[length - 1 : length].lower())


def _by_letter(word: str, after: str) -> str:
    pieces = zip(graphemes(word), cyrillic_letters(word.lower(), after), strict=True)
    letters, position = [], 0
    for source, target in pieces:
        letters.append(mark_like(word, position, target) if source == TUTUQ else like(source, target))
        position += len(source)
    return "".join(letters)
