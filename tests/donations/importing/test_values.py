"""What people write into cells, and what it means."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.money import Money
from donations.importing import values
from donations.importing.columns import guess
from donations.importing.tables import Table, filled
from donations.importing.values import Bad
from donations.models import ImportKind

TABLE = Table([], iter(()))


def bad(read, *cell) -> str:
    with pytest.raises(Bad) as error:
        read(*cell)
    return error.value.code


@pytest.mark.parametrize(
    "cell",
    [
        "31.12.2025", "31/12/2025", "31-12-2025", "2025-12-31", "31.12.25", "31.12.2025 14:05:00", "31.12.2025 г.",
        "2025-12-31T00:00:00", "2025-12-31 00:00:00.000", "46022", Decimal(46022), Decimal("46022.5"),
        date(2025, 12, 31), " 31.12.2025 ",
    ],
)  # fmt: skip
def test_days_are_read_however_they_are_written(cell):
    assert values.day(cell, TABLE) == date(2025, 12, 31)


@pytest.mark.parametrize(
    "cell", ["31.02.2025", "12/31/2025", "вчера", "2025", "", "99999", Decimal(-1), Decimal(10**9), True]
)
def test_what_is_no_day_is_said(cell):
    assert bad(values.day, cell, TABLE) in ("not_a_day", "in_future")


def test_days_that_cannot_be_are_refused():
    assert bad(values.day, timezone.localdate() + timedelta(days=1), TABLE) == "in_future"
    assert bad(values.day, date(1989, 12, 31), TABLE) == "too_early"
    assert values.day(timezone.localdate(), TABLE) == timezone.localdate()


@pytest.mark.parametrize(
    ("cell", "minor"),
    [
        ("1 250 000,50", 125_000_050), ("1\u00a0250\u202f000,50", 125_000_050), ("1250000.5", 125_000_050),
        ("1,250,000.50", 125_000_050), ("100 000 сум", 10_000_000), ("50000 soʻm", 5_000_000),
        (Decimal("1250000.5"), 125_000_050), (Decimal("1E+6"), 100_000_000), ("5", 500),
    ],
)  # fmt: skip
def test_amounts_are_read_however_they_are_written(cell, minor):
    assert values.amount(cell, "UZS") == Money(minor, "UZS")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("0", "not_positive"), (Decimal(0), "not_positive"), ("-5", "not_positive"), (Decimal(-5), "not_positive"),
        ("много", "not_an_amount"), ("12.345,678", "too_precise"), ("1,2345", "too_precise"),
        (Decimal("1.005"), "too_precise"), (Decimal("1E+17"), "too_large"), ("9" * 30, "too_large"),
        ("$5", "other_currency"), (date(2025, 1, 1), "not_an_amount"), (True, "not_an_amount"),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_said(cell, code):
    assert bad(values.amount, cell, "UZS") == code


def test_yes_and_no_in_any_language():
    assert all(values.yes(cell) for cell in ("да", "Ha", "ҳа", "+", "x", "1", Decimal(1), True))
    assert not any(values.yes(cell) for cell in ("нет", "Йўқ", "yo'q", "-", "0", Decimal(0), False))


@pytest.mark.parametrize(("cell", "code"), [("ежемесячно", "month"), ("Har oy", "month"), ("ҳар ой", "month"),
    ("Every month", "month"), ("раз в год", "year"), ("yillik", "year"), ("йиллик", "year")])  # fmt: skip
def test_how_often_in_any_language(cell, code):
    assert values.frequency(cell) == code


@pytest.mark.parametrize(("cell", "code"), [("ru", "ru"), ("Русский", "ru"), ("oʻzbekcha", "uz"), ("узбекский", "uz"),
    ("uz-cyrl", "uz-cyrl"), ("EN", "en"), ("inglizcha", "en")])  # fmt: skip
def test_languages_by_code_and_name(cell, code):
    assert values.language(cell) == code


@pytest.mark.parametrize(
    ("cell", "code"), [("usd", "USD"), ("сўм", "UZS"), ("so'm", "UZS"), ("€", "EUR"), ("руб.", "RUB")]
)
def test_currencies_by_code_name_and_sign(cell, code):
    assert values.currency(cell) == code


@pytest.mark.parametrize(
    ("read", "cell", "code"),
    [
        (values.email, "nowhere", "not_an_address"), (values.email, "a@b", "not_an_address"),
        (values.email, "a@b.uz; c@d.uz", "not_an_address"), (values.name, "12", "not_a_name"),
        (values.name, "x" * 101, "too_long"), (values.name, "A\u0007b", "strange_letters"),
        (values.number, "x" * 41, "too_long"), (values.yes, "maybe", "not_yes_or_no"),
        (values.frequency, "weekly", "not_a_frequency"), (values.language, "de", "not_a_language"),
        (values.currency, "XYZ", "unknown_currency"), (values.country, "Uzbekistan", "not_a_country"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_has_a_code(read, cell, code):
    assert bad(read, cell) == code


def test_addresses_are_folded_and_numbers_are_written_one_way():
    assert values.email(" Aziza@Donors.EXAMPLE ") == "aziza@donors.example"
    assert values.number(Decimal(17)) == "17"
    assert values.number(" a-17 ") == "A-17"


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff", "\u200e", "\u00ad", "\u202c"])
def test_what_nobody_sees_makes_no_other_donor_day_or_amount(unseen):
    """Signs without a shape come along from web pages, chats and file managers."""
    cells = [
        f"{unseen}{cell}{unseen}"
        for cell in ("a@donors.example", "Aziza", "D-17", "31.12.2025", "1 000", "ha")
    ]
    row = filled(1, cells)
    assert row is not None
    assert row.cells == ["a@donors.example", "Aziza", "D-17", "31.12.2025", "1 000", "ha"]


def test_a_country_is_one_that_there_is():
    assert values.country("gb") == "GB"
    assert bad(values.country, "UK") == "not_a_country"
    assert bad(values.country, "XX") == "not_a_country"


CELLS = st.one_of(
    st.text(max_size=60), st.decimals(allow_nan=False, allow_infinity=False), st.dates(), st.booleans()
)


@given(CELLS)
def test_every_cell_means_something_or_is_refused_in_our_words(cell):
    for read in (values.email, values.name, values.number, values.yes, values.frequency, values.language,
                 values.currency, values.country, lambda one: values.day(one, TABLE),
                 lambda one: values.amount(one, "UZS"), lambda one: values.amount(one, "JPY")):  # fmt: skip
        with suppress(Bad):
            read(cell)


@given(st.integers(1, 10**12), st.sampled_from([" ", "\u00a0", ""]))
def test_no_tiyin_is_lost_on_the_way(minor, space):
    whole, rest = divmod(minor, 100)
    text = f"{whole:,}".replace(",", space) + f",{rest:02d}"
    assert (
        values.amount(text, "UZS") == values.amount(Decimal(minor).scaleb(-2), "UZS") == Money(minor, "UZS")
    )


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        ("Дата платежа|ФИО|E-mail|Сумма, сум|Валюта|Назначение|Анонимно|Номер документа",
         "day name email amount currency purpose anonymous key"),
        ("Sana|Xayriyachi|Elektron pochta|Summa|Valyuta|Maqsad|№", "day name email amount currency purpose -"),
        ("Сана|Хайриячи|Хайриячи рақами|Маблағ|Мақсад|Тил", "day name number amount purpose language"),
        ("Date|Donor name|Email|Amount|Currency|Language|Donor ID|Receipt no",
         "day name email amount currency language number key"),
        ("Контрагент|Код контрагента|Дата|Сумма документа", "name number day amount"),
        ("Something|else|", "- - -"),
    ],
)  # fmt: skip
def test_headings_that_people_use_are_understood(headings, found):
    wanted = {field: place for place, field in enumerate(found.split()) if field != "-"}
    assert guess(ImportKind.GIFTS, headings.split("|")) == wanted


@pytest.mark.parametrize(
    "heading", ["№", "№ п/п", "T/r", "No", "N", "Номер", "Raqam", "Tartib raqami", "Порядковый номер"]
)
def test_the_number_of_a_row_is_not_taken_for_that_of_a_gift(heading):
    assert "key" not in guess(ImportKind.GIFTS, [heading, "Sana", "Summa"])


@pytest.mark.parametrize(
    "heading",
    [
        "№ документа", "Номер платежа", "Чек №", "Номер квитанции", "Код транзакции", "Идентификатор платежа",
        "Hujjat raqami", "Kvitansiya raqami", "Ehson kodi", "Receipt No", "Gift ID", "Payment code", "Transaction ID",
    ],
)  # fmt: skip
def test_the_number_of_a_paper_or_a_gift_is_its_key(heading):
    assert guess(ImportKind.GIFTS, [heading, "Sana", "Summa"])["key"] == 0
