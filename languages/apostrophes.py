"""Uzbek apostrophes: whatever mark people type becomes the letter that belongs there.

After o and g it is U+02BB (oʻ, gʻ); between other letters it is the tutuq belgisi U+02BC (maʼno). In English
and Russian an apostrophe is something else (don't): give the language, and `normalise` leaves theirs alone.
"""

import re
from bisect import bisect_left

from languages.alphabet import APOSTROPHES, OKINA, TUTUQ
from languages.lexicon import DATA, read_lines
from languages.spans import convert_outside

UZBEK = frozenset({"uz", "uz-cyrl"})

_MARK = f"[{APOSTROPHES}]"
_LETTER = "A-Za-zÖöĞğŞşÇç"
_WORD_AND_MARK = re.compile(rf"(?<=[{_LETTER}]){_MARK}+(?=(?P<inside>[{_LETTER}])?)")
_OPENING = re.compile(rf"(?<![{_LETTER}{APOSTROPHES}])(?P<mark>['‘`‛])(?=[{_LETTER}])")
_CLOSING = {
    mark: re.compile(rf"(?<=\w)[{closing}](?![{_LETTER}{APOSTROPHES}])")
    for mark, closing in {"'": "'’", "‘": "’'‘", "`": "`'´", "‛": "’"}.items()
}


def normalise(text: str, language: str = "uz") -> str:
    """Give every apostrophe of an Uzbek `text` its right code point; other languages come back as they are.

    Addresses, code, markup, protected foreign names and quotation marks ('kino') keep theirs. Idempotent.
    """
    return convert_outside(text, _normalise) if language in UZBEK else text


def _normalise(text: str) -> str:
    closing = _closing_quotes(text)
    return _WORD_AND_MARK.sub(lambda match: _letter(match, closing), text)


def _letter(match: re.Match[str], closing: set[int]) -> str:
    if not match["inside"] and (match.start() in closing or len(match.group()) > 1):
        return match.group()
    before = match.string[match.start() - 1]
    if before in "oOgG":
        return OKINA
    if match["inside"] or _word_before(match).lower() in _FINAL:
        return TUTUQ
    return match.group()


def _word_before(match: re.Match[str]) -> str:
    """As much of it as tells whether it is one of `_FINAL`."""
    near = match.string[max(0, match.start() - _MOST_LETTERS) : match.start()]
    start = len(near)
    while start and (near[start - 1].isalpha() or near[start - 1] in APOSTROPHES):
        start -= 1
    return near[start:]


def _closing_quotes(text: str) -> set[int]:
    """Where an apostrophe closes a quotation: `'kino'` is the word kino in quotes, not kinoʻ."""
    openings = [(match.end(), match["mark"]) for match in _OPENING.finditer(text)]
    # Each mark's ends are looked for once: from every opening anew, a long text would take minutes.
    ends = {mark: _ends(text, mark) for mark in {mark for _end, mark in openings}}
    return {end for begin, mark in openings if (end := _first_end(ends[mark], begin)) is not None}


def _ends(text: str, mark: str) -> tuple[list[int], list[int]]:
    """Where what `mark` opens could end: the likely places, and all of them."""
    every = [match.start() for match in _CLOSING[mark].finditer(text)]
    # `'tog' yo'li'`: after g the mark is rather a letter, if another one can close the quotation.
    return [end for end in every if text[end - 1] not in "gG"], every


def _first_end(ends: tuple[list[int], list[int]], begin: int) -> int | None:
    """The first likely place from `begin` on, else the first of all, else none."""
    for places in ends:
        if (index := bisect_left(places, begin)) < len(places):
            return places[index]
    return None


# Words that end in the tutuq belgisi, without it.
_FINAL = frozenset(read_lines(DATA / "final_tutuq.txt"))
_MOST_LETTERS = max(map(len, _FINAL)) + 1
