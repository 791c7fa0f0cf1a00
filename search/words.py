"""Words: how a text is cut into them, which spellings count as one, which are a slip of the finger apart."""

import re
from collections.abc import Iterator
from functools import lru_cache

from languages.alphabet import APOSTROPHES
from languages.folding import fold
from languages.suffixes import is_chain

TOKEN = re.compile(
    rf"[^\W_]+(?:[{re.escape(''.join(APOSTROPHES))}][^\W_]+)*[{re.escape(''.join(APOSTROPHES))}]?"
)
NOTHING = "0"  # stands for a sign that folds to nothing, so that words and keys keep the same count
SHORTEST_STEM = {"ru": 3}  # дом, мам; elsewhere four letters, for shorter beginnings are shared by too much
LETTERS = 4
MOST_STEMS = 2


@lru_cache(maxsize=50_000)
def key_of(word: str) -> str:
    """The folded key of one word, without spaces, never empty."""
    return fold(word).replace(" ", "") or NOTHING


def keys_of(text: str) -> list[str]:
    """The keys of a text's words, in order."""
    return [key_of(word) for word in TOKEN.findall(text)]


def key_text(text: str) -> str:
    """The keys of a text as one string, each with a space on both sides."""
    return f" {' '.join(keys_of(text))} "


def spellings(word: str, language: str) -> list[str]:
    """The key as typed, then its beginnings that carry the meaning in `language`, the longest first."""
    stems = _uzbek(word) if language.startswith("uz") else _stripped(word, language)
    return [word, *list(stems)[:MOST_STEMS]]


def _uzbek(word: str) -> Iterator[str]:
    """Beginnings whose rest is nothing but endings: bolalarning, bolalar, bola. The shortest finds them all."""
    found = [word[:cut] for cut in range(LETTERS, len(word)) if is_chain(word[cut:])]
    return iter(found[:1])


def _stripped(word: str, language: str) -> Iterator[str]:
    for ending in ENDINGS.get(language, ()):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM.get(language, LETTERS):
            yield word.removesuffix(ending)
            return


def _folded(endings: str) -> tuple[str, ...]:
    """Russian endings as folding leaves them after a consonant, the longest first."""
    folded = {fold("н" + ending)[1:] for ending in endings.split()}
    return tuple(sorted(folded, key=lambda ending: (-len(ending), ending)))


ENDINGS = {
    "ru": _folded(
        "а я ы и у ю о е ой ей ом ем ём ам ям ами ями ах ях ов ев ий ый ая яя ое ее ого его ому ему ым им "
        "ыми ими ых их ую юю ою ею ия ии ию ием иям иями иях"
    ),
    "en": ("ings", "ing", "ies", "ed", "es", "y", "s", "e"),
}


def slips(word: str) -> set[str]:
    """The word, and the word with each one letter left out."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def distance(one: str, other: str) -> int:
    """Slips between two words: letters added, left out, changed, or two neighbours swapped."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, earlier[j - 2] + 1)
            row.append(best)
    return row[-1]
