"""Giving in the back office: found, looked at, never changed."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from donations.gateways.instructions import Ending
from donations.models import ProviderEvent
from donations.services import payments
from tests.factories.accounts import signed_in, staff
from tests.factories.donations import begun, paid, release, settle, som, sponsoring

pytestmark = pytest.mark.django_db
GIFTS, SPONSORSHIPS, MESSAGES = (
    "/admin/giving/donations/",
    "/admin/giving/sponsorships/",
    "/admin/giving/messages/",
)


@pytest.fixture
def finance() -> Client:
    return signed_in(staff("finance"))


def listed(client: Client, url: str, **query: str) -> str:
    response = client.get(url, query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("url", [GIFTS, SPONSORSHIPS, MESSAGES])
@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("finance", True),
        ("donor_care", True),
        ("administrator", True),
        ("editor", False),
        ("volunteer_coordinator", False),
    ],
)
def test_only_those_who_look_after_gifts_see_them(url, role, may):
    assert (signed_in(staff(role)).get(url).status_code == 200) is may


@pytest.mark.parametrize(
    "words",
    [lambda d: d.reference, lambda d: d.reference[2:6].lower(), lambda d: "karimova", lambda d: "aziza@"],
)
def test_a_gift_is_found_by_reference_name_and_address(finance, words):
    donation, other = paid(), paid(name="Botir", email="botir@donors.example")
    page = listed(finance, GIFTS, q=words(donation))
    assert donation.reference in page
    assert other.reference not in page


@pytest.mark.parametrize(
    "query",
    [
        {"state": "paid"},
        {"currency": "UZS"},
        {"frequency": "once"},
        {"gateway": "sandbox"},
        {"created_at_from": "2020-01-01", "created_at_to": "2099-01-01"},
    ],
)
def test_gifts_are_filtered(finance, query):
    assert paid().reference in listed(finance, GIFTS, **query)


@pytest.mark.parametrize(
    "query",
    [{"state": "lapsed"}, {"currency": "USD"}, {"frequency": "month"}, {"created_at_to": "2020-01-01"}],
)
def test_filters_leave_out_the_rest(finance, query):
    assert paid().reference not in listed(finance, GIFTS, **query)


def test_gifts_are_filtered_by_purpose(finance):
    here, there = paid(designation="tashkent"), paid(email="b@donors.example")
    page = listed(finance, GIFTS, designation=str(here.designation_id))
    assert here.reference in page
    assert there.reference not in page


def test_a_gift_shows_payments_bookings_messages_and_mails(finance):
    payment = begun()
    payments.apply(release(payment, Ending.FAILED, detail="no funds"))
    payments.apply(settle(payment))
    page = listed(finance, f"{GIFTS}{payment.donation_id}/")
    for words in (
        payment.reference,
        f"capture:{payment.reference}",
        "Held by the payment provider",
        "Thank you for your gift",
    ):
        assert words in page
    assert all(event.event_id in page for event in ProviderEvent.objects.all())


def test_a_wish_to_stay_unnamed_is_seen_in_the_listing(finance):
    paid(is_anonymous=True)
    assert "wants to stay unnamed" in listed(finance, GIFTS)


def test_a_sponsorship_shows_its_periods(finance):
    sponsorship = sponsoring()
    assert sponsorship.reference in listed(finance, SPONSORSHIPS)
    assert sponsorship.donations.get().reference in listed(finance, f"{SPONSORSHIPS}{sponsorship.pk}/")


def test_what_waits_for_a_person_is_found(finance):
    payment = begun()
    payments.apply(settle(payment, amount=som(1)))
    event = ProviderEvent.objects.get()
    assert event.event_id in listed(finance, MESSAGES, state="quarantined")
    assert "instead of" in listed(finance, f"{MESSAGES}{event.pk}/")


@pytest.mark.parametrize("path", ["new/", "edit/{}/", "delete/{}/", "{}/edit/", "{}/delete/"])
def test_there_is_no_address_that_changes_a_gift(finance, path):
    donation = paid()
    assert finance.post(GIFTS + path.format(donation.pk), follow=True).status_code in (404, 405)
    donation.refresh_from_db()


@pytest.mark.parametrize("url", [GIFTS, SPONSORSHIPS, MESSAGES])
def test_a_longer_list_costs_the_same_queries(finance, url):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            finance.get(url)
        return len(queries)

    sponsoring()
    finance.get(url)
    before = count()
    for number in range(5):
        sponsoring(email=f"s{number}@donors.example")
    assert count() == before


@pytest.mark.parametrize(
    "url", ["/admin/giving/campaigns/", "/admin/giving/purposes/", "/admin/giving/effects/"]
)
def test_finance_writes_purposes_and_campaigns(finance, url):
    assert finance.get(url).status_code == 200
    assert finance.get(f"{url}new/").status_code == 200


def test_the_headings_of_a_gift_are_in_the_readers_language():
    gift = paid()
    client = signed_in(staff("finance", language="ru"))
    page = client.get(f"/admin/giving/donations/{gift.pk}/").content.decode()
    assert "<dt>Сумма</dt>" in page
    assert "<dt>Amount</dt>" not in page


def test_a_gifts_page_has_every_mail_about_it(finance):
    payment = begun(gateway="bank")
    assert "How to transfer your gift" in listed(finance, f"{GIFTS}{payment.donation_id}/")


def test_a_regular_gifts_page_says_where_the_mails_about_its_payments_are(finance):
    page = listed(finance, f"{SPONSORSHIPS}{sponsoring().pk}/")
    assert "No mails." not in page
    assert "stand on the page of its gift" in page
