"""What an editor is asked about."""

import pytest

from languages.transliterate import Doubt, ambiguous
from tests.languages.gold import PAIRS


def test_ordinary_prose_raises_no_doubt() -> None:
    assert ambiguous(" ".join(latin for latin, _cyrillic in PAIRS)) == []


def test_a_word_with_two_meanings_shows_both_spellings() -> None:
    assert ambiguous("Mol goʻshti") == [Doubt("Mol", ("мол", "моль"), "two words")]


def test_our_choice_for_a_word_with_endings_comes_first() -> None:
    assert ambiguous("yodlangan tuz")[0].options[0] == "ёд"


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("Snowdon", "foreign letters"),
        ("Wroclaw", "foreign letters"),
        ("katsura", "guess"),
        ("maksiya", "guess"),
        ("bremyer", "guess"),
        ("SHahar", "no way back"),
    ],
)
def test_doubt_says_why(word: str, reason: str) -> None:
    assert [doubt.reason for doubt in ambiguous(word)] == [reason]


def test_a_longer_word_that_begins_alike_raises_no_doubt() -> None:
    assert ambiguous("moliya, moliyaviy yordam") == []


def test_each_word_is_asked_about_once() -> None:
    assert len(ambiguous("mol, mol va yana mol")) == 1


def test_protected_names_raise_no_doubt() -> None:
    assert ambiguous("SOS Children's Villages, Click, www.facebook.com") == []
