"""How good the scripts are, in numbers: the figures of docs/languages.md, and the way there and back."""

import re

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from languages.additions import Additions
from languages.apostrophes import normalise
from languages.doubts import ambiguous, ambiguous_cyrillic
from languages.lexicon import find_latin
from languages.new_latin import from_new_latin, to_new_latin
from languages.transliterate import to_cyrillic, to_latin, to_latin_html
from tests.languages.gold import PAIRS, SENTENCES, UNSEEN, WORDS

WANTED = 0.99
WORD = re.compile(r"[^\W\d_][\w'’ʻʼ-]*")
LATIN = [latin for latin, _cyrillic in PAIRS]


def rate(pairs: list[tuple[str, str]]) -> tuple[float, str]:
    """The part of words that are right, and the sentence for whom it concerns."""
    words = [
        (got, want)
        for text, expected in pairs
        for got, want in zip(WORD.findall(text), WORD.findall(expected), strict=False)
    ]
    wrong = [pair for pair in words if pair[0] != pair[1]]
    share = 1 - len(wrong) / len(words)
    return share, f"{share:.2%} of {len(words)} words right; wrong: {wrong[:20]}"


def test_the_examples_are_as_many_as_promised() -> None:
    assert len(WORDS) >= 300
    assert len(SENTENCES) >= 60


def test_words_become_cyrillic_rightly() -> None:
    share, report = rate([(to_cyrillic(latin), cyrillic) for latin, cyrillic in PAIRS])
    assert share >= WANTED, report


def test_words_become_latin_rightly() -> None:
    share, report = rate([(to_latin(cyrillic), latin) for latin, cyrillic in PAIRS])
    assert share >= WANTED, report


def test_sentences_unseen_by_the_lists_become_cyrillic_rightly() -> None:
    share, report = rate([(to_cyrillic(latin), cyrillic) for latin, cyrillic in UNSEEN])
    assert share >= WANTED, report


def test_sentences_unseen_by_the_lists_become_latin_rightly() -> None:
    share, report = rate([(to_latin(cyrillic), latin) for latin, cyrillic in UNSEEN])
    assert share >= WANTED, report


def test_every_example_returns_from_cyrillic() -> None:
    share, report = rate([(to_latin(to_cyrillic(latin)), latin) for latin in LATIN])
    assert share == 1, report


GRAPHEMES = [
    *"abdefghijklmnopqrstuvxyz",
    "oʻ",
    "gʻ",
    "sh",
    "ch",
    "ʼ",
    "ya",
    "yo",
    "yu",
    "ye",
    "yoʻ",
    "ts",
    "sʼh",
]
ANY_WORD = st.lists(st.sampled_from(GRAPHEMES), min_size=1, max_size=14).map("".join)


# The first word reads the word lists, which takes longer than hypothesis likes.
UNHURRIED = settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)


@UNHURRIED
@given(ANY_WORD)
def test_every_unambiguous_word_returns_from_cyrillic(word: str) -> None:
    assume(normalise(word) == word and not ambiguous(word))
    # A known variant (byudjet) returns in its standard spelling (budjet), as the word lists say.
    assert to_latin(to_cyrillic(word)) == word or find_latin(word)


@UNHURRIED
@given(ANY_WORD)
def test_any_word_returns_from_the_alphabet_of_2026(word: str) -> None:
    assume(normalise(word) == word)
    assert from_new_latin(to_new_latin(word)) == word


@pytest.mark.parametrize("latin", LATIN)
def test_prose_returns_from_the_alphabet_of_2026(latin: str) -> None:
    assert from_new_latin(to_new_latin(latin)) == latin


def test_the_alphabet_of_2026_has_a_letter_for_each_digraph() -> None:
    assert to_new_latin("Oʻzbekiston togʻi, SHAHAR, Choʻl, Isʼhoq") == "Özbekiston toği, ŞAHAR, Çöl, Ishoq"


def test_the_alphabet_of_2026_leaves_addresses_and_names_alone() -> None:
    assert to_new_latin("www.shahar.uz, SOS Children's Villages") == "www.shahar.uz, SOS Children's Villages"


KAFE = Additions(names=("Bahor Fest",), words={"kafe": "каффе", "otel": "отель"})


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [("kafe", "каффе"), ("Kafeda", "Каффеда"), ("KAFE", "КАФФЕ"), ("otelda", "отелда"), ("kafel", "кафель")],
)
def test_added_words_come_first_with_their_endings_and_case(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin, additions=KAFE) == cyrillic


def test_added_words_come_back_into_latin() -> None:
    assert to_latin("Каффеда, отель, отелда", additions=KAFE) == "Kafeda, otel, otelda"


def test_added_names_stay_with_their_endings() -> None:
    assert to_cyrillic("Bahor Festda boʻlamiz", additions=KAFE) == "Bahor Festда бўламиз"


def test_added_words_are_doubtful_no_more() -> None:
    known = Additions(words={"katsura": "катсура"})
    assert ambiguous("katsura")
    assert not ambiguous("katsura", known)


def test_a_cyrillic_word_that_latin_cannot_give_back_is_doubtful() -> None:
    assert [doubt.word for doubt in ambiguous_cyrillic("болага щётка олдик")] == ["щётка"]


def test_tags_and_links_stay_on_the_way_to_latin() -> None:
    markup = '<a id="a1">Болалар</a> <b>уйи</b>: <a href="mailto:info@sos.uz">info@sos.uz</a>'
    assert to_latin_html(markup) == (
        '<a id="a1">Bolalar</a> <b>uyi</b>: <a href="mailto:info@sos.uz">info@sos.uz</a>'
    )
