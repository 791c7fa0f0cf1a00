"""Looks a text over for what could lead a stranger to a child: in Uzbek (both scripts), Russian and English.

It warns and never decides: a person reads the text. What it looks for, and why, is the SOS safeguarding policy's and
UNICEF's guidance on reporting on children: no full name together with place, school or age; no way to reach the child.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from languages.apostrophes import normalise
from languages.folding import fold

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


# What is pasted from word processors and cannot be seen: spaces and hyphens that break no line, soft hyphens, joiners.
_AS_TYPED = str.maketrans(
    {**dict.fromkeys("\u00a0\u2007\u202f", " "), **dict.fromkeys("\u00ad\u200b\u2060\ufeff"), "\u2011": "-"}
)
_UPPER = "A-ZÀ-ÞА-ЯЁЎҚҒҲ"
_LOWER = "a-zß-ÿа-яёўқғҳʻʼ'’‘`"
_WORD = rf"[{_UPPER}][{_LOWER}]+"
# Surnames as they are formed here, whatever the first name; "Karim oʻgʻli", "Anvar qizi" name a father.
_ENDINGS = (
    r"(?:ov|ova|ev|eva|yev|yeva|skiy|skaya|zoda|zade|in|ina|yan|jonov|jonova"
    r"|ов|ова|ев|ева|ёв|ёва|ский|ская|зода|ин|ина|ян|ову|ове|евой|овой|овым|евым)"
)
# An apostrophe is a letter by now, also that of "Karimova's".
_END = r"(?:\b|(?=ʼ))"
_FULL_NAME = re.compile(
    rf"\b{_WORD}\s+(?:{_WORD}\s+)?[{_UPPER}][{_LOWER}]*{_ENDINGS}(?:ning|ni|ga|dan|da|нинг|ни|га|дан|да)?{_END}"
    rf"|\b[{_UPPER}][{_LOWER}]*{_ENDINGS}\s+{_WORD}\b"
    rf"|\b{_WORD}\s+{_WORD}\s+(?:oʻgʻli|qizi|ўғли|қизи)\b"
)
_AGE = re.compile(
    r"\b(\d{1,2})\s*(?:yosh|ёш|лет\b|год(?:а|у)?\b|-?летн)|\b(\d{1,2})[-\s]year[-\s]olds?\b"
    r"|\b(\d{1,2})\s+years?\s+old\b|\baged?\s+(\d{1,2})\b",
    re.IGNORECASE,
)
_SCHOOL = re.compile(
    r"\b\d{1,3}\s*[-–]?\s*(?:sonli\s+|son\s+|сонли\s+|сон\s+)?"
    r"(?:umumtaʼlim\s+|умумтаълим\s+|umumiy\s+oʻrta\s+taʼlim\s+|умумий\s+ўрта\s+таълим\s+)?"
    r"(?:maktab|мактаб|litsey|лицей|bogʻcha|боғча)"
    # Not N of "maktabdan 12 km": it stands apart.
    r"|\b(?:maktab|мактаб|litsey|лицей|bogʻcha|боғча)\w*(?:\s*[№#]|\s+N[oо]?\.?)\s*\d{1,3}"
    r"|\b(?:школ|гимнази|лице|детск\w+\s+сад)\w*\s*(?:№|N|номер)\s*\d{1,3}|\b\d{1,3}[-–]?(?:я|й|ю|ей)\s+школ"
    r"|\b(?:school|kindergarten|lyceum)\s+(?:no\.?|number|№|#)\s*\d{1,3}",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?<!\d)\+?998[\s\-()]*\d{2}[\s\-()]*\d{3}[\s\-]*\d{2}[\s\-]*\d{2}(?!\d)"
    r"|(?<!\d)\(?\b(?:33|50|55|7[0-9]|88|9[0-9])\)?[\s\-]\d{3}[\s\-]\d{2}[\s\-]\d{2}(?!\d)"
    r"|\b[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]+|(?<!\w)@[a-z]\w{4,}|\b(?:t\.me|instagram\.com|facebook\.com|vk\.com)/\w+",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:yanvar|fevral|mart|aprel|may|iyun|iyul|avgust|sentabr|oktabr|noyabr|dekabr"
    r"|январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр"
    r"|january|february|march|april|june|july|august|september|october|november|december)\w*"
)
_BORN = re.compile(r"tugʻil|туғил|родил|рожден|\bborn\b|\bbirthday\b", re.IGNORECASE)
_DATE = re.compile(
    rf"\b\d{{1,2}}[.\-/]\d{{1,2}}[.\-/]\d{{2,4}}\b|\b\d{{1,2}}[-\s]*{_MONTH}|\b{_MONTH}\s+\d{{1,2}}\b", re.I
)
_HOME = re.compile(
    r"\b(?:koʻcha|кўча|mahalla|маҳалла)\w*,?\s*(?:\d+[-–]?\s*)?(?:uy|уй)?\s*\d+|\b(?:ул\.|улиц\w+|пер\.|переул\w+)\s+[^.,;]{2,40},?\s*"
    r"(?:д\.|дом)?\s*\d+|\b\d+\s+(?:[A-Z][a-z]+\s+){1,3}(?:street|st\.|lane|road)\b",
    re.IGNORECASE,
)
# Beginnings of folded words: cases and possessives follow.
_PLACES = tuple(
    fold(name)
    for name in (
        *(
            "toshkent",
            "tashkent",
            "samarqand",
            "самарканд",
            "xorazm",
            "khorezm",
            "хорезм",
            "urganch",
            "ургенч",
        ),
        *(
            "shovot",
            "шават",
            "buxoro",
            "бухар",
            "bukhara",
            "fargʻona",
            "ферган",
            "fergana",
            "andijon",
            "андижан",
        ),
        *("namangan", "navoiy", "навои", "nukus", "qarshi", "карши", "termiz", "термез", "jizzax", "джизак"),
        *("guliston", "chirchiq", "чирчик", "angren", "olmaliq", "алмалык", "qoʻqon", "коканд", "margʻilon"),
        # Folding makes Khiva and Хива one with ours, and Surkhandarya with Сурхандарья. No "хив": HIV begins so too.
        *(
            "xiva",
            "хиве",
            "хиву",
            "хивы",
            "qoraqalpogʻ",
            "каракалпак",
            "qaraqalpaq",
            "surxondar",
            "сурхандар",
        ),
        *("qashqadar", "кашкадар", "sirdar", "сырдар", "syrdar"),
        *("маргилан", "tuman", "район", "district", "qishloq", "кишлак", "mahalla", "махалл"),
    )
)
# One stands for many: in a long run the patterns would try each way to share it among their parts.
_SPACES = re.compile(r"\s+")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
SIMPLE = {Kind.CONTACT: _CONTACT, Kind.SCHOOL: _SCHOOL, Kind.HOME: _HOME}


def check(text: str) -> list[Finding]:
    """Everything in `text` that somebody should look at, in reading order of kinds; each place once.

    Apostrophes may be as people type them, and spaces of any kind; excerpts show them put right.
    """
    text = _SPACES.sub(lambda match: "\n" if "\n" in match.group() else " ", text.translate(_AS_TYPED))
    text = normalise(text, "uz")
    found = list(dict.fromkeys(_find(text)))
    return sorted(found, key=lambda one: list(Kind).index(one.kind))


def _find(text: str) -> Iterator[Finding]:
    for kind, pattern in SIMPLE.items():
        yield from (Finding(kind, _around(text, match)) for match in pattern.finditer(text))
    sentences = _SENTENCE.split(text)
    for number, sentence in enumerate(sentences):
        if _BORN.search(sentence) and (date := _DATE.search(sentence)):
            yield Finding(Kind.BIRTH, _around(sentence, date))
        names = list(_FULL_NAME.finditer(sentence))
        if names and _is_placed(" ".join(sentences[max(0, number - 1) : number + 2])):
            yield from (Finding(Kind.NAME, _around(sentence, name)) for name in names)


def _is_placed(text: str) -> bool:
    """Whether an age of a child, a school or a place of this country is told."""
    ages = (int(next(filter(None, match.groups()))) for match in _AGE.finditer(text))
    if _SCHOOL.search(text) or any(age < GROWN_UP for age in ages):
        return True
    return any(word.startswith(_PLACES) for word in fold(text).split())


def _around(text: str, match: re.Match[str]) -> str:
    """The place with a few words on both sides."""
    begin, end = max(0, match.start() - AROUND), min(len(text), match.end() + AROUND)
    words = " ".join(text[begin:end].split())
    return f"{'…' if begin else ''}{words}{'…' if end < len(text) else ''}"
