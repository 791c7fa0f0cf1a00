"""Wagtail's API for its own screens tells of pictures and documents only to those who work with them."""

import pytest

from safeguarding.models import Shows
from tests.factories.accounts import signed_in, staff
from tests.factories.safeguarding import document, image

pytestmark = pytest.mark.django_db

API = "/admin/api/main/"


@pytest.mark.parametrize("kind", ["images", "documents"])
@pytest.mark.parametrize("role", ["volunteer_coordinator", "partner_manager", "donor_care", "finance"])
def test_whoever_does_not_work_with_the_library_is_told_of_nothing_in_it(role, kind):
    row = (image if kind == "images" else document)(Shows.CHILD, title="Aziza, File 12")
    client = signed_in(staff(role))
    assert client.get(f"{API}{kind}/").json()["items"] == []
    assert client.get(f"{API}{kind}/{row.pk}/").status_code == 404


@pytest.mark.parametrize("kind", ["images", "documents"])
@pytest.mark.parametrize("role", ["editor", "publisher", "safeguarding", "administrator"])
def test_whoever_works_with_it_is(role, kind):
    row = (image if kind == "images" else document)(Shows.CHILD, title="Aziza, File 12")
    client = signed_in(staff(role))
    assert "Aziza, File 12" in client.get(f"{API}{kind}/").content.decode()
    assert client.get(f"{API}{kind}/{row.pk}/").json()["title"] == "Aziza, File 12"
