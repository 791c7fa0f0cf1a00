"""Addresses from titles in any script."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from languages.slugs import slugify


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Oʻgʻil va qizlar", "ogil-va-qizlar"),
        ("Ўғил ва қизлар", "ogil-va-qizlar"),
        ("Öğil va qizlar", "ogil-va-qizlar"),
        ("Toshkent şahri", "toshkent-shahri"),
        ("Хоразм: Урганч ва Шовот", "xorazm-urganch-va-shovot"),
        ("Сентябрь ойи", "sentabr-oyi"),
        ("Maʼno — sanʼat…", "mano-sanat"),
        ("Детские деревни", "detskie-derevni"),
        ("Щедрые сердца", "shchedrye-serdtsa"),
        ("Café d'été 2026", "cafe-dete-2026"),
        ("!!!", ""),
    ],
)
def test_slug_of_a_title(title: str, slug: str) -> None:
    language = "ru" if title == "Детские деревни" else ""
    assert slugify(title, language) == slug


def test_the_language_decides_how_cyrillic_is_read() -> None:
    assert (slugify("Хива", "ru"), slugify("Хива", "uz-cyrl")) == ("khiva", "xiva")


def test_a_long_slug_is_cut_between_words() -> None:
    assert slugify("bir ikki uch toʻrt besh", longest=12) == "bir-ikki-uch"


def test_a_long_word_is_cut_where_it_must() -> None:
    assert slugify("a" * 100, longest=20) == "a" * 20


@given(st.text(max_size=60))
def test_slugs_are_clean(text: str) -> None:
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slugify(text))
