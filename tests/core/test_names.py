"""Names that people write of themselves."""

import pytest
from django.core.exceptions import ValidationError

from core import names


@pytest.mark.parametrize(
    "typed",
    [
        "Shop at https://x.example",
        "http:x",
        "www.shop",
        "WWW.SHOP",
        "me@shop.example",
        "t.me/shop",
        "olx.uz/now",
        "[url]",
        "12345",
        "–",
    ],
)
def test_what_advertises_or_has_no_letter_is_no_name(typed):
    with pytest.raises(ValidationError):
        names.of_person(typed)


@pytest.mark.parametrize(
    "typed", ["Dr.Aziz Karimov", "Gʻulom oʻgʻli", "A/S Olx.uz", "Åsa", "Ҳилола", "M. S. Roy"]
)
def test_names_of_people_and_firms_are_names(typed):
    assert names.of_person(typed) == typed


def test_a_name_is_one_line():
    assert names.of_person(" Aziza\n\tKarimova ") == "Aziza Karimova"
