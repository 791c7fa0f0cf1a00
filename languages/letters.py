"""Letter by letter: the rules of both orthographies for one word in lower case, without any word list."""

import re

from languages.alphabet import (
    CYRILLIC_TO_LATIN,
    CYRILLIC_VOWELS,
    IOTATED,
    LATIN_TO_CYRILLIC,
    LATIN_VOWELS,
    OKINA,
    TUTUQ,
)
from languages.suffixes import is_s_ending

# Longest first: yoʻ must not be read as yo and ʻ, nor sʼh as s and ʼh.
_GRAPHEMES = re.compile(
    rf"yo{OKINA}|s{TUTUQ}h|[og]{OKINA}|sh|ch|y[aoue]|ts(?!h)|.", re.DOTALL | re.IGNORECASE
)
_SPECIAL = {f"yo{OKINA}": "йў", f"s{TUTUQ}h": "сҳ"}
_VOWEL_ENDS = LATIN_VOWELS | {OKINA}
_BEFORE_E = (_VOWEL_ENDS | {TUTUQ}) - {"i"}  # ie is ие: клиент, typed without its y
# -siya after these is nearly always -ция (акция), but not in -iyat (жинсият).
_TSE_BEFORE_IYA, _IYA = frozenset("kpnb"), re.compile("iya(?!t)")


def graphemes(word: str) -> list[str]:
    """Split a Latin word into its letters, digraphs kept together."""
    return _GRAPHEMES.findall(word)


def cyrillic_letters(word: str, after: str = "") -> list[str]:
    """Cyrillic for each grapheme of a lower case Latin `word`; `after` is the Latin letter before it."""
    letters, previous, rest = [], after, word
    for grapheme in graphemes(word):
        rest = rest[len(grapheme) :]
        letters.append(_cyrillic(grapheme, previous, rest))
        previous = grapheme[-1]
    return letters


def _cyrillic(grapheme: str, previous: str, rest: str) -> str:
    if grapheme == "e":
        return "э" if not previous or previous in _BEFORE_E else "е"
    if grapheme == "ye" and previous and previous not in _VOWEL_ENDS | {TUTUQ, "y"}:
        return "ье"  # премьера, пьеса: the usual case in loan words
    if grapheme == "ts":
        return _ts(previous, rest)
    if grapheme == "s" and previous in _TSE_BEFORE_IYA and _IYA.match(rest):
        return "ц"
    return _SPECIAL.get(grapheme) or IOTATED.get(grapheme) or LATIN_TO_CYRILLIC.get(grapheme, grapheme)


def _ts(previous: str, rest: str) -> str:
    after_vowel = not previous or previous in _VOWEL_ENDS
    return "ц" if after_vowel and not is_s_ending("s" + rest) else "тс"


def latin_letters(word: str, after: str = "", tse: str = "") -> str:
    """Latin for a lower case Cyrillic `word`; `after` is the letter before it, `tse` forces ц's spelling."""
    return "".join(latin_for(word, index, after, tse) for index in range(len(word)))


def latin_for(word: str, index: int, after: str = "", tse: str = "") -> str:
    """Latin for the letter at `index` of a lower case Cyrillic word."""
    letter = word[index]
    previous = word[index - 1] if index else after
    following = word[index + 1 : index + 2]
    if letter == "е":
        return "ye" if not previous or previous in CYRILLIC_VOWELS or previous in "ъь" else "e"
    if letter == "ц":
        return tse or ("ts" if previous in CYRILLIC_VOWELS and previous else "s")
    if letter == "ъ":
        return _hard_sign(previous, following)
    if letter == "ь":
        return "y" if following and following in "ои" else ""
    if letter == "ҳ" and previous == "с":
        return TUTUQ + "h"  # Исҳоқ: without the sign it would read as sh
    return CYRILLIC_TO_LATIN.get(letter, letter)


def _hard_sign(previous: str, following: str) -> str:
    if previous == "ў":  # moʻjiza: not written after oʻ
        return ""
    parts_loan_word = following and following in "еёюя" and previous not in CYRILLIC_VOWELS
    return "" if parts_loan_word else TUTUQ
