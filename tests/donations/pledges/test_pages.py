"""What donors and staff see of a pledge: the form, the page behind the link to pay, `/my/`, the list."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from accounts.services import attach_proven
from core.models import OutboxMessage
from donations.links import thanks_url
from donations.models import Donation, Payment, Sponsorship
from donations.services import cancellation
from tests.donations.gateways.local import create, payme_id
from tests.donations.pledges.pledging import begins, latest, on, pays, pays_on, pledged, worker
from tests.donations.test_donate_form import form
from tests.factories.accounts import UserFactory, signed_in, staff

pytestmark = pytest.mark.django_db
WORDS = "We remind you by mail every month with a link to pay; nothing is taken by itself."
GIFT = {"step": "you", "amount": "100000", "currency": "UZS", "frequency": "month"}


def text(response) -> str:
    return re.sub(r"[\s\u00a0]+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def ways(response) -> list[str]:
    return re.findall(r'name="gateway" value="(\w+)"', response.content.decode())


def asked(**changes: str) -> Donation:
    """A period that was asked for and is not paid."""
    pledge = pledged(**{"language": "en", **changes})
    worker("2027-02-28")
    return latest(pledge)


# --- The form -----------------------------------------------------------------------------------


def test_every_month_is_offered_in_som_and_says_once_what_it_means(client):
    page = client.get("/en/donate/", GIFT)
    assert ways(page) == ["payme", "click", "bank"]
    assert text(page).count(WORDS) == 1


def test_every_year_says_so(client):
    page = client.get("/en/donate/", GIFT | {"frequency": "year"})
    assert WORDS.replace("month", "year") in text(page)


def test_once_says_nothing_of_it(client):
    assert "nothing is taken by itself" not in text(client.get("/en/donate/", GIFT | {"frequency": "once"}))


def test_beside_a_card_that_is_charged_it_stands_by_each_pledge(client, settings):
    card = {
        "class": "donations.gateways.sandbox.gateway.SandboxGateway",
        "label": "Card",
        "frequencies": ("once", "month"),
        "limits": {"UZS": ("5000", "50000000")},
    }
    settings.PAYMENT_GATEWAYS = {"sandbox": card, **settings.PAYMENT_GATEWAYS}
    page = client.get("/en/donate/", GIFT)
    assert ways(page) == ["sandbox", "payme", "click", "bank"]
    assert text(page).count(WORDS) == 3


def test_where_there_is_one_way_it_says_so_too(client, settings):
    settings.PAYMENT_GATEWAYS = {"payme": settings.PAYMENT_GATEWAYS["payme"]}
    page = client.get("/en/donate/", GIFT)
    assert WORDS in text(page)
    assert '<input type="hidden" name="gateway" value="payme">' in page.content.decode()


def test_the_form_makes_a_pledge_and_leads_to_payme(client):
    response = client.post("/en/donate/", form(frequency="month", gateway="payme", designation="tashkent"))
    assert "paycom.uz/" in response.url
    pledge = Sponsorship.objects.get()
    assert (pledge.is_pledge, pledge.state) == (True, "incomplete")
    pays(Payment.objects.get())
    pledge.refresh_from_db()
    assert pledge.state == "active"
    page = client.get(thanks_url(Donation.objects.get()))
    assert WORDS in text(page)


# --- The page behind the link -------------------------------------------------------------------


def test_the_mail_leads_to_the_page_of_its_period(client):
    donation = asked()
    mail = OutboxMessage.objects.get(key=f"pledge:{donation.reference}")
    link = next(url for url in re.findall(r"https?://\S+", mail.text) if "thanks" in url)
    assert urlsplit(link).path == thanks_url(donation)
    assert "aziza" not in link.lower()
    page = client.get(urlsplit(link).path)
    assert ways(page) == ["payme", "click", "bank"]
    assert "Your monthly gift" in text(page)
    assert "Refresh" not in page.headers


def test_looking_at_it_begins_nothing(client):
    donation = asked()
    client.get(thanks_url(donation))
    assert not donation.payments.exists()


@pytest.mark.parametrize(("gateway", "host"), [("payme", "paycom.uz"), ("click", "my.click.uz")])
def test_the_button_leads_to_a_fresh_payment_at_any_time(client, gateway, host):
    donation = asked()
    with on("2027-06-20"):
        response = client.post(thanks_url(donation), {"gateway": gateway})
    assert host in response.url
    assert donation.payments.get().gateway == gateway


def test_by_transfer_it_shows_the_details_and_still_the_other_ways(client):
    donation = asked()
    response = client.post(thanks_url(donation), {"gateway": "bank"})
    page = client.get(response.url)
    assert donation.payments.get().reference in text(page)
    assert ways(page) == ["payme", "click"]
    client.post(thanks_url(donation), {"gateway": "click"})
    assert list(donation.payments.values_list("gateway", "state")) == [
        ("bank", "expired"),
        ("click", "redirected"),
    ]


def test_by_transfer_too_many_presses_are_told_of(client, settings):
    settings.DONATION_RATE_LIMITS = {**settings.DONATION_RATE_LIMITS, "ip": (1, 3600)}
    donation = asked()
    client.post(thanks_url(donation), {"gateway": "bank"})
    response = client.post(thanks_url(donation), {"gateway": "click"})
    assert response.status_code == 429
    assert "Too many attempts were made from here." in text(response)
    assert ways(response) == ["payme", "click"]


def test_who_comes_back_without_having_paid_can_choose_again(client):
    donation = asked()
    client.post(thanks_url(donation), {"gateway": "payme"})
    assert ways(client.get(thanks_url(donation))) == ["payme", "click", "bank"]


def test_what_is_being_paid_is_in_progress(client):
    donation = asked()
    create(begins(donation, "payme"), payme_id())
    assert "Your payment is in progress" in text(client.get(thanks_url(donation)))


def test_a_paid_one_says_thank_you(client):
    donation = asked()
    pays_on("2027-03-01", donation)
    assert "Thank you, Aziza Karimova" in text(client.get(thanks_url(donation)))


def missed() -> Donation:
    """A period that was not paid before the next one was asked for."""
    donation = asked()
    worker("2027-03-31")
    donation.refresh_from_db()
    assert donation.state == "lapsed"
    return donation


def test_a_late_one_that_is_being_paid_is_in_progress_and_not_failed(client):
    donation = missed()
    create(begins(donation, "payme"), payme_id())
    page = text(client.get(thanks_url(donation)))
    assert "Your payment is in progress" in page
    assert "Nothing was charged." not in page


def test_a_late_one_that_is_paid_by_transfer_shows_the_details(client):
    donation = missed()
    response = client.post(thanks_url(donation), {"gateway": "bank"})
    assert donation.payments.get().reference in text(client.get(response.url))


@pytest.mark.parametrize("wanted", ["", "cash", "stripe", "sandbox", "nonsense"])
def test_a_way_that_does_not_fit_is_not_taken(client, wanted):
    donation = asked(gateway="click")
    client.post(thanks_url(donation), {"gateway": wanted})
    assert donation.payments.get().gateway == "click"


def test_after_the_end_it_can_be_begun_anew_and_not_be_paid(client):
    donation = asked()
    cancellation.cancel(donation.sponsorship)
    page = client.get(thanks_url(donation))
    assert "The regular gift has ended" in text(page)
    assert ways(page) == []
    client.post(thanks_url(donation), {"gateway": "payme"})
    assert not donation.payments.exists()


def test_where_nothing_takes_it_people_are_told_whom_to_ask(client, settings):
    donation = asked()
    settings.PAYMENT_GATEWAYS = {}
    assert "Please write to us" in text(client.get(thanks_url(donation)))
    client.post(thanks_url(donation))
    assert not donation.payments.exists()


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_pages_and_mails_are_in_the_donors_language(client, language):
    donation = asked(language=language)
    assert client.get(thanks_url(donation)).status_code == 200
    worker("2027-03-03")
    worker("2027-03-31")
    worker("2027-04-30")
    worker("2027-05-31")
    mails = OutboxMessage.objects.filter(key__startswith="pledge")
    assert mails.filter(language=language).count() == mails.count() == 5
    for mail in mails:
        assert "Aziza Karimova" in mail.text
        assert "Aziza Karimova" in mail.html
        assert "Tashkent" in mail.subject or language != "en"
        assert f"/{language}/" in mail.text
    for mail in mails.filter(template="donations/emails/pledge_due"):
        assert f"/{language}/donate/thanks/" in mail.html
        assert f"/{language}/sponsorship/cancel/" in mail.html
        assert donation.amount.format(language) in mail.text


# --- /my/ ---------------------------------------------------------------------------------------


def my_page() -> str:
    user = UserFactory(email="aziza@donors.example")
    attach_proven(user)
    return re.sub(r"[\s\u00a0]+", " ", signed_in(user).get("/en/my/").content.decode())


def test_my_page_says_that_this_month_is_paid_and_when_the_next_comes():
    pledged(language="en", email="aziza@donors.example")
    page = my_page()
    assert "This month is paid" in page
    assert "We remind you on" in page
    assert "Pay now" not in page


def test_my_page_has_a_button_for_what_is_not_paid():
    donation = asked(email="aziza@donors.example")
    page = my_page()
    assert "This month not paid yet" in page
    assert f'href="{thanks_url(donation)}">Pay now' in page


def test_my_page_asks_for_nothing_after_the_end():
    donation = asked(email="aziza@donors.example")
    cancellation.cancel(donation.sponsorship)
    assert "Pay now" not in my_page()


def test_my_page_asks_the_database_as_often_for_many_as_for_one(django_assert_max_num_queries):
    user = UserFactory(email="aziza@donors.example")
    for number in range(4):
        pledged(f"2027-01-{10 + number}", email="aziza@donors.example")
    attach_proven(user)
    browser = signed_in(user)
    browser.get("/en/my/")
    with django_assert_max_num_queries(40):
        browser.get("/en/my/")


# --- Staff --------------------------------------------------------------------------------------


def listed(**query: str) -> str:
    return text(staff_browser().get("/admin/giving/sponsorships/", query))


def staff_browser() -> Client:
    return signed_in(staff("finance"))


def test_staff_see_pledges_and_how_many_are_unpaid():
    pledge = pledged(language="en")
    worker("2027-02-28")
    worker("2027-03-31")
    worker("2027-04-30")
    page = listed()
    assert pledge.reference in page
    assert "Pledge, paid by hand" in page
    assert "Unpaid: 2" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"is_pledge": "True"}, True),
        ({"is_pledge": "False"}, False),
        ({"unpaid": "1"}, True),
        ({"unpaid": "2"}, False),
    ],
)
def test_staff_can_filter_by_both(query, found):
    pledge = pledged()
    worker("2027-02-28")
    worker("2027-03-31")
    assert (pledge.reference in listed(**query)) == found


def test_one_pledges_page_says_what_is_unpaid():
    pledge = pledged()
    worker("2027-02-28")
    worker("2027-03-31")
    page = text(staff_browser().get(f"/admin/giving/sponsorships/{pledge.pk}/"))
    assert "Unpaid: 1" in page


def test_staff_see_on_a_gifts_page_how_often_its_donor_was_asked_for_it():
    donation = asked()
    worker("2027-03-03")
    page = text(staff_browser().get(f"/admin/giving/donations/{donation.pk}/"))
    assert "Your monthly gift for" in page
    assert "A reminder: your gift for" in page


def test_staff_see_on_a_pledges_page_that_its_donor_was_told_of_its_end():
    pledge = pledged(language="en")
    for day in ("2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"):
        worker(day)
    assert "Your regular gift for" in text(staff_browser().get(f"/admin/giving/sponsorships/{pledge.pk}/"))
