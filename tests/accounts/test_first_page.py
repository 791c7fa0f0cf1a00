"""The first page of the back office, role by role: what waits, or that nothing does; never a page without a word."""

import pytest

from accounts.roles import ROLES
from tests.factories.accounts import signed_in, staff
from tests.factories.cash import counted
from tests.factories.concerns import ConcernFactory
from tests.factories.partners import PartnerInterestFactory
from tests.factories.volunteers import VolunteerInterestFactory

pytestmark = pytest.mark.django_db
PANEL = "w-panel--dashboard"


def first_page(role: str) -> str:
    return signed_in(staff(role)).get("/admin/").content.decode()


@pytest.mark.parametrize("role", [role.slug for role in ROLES])
def test_nobody_finds_an_empty_page(role):
    assert PANEL in first_page(role)


@pytest.mark.parametrize(
    ("role", "make"),
    [("volunteer_coordinator", VolunteerInterestFactory), ("partner_manager", PartnerInterestFactory)],
)
def test_who_has_registered_stands_there_until_taken_up(role, make):
    assert "Nothing waits" in first_page(role)
    new = make()
    page = first_page(role)
    assert new.title in page
    assert "Nothing waits" not in page


def test_a_concern_stands_there_by_its_number_until_it_is_opened():
    one = ConcernFactory(name="Karim", text="Somebody shouts at Karim.")
    page = first_page("safeguarding")
    assert f"/admin/concerns/{one.pk}/" in page
    assert "Karim" not in page


@pytest.mark.parametrize("role", [role.slug for role in ROLES if role.slug != "safeguarding"])
def test_a_concern_stands_on_nobody_elses_page(role):
    one = ConcernFactory()
    assert one.reference not in first_page(role)


def test_a_count_that_waits_for_the_second_counter_stands_there():
    count = counted(staff("donor_care"))
    assert str(count.box) in first_page("donor_care")
