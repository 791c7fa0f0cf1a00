"""Whatever mark is typed becomes the letter that belongs there."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from languages.apostrophes import normalise
from tests.languages.gold import PAIRS

MARKS = "'‘’`´′ʹʽʾˈ‛＇ʻʼ"


@pytest.mark.parametrize("mark", MARKS)
def test_after_o_and_g_every_mark_is_the_turned_comma(mark: str) -> None:
    assert normalise(f"o{mark}g{mark}il O{mark}zbek tog{mark}") == "oʻgʻil Oʻzbek togʻ"


@pytest.mark.parametrize("mark", MARKS)
def test_between_other_letters_every_mark_is_the_tutuq_belgisi(mark: str) -> None:
    assert normalise(f"ma{mark}no san{mark}at") == "maʼno sanʼat"


@pytest.mark.parametrize(
    "text",
    [
        "'kino'",
        "‘bino’ soʻzi",
        "\"bola\" va 'ona'",
        "5' uzunlik",
        "https://x.uz/o'zbek'cha",
        "SOS Children's Villages",
        "<a title='o'>",
        "Don't",
    ],
)
def test_quotation_marks_addresses_and_names_keep_theirs(text: str) -> None:
    assert normalise(text, "en" if text == "Don't" else "uz") == text


def test_quoted_words_keep_their_letters() -> None:
    assert normalise("'tog' yo'li' degan joy") == "'togʻ yoʻli' degan joy"


def test_the_tutuq_belgisi_ends_the_words_that_end_in_it() -> None:
    assert normalise("she'riy tab' va naf'") == "sheʼriy tabʼ va nafʼ"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_other_languages_are_left_alone(language: str) -> None:
    assert normalise("We don't go, o'clock", language) == "We don't go, o'clock"


def test_correct_text_is_left_alone() -> None:
    assert [latin for latin, _cyrillic in PAIRS if normalise(latin) != latin] == []


@example("G‘`G`")
@given(st.text(alphabet="oOgGab x.,-" + MARKS, max_size=40))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_a_long_text_full_of_quotations_takes_no_minutes() -> None:
    text = "'kino' bog'cha " * 10_000
    begin = time.process_time()
    assert normalise(text).count("'kino' bogʻcha") == 10_000
    assert time.process_time() - begin < 5  # it takes a fifth of one; it was most of a minute
