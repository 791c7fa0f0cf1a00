"""Dates, times and numbers as readers of each language write them."""

import datetime

import pytest
from django.utils import formats
from django.utils.translation import get_language_info, override

from languages.info import CONTENT_LANGUAGES, HTML_LANG, OG_LOCALE

MOMENT = datetime.datetime(2026, 11, 3, 14, 5)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("uz", "2026-\u2060yil 3-\u2060noyabr"),
        ("uz-cyrl", "2026\xa0йил 3\xa0ноябрь"),
        ("ru", "3\xa0ноября 2026\xa0г."),
        ("en", "3\xa0November 2026"),
    ],
)
def test_a_date_in_words_breaks_only_before_or_after_its_year(language: str, expected: str) -> None:
    with override(language):
        assert formats.date_format(MOMENT, "DATE_FORMAT") == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("uz", ["2026-\u2060yil noyabr", "3-\u2060noyabr", "03.11.2026"]),
        ("uz-cyrl", ["2026\xa0йил ноябрь", "3\xa0ноябрь", "03.11.2026"]),
        ("ru", ["Ноябрь 2026\xa0г.", "3\xa0ноября", "03.11.2026"]),
        ("en", ["November 2026", "3\xa0November", "3\xa0Nov 2026"]),
    ],
)
def test_shorter_dates(language: str, expected: list[str]) -> None:
    with override(language):
        names = ("YEAR_MONTH_FORMAT", "MONTH_DAY_FORMAT", "SHORT_DATE_FORMAT")
        assert [formats.date_format(MOMENT, name) for name in names] == expected


@pytest.mark.parametrize("language", [code for code, _name in CONTENT_LANGUAGES])
def test_the_clock_has_24_hours(language: str) -> None:
    with override(language):
        assert formats.date_format(MOMENT, "TIME_FORMAT") == "14:05"


@pytest.mark.parametrize("language", [code for code, _name in CONTENT_LANGUAGES])
def test_the_week_begins_on_monday(language: str) -> None:
    with override(language):
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru"])
def test_thousands_are_parted_by_a_no_break_space(language: str) -> None:
    with override(language):
        assert formats.number_format(1234567.5, 2) == "1\xa0234\xa0567,50"


def test_english_numbers_have_commas_and_a_point() -> None:
    with override("en"):
        assert formats.number_format(1234567.5, 2) == "1,234,567.50"


@pytest.mark.parametrize("language", [code for code, _name in CONTENT_LANGUAGES])
@pytest.mark.parametrize("typed", ["03.11.2026", "2026-11-03", "03/11/2026"])
def test_a_typed_date_is_read_with_the_day_first(language: str, typed: str) -> None:
    with override(language):
        read = [_parse(typed, form) for form in formats.get_format("DATE_INPUT_FORMATS")]
        assert next(filter(None, read)) == MOMENT.date()


def _parse(text: str, form: str) -> datetime.date | None:
    try:
        return datetime.datetime.strptime(text, form).date()
    except ValueError:
        return None


def test_django_knows_the_cyrillic_language() -> None:
    assert get_language_info("uz-cyrl")["name_local"] == "Ўзбекча"


def test_every_language_has_its_tags() -> None:
    codes = [code for code, _name in CONTENT_LANGUAGES]
    assert [HTML_LANG[code] for code in codes] == ["uz", "uz-Cyrl", "ru", "en"]
    assert [OG_LOCALE[code] for code in codes] == ["uz_UZ", "uz_UZ", "ru_RU", "en_GB"]
