"""Endings of Uzbek words in Latin letters: enough to tell sirkning (of the circus) from sirka (vinegar)."""

import re

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
_CHAIN = re.compile(rf"{NOUN_ENDING}*(?:la{_any_of(_VERB)}*{NOUN_ENDING}*)?")
_AFTER_T = re.compile(r"s(?:angiz|ang|am|ak|an|a|in|izm?|imon|oz|evar)(?<!sizm)(?P<more>.*)")


def is_chain(tail: str) -> bool:
    """Whether `tail` (lower case Latin, may be empty) is nothing but endings."""
    return _CHAIN.fullmatch(tail) is not None


def is_s_ending(tail: str) -> bool:
    """Whether `tail`, a word's letters from the s of a ts on, is an ending: ket-sa, shart-siz, ayt-sin."""
    match = _AFTER_T.fullmatch(tail)
    return match is not None and is_chain(match["more"])
