"""Words, their spellings and the slips between them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.words import TOKEN, distance, key_of, key_text, keys_of, slips, spellings

TEXT = st.text(alphabet="abоʻʼ'’ғўҳöşЁйё 19-½.ﬁ٣", max_size=30)


@given(TEXT)
@settings(deadline=None)
def test_a_text_has_a_key_for_each_of_its_words(text: str) -> None:
    assert len(key_text(text).split()) == len(TOKEN.findall(text))
    assert all(key.isascii() and key.isalnum() for key in keys_of(text))


@given(st.text("abc", max_size=7), st.text("abc", max_size=7))
@settings(deadline=None)
def test_distance_is_symmetric_and_zero_only_for_the_same(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) is (one == other)


@given(st.text("abcd", min_size=3, max_size=9), st.text("abcd", min_size=3, max_size=9))
@settings(deadline=None)
def test_words_one_slip_apart_share_a_piece(one: str, other: str) -> None:
    if distance(one, other) <= 1:
        assert slips(one) & slips(other)


@pytest.mark.parametrize(
    ("language", "word", "stem"),
    [
        ("uz", "bolalarning", "bola"),
        ("uz-cyrl", "оилаларга", "oila"),
        ("uz", "toshkentdan", "toshkent"),
        ("ru", "деревнями", "derevn"),
        ("ru", "дом", None),
        ("en", "families", "famil"),
        ("en", "sos", None),
    ],
)
def test_a_word_is_looked_for_by_its_stem_too(language: str, word: str, stem: str | None) -> None:
    assert spellings(key_of(word), language) == [key_of(word), *([stem] if stem else [])]
