"""Years and days: Latin hyphenates the number (1997-yil 7-fevral), Cyrillic does not (1997 йил 7 февраль).

Other ordinals have the hyphen in both (5-sinf, 5-синф), and so have decades (1990-yillar).
"""

import re

from languages.letters import latin_letters
from languages.suffixes import is_chain

_MONTHS = "yanvar|fevral|mart|aprel|may|iyun|iyul|avgust|senty?abr|okty?abr|noyabr|dekabr"
_CYRILLIC_MONTHS = "январ|феврал|март|апрел|май|июн|июл|август|сентябр|октябр|ноябр|декабр"
_DAY = r"(?<![\d.,])\d{1,2}"
_FOUR_DIGITS = r"(?:1\d|20)\d\d"
_YEAR = rf"(?<![\d.,]){_FOUR_DIGITS}"
_YEARS = rf"{_YEAR}\s?[-–—]\s?{_FOUR_DIGITS}"

_HYPHENATED = re.compile(
    rf"(?P<number>(?P<years>{_YEARS})|{_YEAR})-(?P<word>(?:oʻquv )?yil)(?P<tail>\w*)"
    rf"|(?P<day>{_DAY})-(?P<month>{_MONTHS})(?P<rest>\w*)",
    re.IGNORECASE,
)
_SPACED = re.compile(
    rf"(?P<number>(?P<years>{_YEARS})|{_YEAR})[ \u00a0](?P<word>(?:ўқув )?йил)(?P<tail>\w*)"
    rf"|(?P<day>{_DAY})[ \u00a0](?P<month>{_CYRILLIC_MONTHS})(?P<rest>\w*)",
    re.IGNORECASE,
)


def unhyphenate(text: str) -> str:
    """`1997-yil 7-fevralda` → `1997 yil 7 fevralda`, ready for Cyrillic letters."""
    return _HYPHENATED.sub(lambda match: _joined(match, " "), text)


def hyphenate(text: str) -> str:
    """`1997 йил 7 февралда` → `1997-йил 7-февралда`, ready for Latin letters."""
    return _SPACED.sub(lambda match: _joined(match, "-"), text)


def _joined(match: re.Match[str], mark: str) -> str:
    number, word = match["number"] or match["day"], match["word"] or match["month"]
    tail = match["tail"] or match["rest"] or ""
    ending = latin_letters(tail.lower().removeprefix("ь"), after="л")
    decade = match["word"] and not match["years"] and ending.startswith(("lar", "lik"))
    return match.group() if decade or not is_chain(ending) else f"{number}{mark}{word}{tail}"
