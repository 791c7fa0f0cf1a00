"""Words that the program could not be sure of, for an editor to look at."""

import re
from dataclasses import dataclass

from languages.additions import NOTHING, Additions
from languages.apostrophes import normalise
from languages.cyrillic import WORD, is_foreign, word_to_cyrillic
from languages.latin import WORD as CYRILLIC_WORD
from languages.latin import word_to_latin
from languages.lexicon import find_latin, two_meanings
from languages.spans import convert_outside
from languages.suffixes import is_chain

# After a vowel these are ц without exception.
_SURE_TSE = re.compile(r"(?<=[aeiou])ts(?:iya|ion)")
_CONSONANT_YE = re.compile(r"[bdfgjklmnpqrstvxzh]ye")


@dataclass(frozen=True)
class Doubt:
    """One doubtful word: as it stands in the text, its possible Cyrillic spellings (ours first), and why."""

    word: str
    options: tuple[str, ...]
    reason: str


def ambiguous(text: str, additions: Additions = NOTHING) -> list[Doubt]:
    """The words of an Uzbek Latin `text` whose Cyrillic spelling is a guess, each once, in their order.

    Reasons: `two words` (mol: мол, моль), `foreign letters` (kept in Latin), `guess` (an unknown word
    with ts, -siya or a consonant and ye), `no way back` (turned back into Latin it would have other letters).
    What the `additions` know is no longer doubtful.
    """
    unknown = _unknown(WORD, normalise(text), additions)
    return [doubt for word in unknown if (doubt := doubt_about(word))]


def ambiguous_cyrillic(text: str, additions: Additions = NOTHING) -> list[Doubt]:
    """The words of an Uzbek Cyrillic `text` that Latin cannot give back (щётка), each once, in their order."""
    unknown = _unknown(CYRILLIC_WORD, text, additions)
    pairs = ((word, word_to_latin(word)) for word in unknown)
    return [Doubt(word, (latin,), "no way back") for word, latin in pairs if word_to_cyrillic(latin) != word]


def _unknown(pattern: re.Pattern[str], text: str, additions: Additions) -> list[str]:
    found: dict[str, None] = {}

    def look(part: str) -> str:
        found.update(dict.fromkeys(pattern.findall(part)))
        return part

    convert_outside(text, look, names=additions.names)
    known = (additions.find_latin, additions.find_cyrillic)
    return [word for word in found if not any(find(word.lower()) for find in known)]


def doubt_about(word: str) -> Doubt | None:
    """What is doubtful about one Latin word, or None."""
    ours = word_to_cyrillic(word)
    if is_foreign(word):
        return Doubt(word, (ours,), "foreign letters")
    if options := _meanings(word.lower()):
        return Doubt(word, options, "two words")
    if _is_guess(word.lower()):
        return Doubt(word, (ours,), "guess")
    return None if _comes_back(word, ours) else Doubt(word, (ours,), "no way back")


def _meanings(word: str) -> tuple[str, ...]:
    for latin, options in two_meanings().items():
        if word.startswith(latin) and is_chain(word[len(latin) :]):
            return options
    return ()


def _comes_back(word: str, cyrillic: str) -> bool:
    # A known variant (byudjet) comes back in its standard spelling (budjet).
    return find_latin(word.lower()) is not None or word_to_latin(cyrillic) == word


def _is_guess(word: str) -> bool:
    if find_latin(word):
        return False
    if "ц" in word_to_cyrillic(word):
        always = _SURE_TSE.sub("", word)
        return "ts" in always or "siya" in always
    return _CONSONANT_YE.search(word) is not None
