"""The dialogue that pages choose consents in: for those who may read consents, and for nobody else on the staff."""

import pytest
from django.http import HttpResponse
from django.urls import reverse

from accounts.roles import ROLES
from safeguarding.models import Consent
from tests.factories.accounts import signed_in, staff
from tests.factories.safeguarding import consent

pytestmark = pytest.mark.django_db

READERS = {"editor", "publisher", "safeguarding", "administrator"}
OTHERS = {role.slug for role in ROLES} - READERS
VIEWS = ["choose", "choose_results", "chosen", "chosen_multiple"]


def opened(role: str, view: str, given: Consent) -> HttpResponse:
    """What somebody in `role` is answered who looks for `given`, or chooses it."""
    address = reverse(f"consent_chooser:{view}", args=[given.pk] if view == "chosen" else [])
    query = {"id": given.pk} if view == "chosen_multiple" else {}
    return signed_in(staff(role)).get(address, query)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("role", sorted(READERS))
def test_who_writes_pages_or_keeps_consents_chooses_one(role, view):
    given = consent()
    answer = opened(role, view, given)
    assert answer.status_code == 200
    assert given.reference in answer.content.decode()


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("role", sorted(OTHERS))
def test_other_offices_are_told_of_no_consent(role, view):
    answer = opened(role, view, consent())
    assert answer.status_code == 302  # Wagtail's way of saying no
    assert answer.headers["Location"] == reverse("wagtailadmin_home")


@pytest.mark.parametrize("role", sorted(OTHERS))
def test_a_dialogue_that_asks_for_it_is_refused(role):
    client = signed_in(staff(role))
    address = reverse("consent_chooser:choose_results")
    answer = client.get(address, {"q": "File"}, headers={"x-requested-with": "XMLHttpRequest"})
    assert answer.status_code == 403
