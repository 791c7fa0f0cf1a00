"""The link in every mail of a sponsorship."""

import re

import pytest
from django.test import Client

from core.models import OutboxMessage
from donations.links import cancel_url, thanks_url
from donations.models import Sponsorship, SponsorshipState
from donations.services import payments
from tests.factories.donations import begun, settle, sponsoring

pytestmark = pytest.mark.django_db


@pytest.fixture
def sponsorship() -> Sponsorship:
    return sponsoring()


@pytest.fixture
def path(sponsorship) -> str:
    return re.sub(r"^https?://[^/]+", "", cancel_url(sponsorship))


def test_the_mail_has_the_link_in_text_and_html(sponsorship):
    mail = OutboxMessage.objects.get()
    assert cancel_url(sponsorship) in mail.text
    assert cancel_url(sponsorship) in mail.html


def test_opening_the_link_asks_and_changes_nothing(client, sponsorship, path):
    assert b"Cancel the regular gift?" in client.get(path).content
    client.head(path)
    sponsorship.refresh_from_db()
    assert sponsorship.state == SponsorshipState.ACTIVE


def test_the_button_cancels_without_a_password(client, sponsorship, path):
    assert b"The regular gift is cancelled" in client.post(path, follow=True).content
    sponsorship.refresh_from_db()
    assert sponsorship.state == SponsorshipState.CANCELLED


def test_the_button_works_with_the_tokens_that_a_browser_has(path):
    browser = Client(enforce_csrf_checks=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get(path).content.decode())[1]
    assert browser.post(path, {"csrfmiddlewaretoken": token}).status_code == 302


def test_other_sites_cannot_press_it(path):
    assert Client(enforce_csrf_checks=True).post(path).status_code == 403


def test_pressing_it_again_says_the_same(client, path):
    client.post(path)
    assert client.post(path, follow=True).status_code == 200
    assert OutboxMessage.objects.filter(key__startswith="cancelled").count() == 1


def test_a_changed_link_opens_nothing(client, path):
    assert client.get(path[:-2] + "x/").status_code == 404


def test_another_signature_of_ours_does_not_cancel(client):
    payment = begun(designation="tashkent", frequency="month")
    payments.apply(settle(payment, charge_token="tok_1"))
    other = thanks_url(payment.donation).split("/thanks/")[1]
    assert client.post(f"/en/sponsorship/cancel/{other}").status_code == 404


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_the_link_speaks_the_sponsors_language(client, language):
    url = cancel_url(sponsoring(language=language))
    assert f"/{language}/sponsorship/cancel/" in url
    assert client.get(re.sub(r"^https?://[^/]+", "", url)).status_code == 200


def test_the_page_tells_nobody_where_its_reader_came_from(client, path):
    headers = client.get(path).headers
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Robots-Tag"] == "noindex"
