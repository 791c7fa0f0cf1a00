"""Amounts as staff write them."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from core.money_fields import CURRENCIES, AmountFormField
from programmes.models import Village


@pytest.mark.parametrize(
    ("typed", "minor"), [("75 000", 7_500_000), ("12,50", 1_250), ("1 234 567 soʻm", 123_456_700), ("", None)]
)
def test_people_write_whole_units_and_rows_keep_their_parts(typed, minor):
    assert AmountFormField(required=False).clean(typed) == minor


@pytest.mark.parametrize("typed", ["much", "-5", "1,234,5", "0,005", "25 $"])
def test_what_is_no_amount_is_refused_in_words(typed):
    with override("en"), pytest.raises(ValidationError, match=r"[a-z]{3}"):
        AmountFormField().clean(typed)


def test_the_form_shows_what_people_would_write():
    assert AmountFormField().prepare_value(8_800_000_000) == "88000000"


def test_a_slip_stays_as_it_was_typed():
    assert AmountFormField().prepare_value("eighty") == "eighty"


def test_other_spacing_is_no_change():
    assert not AmountFormField().has_changed(7_500_000, "75 000")
    assert AmountFormField().has_changed(7_500_000, "75 001")
    assert AmountFormField().has_changed(7_500_000, "seven")


def test_the_back_offices_form_of_a_village_asks_in_som():
    assert isinstance(Village._meta.get_field("monthly_need").formfield(), AmountFormField)


def test_currencies_of_other_parts_are_not_offered():
    codes = [code for code, _label in CURRENCIES]
    assert "UZS" in codes
    assert not {"JPY", "KWD"} & set(codes)
