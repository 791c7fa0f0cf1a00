"""Endings of Uzbek words in Latin letters: enough to tell sirkning (of the circus) from sirka (vinegar)."""

import re
from collections.abc import Iterator

# An adjective is made once, so iy before aviy belongs to the word: moliyaviy comes from moliya, not from mol.
_NOUN = (
    "lar ning ni ga ka qa da dan dagi gacha kacha qacha day dek cha niki "  # number and case
    "m im ng ing i si yi miz imiz ngiz ingiz "  # possession
    "lik lig siz chi li dor dosh xona kor soz shunos parast boz bop simon gina kina zor namo goʻy furush "
    "iy(?!aviy) viy aviy gi ki roq mi dir man san sang sangiz miz siz sanlar ku di ydi kan mas"
)
_VERB = (  # only after la-, which makes a verb of a noun; else every tail would look like an ending
    "n sh t r y a b ib sa il di gan moq sh ish tir adi ydi moqda yapti yotgan digan ma may mas sin nadi"
)


def _any_of(endings: str) -> str:
    return f"(?:{'|'.join(sorted(set(endings.split()), key=len, reverse=True))})"


NOUN_ENDING = _any_of(_NOUN)
# No word has more; beyond it something is no word, and is spared the work, which grows with its square.
LONGEST_WORD = 100
_NOUNS, _VERBS = frozenset(re.sub(r"\(.*?\)", "", _NOUN).split()), frozenset(_VERB.split())
_LONGEST_ENDING = max(map(len, _NOUNS | _VERBS))
_AFTER_T = re.compile(r"s(?:angiz|ang|am|ak|an|a|in|izm?|imon|oz|evar)(?<!sizm)(?P<more>.*)")


def is_chain(tail: str) -> bool:
    """Whether `tail` (lower case Latin, may be empty) is nothing but endings: of nouns, after one la- of verbs.

    Many can be cut in several ways (da-gi, dagi), so places are noted instead of ways: a pattern would try each way.
    """
    if len(tail) > LONGEST_WORD:
        return False
    nouns = _reached(tail, {0}, _NOUNS)
    verbs = _reached(tail, {place + 2 for place in nouns if tail.startswith("la", place)}, _VERBS)
    return len(tail) in nouns or len(tail) in _reached(tail, verbs, _NOUNS)


def _reached(tail: str, places: set[int], endings: frozenset[str]) -> set[int]:
    """The places in `tail` that any number of `endings`, put to one of `places`, lead to; those themselves, too."""
    found, new = set(places), places
    while new:
        new = {end for place in new for end in _ends(tail, place, endings)} - found
        found |= new
    return found


def _ends(tail: str, place: int, endings: frozenset[str]) -> Iterator[int]:
    for end in range(place + 1, min(place + _LONGEST_ENDING, len(tail)) + 1):
        ending = tail[place:end]
        if ending in endings and not (ending == "iy" and tail.startswith("aviy", end)):
            yield end


def is_s_ending(tail: str) -> bool:
    """Whether `tail`, a word's letters from the s of a ts on, is an ending: ket-sa, shart-siz, ayt-sin."""
    match = _AFTER_T.fullmatch(tail)
    return match is not None and is_chain(match["more"])
