"""Lists of donors: new ones are added, empty fields are filled, nothing is overwritten."""

import pytest

from donations.models import Donor, ImportKind
from tests.donations.importing.bringing import bring, check, codes, imported, said, table

pytestmark = pytest.mark.django_db
HEADINGS = ("Email", "Donor ID", "Name", "Language", "Country")


def donors(*rows):
    return table(*rows, headings=HEADINGS)


def take(*rows):
    return imported(donors(*rows), ImportKind.DONORS)


def test_donors_are_added_with_what_the_list_says():
    row = take(("A@B.uz", "7", "  Anvar   Karimov ", "русский", "uz"))
    assert row.counts == {"added": 1}
    donor = Donor.objects.get()
    assert (donor.email, donor.number, donor.name) == ("a@b.uz", "7", "Anvar Karimov")
    assert (donor.language, donor.country, donor.user) == ("ru", "UZ", None)


def test_empty_fields_are_filled_and_nothing_else():
    take(("a@b.uz", "", "Anvar", "", ""))
    row = take(("a@b.uz", "7", "Anvar Karimov", "", "UZ"))
    assert row.counts == {"changed": 1}
    assert codes(row) == [(2, "name", "differs")]
    assert "Anvar" in said(row)[0][2]
    donor = Donor.objects.get()
    assert (donor.name, donor.number, donor.country) == ("Anvar", "7", "UZ")


def test_what_is_here_already_is_skipped():
    rows = [("a@b.uz", "7", "Anvar", "en", "UZ"), ("", "8", "Lola", "", "")]
    take(*rows)
    row = take(*rows)
    assert (row.counts, codes(row)) == ({"known": 2}, [])


def test_a_number_that_gets_an_address_stays_one_donor():
    take(("", "7", "Anvar", "", ""))
    assert take(("a@b.uz", "7", "Anvar", "", "")).counts == {"changed": 1}
    assert Donor.objects.get().email == "a@b.uz"


def test_a_number_and_an_address_of_two_donors_are_refused():
    take(("a@b.uz", "7", "Anvar", "", ""), ("l@b.uz", "8", "Lola", "", ""))
    row = take(("a@b.uz", "8", "Anvar", "", ""))
    assert (row.counts, codes(row)) == ({"refused": 1}, [(2, "number", "two_donors")])


def test_a_new_donor_needs_a_name():
    row = check(bring(donors(("a@b.uz", "", "", "", "")), ImportKind.DONORS))
    assert codes(row) == [(2, "name", "name_of_new_donor")]


def test_a_donor_twice_in_a_list_is_one():
    row = take(("a@b.uz", "", "Anvar", "", ""), ("A@B.UZ", "7", "Anvar", "", ""), ("", "7", "Anvar", "", ""))
    assert row.counts == {"added": 1, "changed": 1, "known": 1}
    assert Donor.objects.count() == 1
