"""core.money: integers of minor units in, words people read out."""

from contextlib import suppress
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from core.money import EXPONENTS, CurrencyMismatch, Money, MoneyError, Problem, parse_money

amounts = st.builds(Money, st.integers(0, 10**13), st.sampled_from(sorted(EXPONENTS)))


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("100000", "UZS", 10_000_000),
        ("100 000", "UZS", 10_000_000),
        ("100\u00a0000", "UZS", 10_000_000),
        ("100\u202f000", "UZS", 10_000_000),
        ("100.000", "UZS", 10_000_000),
        ("100,000", "UZS", 10_000_000),
        ("1 234,50", "UZS", 123_450),
        ("1,234.50", "USD", 123_450),
        ("1.234.567,89", "EUR", 123_456_789),
        ("12.5", "USD", 1_250),
        ("12,5", "USD", 1_250),
        ("12.5000", "USD", 1_250),
        ("$25", "USD", 2_500),
        ("25 $", "USD", 2_500),
        ("25usd", "USD", 2_500),
        ("€ 25", "EUR", 2_500),
        ("50 000 soʻm", "UZS", 5_000_000),
        ("50000 so'm", "UZS", 5_000_000),
        ("50000 SO‘M", "UZS", 5_000_000),
        ("50 000 сўм", "UZS", 5_000_000),
        ("50 000 сум.", "UZS", 5_000_000),
        ("  007 ", "USD", 700),
        ("0", "USD", 0),
        ("1000", "JPY", 1_000),
        ("1.234", "KWD", 1_234),
    ],
)
def test_what_people_type_is_read(text, currency, minor):
    assert parse_money(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("text", "currency", "problem"),
    [
        ("", "UZS", Problem.EMPTY),
        (" \u00a0 ", "UZS", Problem.EMPTY),
        ("many", "UZS", Problem.NOT_A_NUMBER),
        ("1e5", "UZS", Problem.NOT_A_NUMBER),
        ("0x10", "UZS", Problem.NOT_A_NUMBER),
        ("NaN", "USD", Problem.NOT_A_NUMBER),
        ("Infinity", "USD", Problem.NOT_A_NUMBER),
        ("1_000", "USD", Problem.NOT_A_NUMBER),
        ("1 00 000", "UZS", Problem.NOT_A_NUMBER),
        ("1.2.3", "USD", Problem.NOT_A_NUMBER),
        ("5²", "USD", Problem.NOT_A_NUMBER),
        ("٣", "USD", Problem.NOT_A_NUMBER),
        ("10 USD 5", "USD", Problem.NOT_A_NUMBER),
        ("100; DROP TABLE", "UZS", Problem.NOT_A_NUMBER),
        ("<script>", "UZS", Problem.NOT_A_NUMBER),
        ("-5", "USD", Problem.NEGATIVE),
        ("−5", "USD", Problem.NEGATIVE),
        ("-$5", "USD", Problem.NEGATIVE),
        ("$-5", "USD", Problem.NEGATIVE),
        ("12.345,67", "JPY", Problem.TOO_PRECISE),
        ("1234.567", "USD", Problem.TOO_PRECISE),
        ("0.001", "USD", Problem.TOO_PRECISE),
        ("9" * 14, "UZS", Problem.TOO_LARGE),
        ("9" * 500, "UZS", Problem.TOO_LARGE),
        ("$25", "UZS", Problem.OTHER_CURRENCY),
        ("25 сум", "USD", Problem.OTHER_CURRENCY),
        ("25", "XXX", Problem.UNKNOWN_CURRENCY),
    ],
)
def test_what_is_no_amount_is_refused_with_its_reason(text, currency, problem):
    with pytest.raises(MoneyError) as caught:
        parse_money(text, currency)
    assert caught.value.problem is problem


@pytest.mark.parametrize(
    ("money", "language", "text"),
    [
        (Money(10_000_000, "UZS"), "uz", "100\u00a0000\u00a0soʻm"),
        (Money(10_000_000, "UZS"), "uz-cyrl", "100\u00a0000\u00a0сўм"),
        (Money(10_000_000, "UZS"), "ru", "100\u00a0000\u00a0сум"),
        (Money(10_000_000, "UZS"), "en", "UZS\u00a0100,000"),
        (Money(123_450, "UZS"), "ru", "1\u00a0234,50\u00a0сум"),
        (Money(2_500, "USD"), "en", "$25"),
        (Money(2_500, "USD"), "uz", "25\u00a0$"),
        (Money(1_205, "EUR"), "en", "€12.05"),
        (Money(-1_205, "EUR"), "ru", "−12,05\u00a0€"),
        (Money(5_000, "JPY"), "en", "¥5,000"),
    ],
)
def test_money_is_written_as_the_reader_does(money, language, text):
    assert money.format(language) == text


def test_text_of_money_follows_the_active_language():
    with override("ru"):
        assert str(Money(100_000, "UZS")) == "1\u00a0000\u00a0сум"


@given(amounts)
def test_plain_digits_read_back_to_the_same_money(money):
    assert parse_money(money.plain(), money.currency) == money


@given(amounts, st.sampled_from(["uz", "uz-cyrl", "ru", "en"]))
def test_what_we_write_in_any_language_reads_back_to_the_same_money(money, language):
    assert parse_money(money.format(language), money.currency) == money


@given(st.text(max_size=60), st.sampled_from(sorted(EXPONENTS)))
def test_any_text_is_an_amount_or_a_reasoned_refusal(text, currency):
    with suppress(MoneyError):
        assert parse_money(text, currency).minor >= 0


def test_two_currencies_never_add():
    with pytest.raises(CurrencyMismatch):
        Money(1, "USD") + Money(1, "UZS")


@pytest.mark.parametrize("minor", [1.0, True, "1", Decimal(1)])
def test_minor_units_are_whole_numbers_only(minor):
    with pytest.raises(TypeError):
        Money(minor, "USD")


def test_major_units_are_exact():
    assert Money(12_500_010, "UZS").major == Decimal("125000.10")


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(1, 3, 33), (0, 3, 0), (3, 3, 100), (4, 3, 133), (3, 0, 0)]
)
def test_a_share_is_whole_percent_rounded_down(part, whole, percent):
    assert Money(part, "USD").percent_of(Money(whole, "USD")) == percent
