"""Stripe's billing portal for donors: one configuration for all, one page for each visit."""

import re

import pytest
from django.test import Client

from accounts.services import attach_proven
from donations.gateways.registry import offer, offers
from donations.links import cancel_url, sponsorship_token
from donations.models import Sponsorship
from donations.services import cancellation
from tests.factories.accounts import UserFactory, signed_in
from tests.factories.donations import sponsoring as sponsoring_in_the_sandbox
from tests.factories.stripe import monthly, sponsoring

pytestmark = pytest.mark.django_db


@pytest.fixture
def sponsorship(stripe) -> Sponsorship:
    return sponsoring(stripe)


def address(sponsorship: Sponsorship, action: str = "card", language: str = "en") -> str:
    return f"/{language}/sponsorship/{action}/{sponsorship_token(sponsorship)}/"


def page(sponsorship: Sponsorship) -> str:
    return re.sub(r"^https?://[^/]+", "", cancel_url(sponsorship))


def test_the_button_leads_to_the_page_of_this_donor(stripe, sponsorship, client):
    answer = client.post(address(sponsorship))
    (session,) = stripe.all("billing_portal.session")
    assert (answer.status_code, answer["Location"]) == (302, session["url"])
    assert session["customer"] == stripe.rows[sponsorship.charge_token]["customer"]
    assert session["return_url"].endswith(page(sponsorship))


@pytest.mark.parametrize(
    ("language", "locale"), [("ru", "ru"), ("en", "en"), ("uz", "auto"), ("uz-cyrl", "auto")]
)
def test_the_portal_speaks_the_visitors_language_where_it_can(stripe, sponsorship, client, language, locale):
    client.post(address(sponsorship, language=language))
    assert stripe.all("billing_portal.session")[0]["locale"] == locale


def test_what_donors_may_do_there(stripe, sponsorship, client):
    client.post(address(sponsorship))
    (configuration,) = stripe.all("billing_portal.configuration")
    features = configuration["features"]
    assert {name for name, one in features.items() if one and one["enabled"] == "true"} == {
        "invoice_history",
        "payment_method_update",
        "subscription_cancel",
    }
    assert features["subscription_cancel"]["mode"] == "at_period_end"


def test_the_configuration_is_made_once_for_all_visits_and_processes(stripe, sponsorship, client):
    client.post(address(sponsorship))
    client.post(address(sponsorship))
    offers.cache_clear()  # another process
    client.post(address(sponsorship))
    assert len(stripe.all("billing_portal.configuration")) == 1
    assert len(stripe.all("billing_portal.session")) == 3
    asked = [path for _method, path in stripe.calls if path.endswith("configurations")]
    assert len(asked) == 3  # looked for and made, then looked for by the other process


def test_one_that_finance_names_is_taken(stripe, sponsorship, client, settings):
    client.post(address(sponsorship))
    settings.STRIPE_PORTAL_CONFIGURATION = stripe.all("billing_portal.configuration")[0]["id"]
    offers.cache_clear()
    stripe.calls.clear()
    client.post(address(sponsorship))
    assert not [path for _method, path in stripe.calls if path.endswith("configurations")]


def test_one_that_was_switched_off_is_made_anew(stripe, sponsorship, client):
    client.post(address(sponsorship))
    stripe.all("billing_portal.configuration")[0]["active"] = False
    stripe.forget_keys()
    assert client.post(address(sponsorship)).status_code == 503
    assert client.post(address(sponsorship)).status_code == 302
    assert len(stripe.all("billing_portal.configuration")) == 2


def test_a_silent_stripe_is_said_beside_the_button(stripe, sponsorship, client):
    stripe.down = True
    answer = client.post(address(sponsorship))
    assert answer.status_code == 503
    html = answer.content.decode()
    form = html[html.index("/sponsorship/card/") :]
    assert "does not answer just now" in form[: form.index("</form>")]
    assert 'aria-describedby="failed"' in form


def test_a_sponsorship_that_stripe_has_lost_is_said_too(stripe, sponsorship, client):
    del stripe.rows[sponsorship.charge_token]
    answer = client.post(address(sponsorship))
    assert answer.status_code == 409
    assert "cannot be done" in answer.content.decode()


def test_looking_makes_nothing(stripe, sponsorship, client):
    assert client.get(address(sponsorship)).url == page(sponsorship)
    assert client.get(page(sponsorship)).status_code == 200
    assert not stripe.all("billing_portal.session")


def test_other_sites_cannot_press_it(sponsorship):
    assert Client(enforce_csrf_checks=True).post(address(sponsorship)).status_code == 403


def test_a_changed_link_opens_nothing(sponsorship, client):
    assert client.post(address(sponsorship)[:-2] + "x/").status_code == 404


def test_the_button_stands_on_the_page_of_the_link_and_on_my(sponsorship, client):
    assert address(sponsorship) in client.get(page(sponsorship)).content.decode()
    user = UserFactory(email=sponsorship.donor.email)
    attach_proven(user)
    assert address(sponsorship) in signed_in(user).get("/en/my/").content.decode()


def test_from_my_it_leads_back_to_my(stripe, sponsorship, client):
    client.post(address(sponsorship), {"from": "my"})
    assert stripe.all("billing_portal.session")[0]["return_url"].endswith("/en/my/")


def test_nowhere_else(stripe, sponsorship, client):
    client.post(address(sponsorship), {"from": "https://evil.example/"})
    assert "evil" not in stripe.all("billing_portal.session")[0]["return_url"]


@pytest.mark.parametrize("kind", ["sandbox", "before the first payment", "cancelled"])
def test_there_is_none_where_there_is_nothing_to_show(stripe, client, kind):
    if kind == "sandbox":
        row = sponsoring_in_the_sandbox()
    elif kind == "cancelled":
        row = sponsoring(stripe)
        cancellation.cancel(row)
    else:
        row = monthly().donation.sponsorship
    assert address(row) not in client.get(page(row)).content.decode()
    assert client.post(address(row)).status_code == 409
    assert not stripe.all("billing_portal.session")


def test_asking_twice_at_stripe_for_the_page_of_an_unknown_subscription_gives_none(stripe):
    assert offer("stripe").gateway.donor_page("sub_unknown", "en", "https://sos.example/") == ""
