"""Looks a text over for what could lead a stranger to a child: in Uzbek (both scripts), Russian and English.

It warns and never decides: a person reads the text. What it looks for, and why, is the SOS safeguarding policy's and
UNICEF's guidance on reporting on children: no full name together with place, school or age; no way to reach the child.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from languages.alphabet import NEW_LATIN
from languages.apostrophes import normalise
from languages.folding import fold
from safeguarding import patterns

AROUND = 30
GROWN_UP = 18


class Kind(models.TextChoices):
    """What was found, with what to do about it."""

    NAME = "name", _("A full name beside a place, a school or an age: change the name or leave the rest out.")
    CONTACT = "contact", _("A telephone number, an address on the internet or a messenger name: take it out.")
    SCHOOL = "school", _("A particular school or kindergarten: write “a school” instead.")
    BIRTH = "birth", _("A date of birth: an age in years is enough, or none.")
    HOME = "home", _("A street with a house number: take it out.")


@dataclass(frozen=True)
class Finding:
    """One place in a text: what it is, and the words around it."""

    kind: Kind
    excerpt: str


def _both_cases(new: str, usual: str) -> list[tuple[str, str]]:
    """A letter of the new alphabet and the usual ones for it, small and large."""
    return [(new, usual), (new.upper(), usual.capitalize())]


# What is pasted from word processors and messengers and cannot be seen: spaces and hyphens that break no line, soft
# hyphens, joiners, marks of the writing's direction.
_UNSEEN = (
    0x00AD,
    0x034F,
    0x061C,
    0x180E,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
)
_AS_TYPED = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2007\u202f", " "),
        **dict.fromkeys([*map(chr, _UNSEEN), "\ufe0e", "\ufe0f", "\ufeff"]),
        **dict.fromkeys("\u2010\u2011\u2012\u2212", "-"),
        **{new: old for small, usual in NEW_LATIN.items() for new, old in _both_cases(small, usual)},
    }
)
# Letters and figures of posts that want to be noticed, bold or wide; not the whole of NFKC, which makes "No" of №.
_STYLED = re.compile("[\uff01-\uff5e\U0001d400-\U0001d7ff]+")
# Two keyboards in one word: Cyrillic о in a Latin name.
_WORD = re.compile(r"\w+")
_LATIN, _CYRILLIC = re.compile("[A-Za-z]"), re.compile("[А-Яа-яЁёЎўҚқҒғҲҳ]")
_ALIKE = "АВЕКМНОРСТУХІаеорсухі", "ABEKMHOPCTYXIaeopcyxi"
_TO_LATIN, _TO_CYRILLIC = str.maketrans(*_ALIKE), str.maketrans(*_ALIKE[::-1])
_DASH = re.compile(r"(?<=\d)–(?=\d)")  # of a telephone number
# One stands for many: in a long run the patterns would try each way to share it among their parts.
_SPACES = re.compile(r"\s+")
# Not behind an initial: "A. Karimova" is one name.
_SENTENCE = re.compile(r"(?<=[.!?…])(?<!\b[A-ZА-ЯЁЎҚҒҲ]\.)(?<!\bд\.р\.)\s+|\n+")
SIMPLE = {Kind.CONTACT: patterns.CONTACT, Kind.SCHOOL: patterns.SCHOOL, Kind.HOME: patterns.HOME}


def check(text: str) -> list[Finding]:
    """Everything in `text` that somebody should look at, in reading order of kinds; each place once.

    Apostrophes may be as people type them, and spaces of any kind; excerpts show them put right.
    """
    text = _as_read(text)
    text = _SPACES.sub(lambda match: "\n" if "\n" in match.group() else " ", text)
    text = normalise(text, "uz")
    found = list(dict.fromkeys(_find(text)))
    return sorted(found, key=lambda one: list(Kind).index(one.kind))


def _as_read(text: str) -> str:
    """With the letters that people see, whatever they were typed with."""
    text = unicodedata.normalize("NFC", text).translate(_AS_TYPED)  # a Mac's й is two characters
    text = _STYLED.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    return _DASH.sub("-", _WORD.sub(lambda match: _in_one_script(match.group()), text))


def _in_one_script(word: str) -> str:
    """A word of Latin and Cyrillic letters in the script of which it has more, if all others look like some of it."""
    latin, cyrillic = len(_LATIN.findall(word)), len(_CYRILLIC.findall(word))
    if not latin or not cyrillic:
        return word
    ways = [(_TO_LATIN, _CYRILLIC), (_TO_CYRILLIC, _LATIN)]
    read = [
        (word.translate(letters), other) for letters, other in (ways if latin >= cyrillic else ways[::-1])
    ]
    return next((one for one, other in read if not other.search(one)), word)


def _find(text: str) -> Iterator[Finding]:
    yield from _find_in_words(text)
    addresses = [found.group() for found in patterns.ADDRESS.finditer(text)]
    if named := [one for one in addresses if patterns.NAME_IN_ADDRESS.search(one)]:
        told = set(fold(patterns.ADDRESS.sub("", text)).split())
        yield from (Finding(Kind.NAME, one) for one in named if not _is_told(one, told))


def _is_told(address: str, told: set[str]) -> bool:
    """Whether a page says the name in its address, too: a title that was changed leaves what it said there."""
    return all(set(fold(name).split()) <= told for name in patterns.NAME_IN_ADDRESS.findall(address))


def _find_in_words(text: str) -> Iterator[Finding]:
    for kind, pattern in SIMPLE.items():
        yield from (Finding(kind, _around(text, match)) for match in pattern.finditer(text))
    sentences = _SENTENCE.split(text)
    for number, sentence in enumerate(sentences):
        if patterns.BORN.search(sentence) and (date := patterns.DATE.search(sentence)):
            yield Finding(Kind.BIRTH, _around(sentence, date))
        names = list(patterns.FULL_NAME.finditer(sentence))
        around = " ".join(sentences[max(0, number - 1) : number + 2])
        if patterns.INITIALS.search(sentence) and _is_of_a_child(sentence):
            names += patterns.INITIALS.finditer(sentence)
        if names and (_is_placed(around) or any(_says_age(sentence, name) for name in names)):
            yield from (Finding(Kind.NAME, _around(sentence, name)) for name in names)
        else:
            besides = (beside for beside in patterns.AGE_BESIDE.finditer(sentence) if _is_childs(beside))
            yield from (Finding(Kind.NAME, _around(sentence, beside)) for beside in besides)


def _says_age(sentence: str, name: re.Match[str]) -> bool:
    """Whether a number that may be a child's age stands behind the name, without a word for years."""
    after = patterns.AGE_AFTER.match(sentence, name.end())
    return after is not None and int(after[1]) < GROWN_UP


def _is_childs(age: re.Match[str]) -> bool:
    return int(next(filter(None, age.groups()))) < GROWN_UP


def _is_of_a_child(text: str) -> bool:
    """Whether an age of a child or a school is told."""
    return bool(
        patterns.SCHOOL.search(text)
        or patterns.CHILDS_AGE.search(text)
        or any(map(_is_childs, patterns.AGE.finditer(text)))
    )


def _is_placed(text: str) -> bool:
    """Whether an age of a child, a school or a place of this country is told."""
    if _is_of_a_child(text):
        return True
    if patterns.BORN.search(text) and any(
        _is_a_childs_year(year[0]) for year in patterns.YEAR.finditer(text)
    ):
        return True
    return any(word.startswith(patterns.PLACES) for word in fold(text).split())


def _is_a_childs_year(year: str) -> bool:
    return 0 <= timezone.localdate().year - int(year) < GROWN_UP


def _around(text: str, match: re.Match[str]) -> str:
    """The place with a few words on both sides."""
    begin, end = max(0, match.start() - AROUND), min(len(text), match.end() + AROUND)
    words = " ".join(text[begin:end].split())
    return f"{'…' if begin else ''}{words}{'…' if end < len(text) else ''}"
