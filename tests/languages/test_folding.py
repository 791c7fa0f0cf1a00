"""One search key for all scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from languages.folding import fold
from languages.transliterate import to_cyrillic
from tests.languages.gold import PAIRS
from tests.languages.test_transliterate import PLAIN_WORD


def test_both_scripts_of_every_example_have_one_key() -> None:
    different = [latin for latin, cyrillic in PAIRS if fold(latin) != fold(cyrillic)]
    assert different == []


@given(PLAIN_WORD)
def test_a_word_and_its_cyrillic_have_one_key(word: str) -> None:
    assert fold(to_cyrillic(word)) == fold(word)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Oʻzbekiston", "O'zbekiston", "O`zbekiston", "OZBEKISTON", "Ўзбекистон", "Özbekiston"),
        ("çoyxona", "choyxona", "чойхона"),
        ("şahar", "shahar", "ШАҲАР"),
        ("bağ", "bagʻ", "бағ"),
        ("Xorazm", "Horazm", "Хоразм", "Khorazm"),
        ("aksiya", "aktsiya", "акция"),
        ("sentabr", "sentyabr", "сентябрь"),
        ("kliyent", "klient", "клиент"),
        ("obyekt", "ob'ekt", "объект"),
        ("rejissyor", "rejissor", "режиссёр"),
    ],
)
def test_spellings_of_one_word_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("  Bir,   ikki-uch! ", "bir ikki uch"),
        ("Café Été", "cafe ete"),
        ("Щедрость, выше", "shedrost vishe"),
        ("+998 90", "998 90"),
        ("", ""),
    ],
)
def test_the_key_is_plain_words(text: str, key: str) -> None:
    assert fold(text) == key


@given(st.text(max_size=60) | st.text("tskhxyiaeoцйяеёьъ ", max_size=20))
def test_a_key_is_its_own_key_and_ascii(text: str) -> None:
    key = fold(text)
    assert key.isascii()
    assert fold(key) == key
