"""A child's browser may keep no cookies: what it writes arrives all the same."""

import pytest
from django.test import Client

from safeguarding.models import Concern
from tests.factories.concerns import filled

pytestmark = pytest.mark.django_db
PAGE = "/en/concern/report/"


def post(**headers: str) -> int:
    return Client(enforce_csrf_checks=True).post(PAGE, filled(), headers=headers).status_code


@pytest.mark.parametrize(
    "headers",
    [{}, {"sec-fetch-site": "same-origin", "origin": "http://testserver"}, {"sec-fetch-site": "none"}],
)
def test_a_report_from_a_browser_that_keeps_no_cookies_arrives(headers: dict[str, str]) -> None:
    assert post(**headers) == 200
    assert Concern.objects.count() == 1


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_report_through_its_visitors(site: str) -> None:
    assert post(**{"sec-fetch-site": site}) == 403
    assert not Concern.objects.exists()


def test_the_form_leaves_no_cookie_in_the_browser() -> None:
    client = Client()
    client.get(PAGE)
    client.post(PAGE, filled())
    assert not client.cookies


def test_the_code_is_shown_in_another_language_without_cookies() -> None:
    sent = filled()
    visitor = Client(enforce_csrf_checks=True)
    visitor.post(PAGE, sent)
    assert visitor.post("/uz/concern/report/", {"again": sent["started"]}).status_code == 200
