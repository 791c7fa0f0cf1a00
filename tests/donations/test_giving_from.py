"""Which ways of paying fit where a donor gives from: asked only where it makes a difference."""

import re

import pytest
import time_machine
from django.utils import translation

from core.models import AuditEntry
from donations import countries
from donations.gateways import registry
from donations.gateways.instructions import Ending
from donations.links import thanks_url
from donations.models import BankAccount, Donation, Donor, Payment, Sponsorship
from donations.services import donors, payments, pledges
from donations.views.pledges import ways as pledge_ways
from tests.donations.gateways.local import GATEWAYS, SETTINGS
from tests.donations.test_donate_form import checked, form, text
from tests.factories.accounts import staff
from tests.factories.donations import release, settle

pytestmark = pytest.mark.django_db
URL = "/en/donate/"
STEP2 = {"step": "you", "frequency": "once", "designation": "general"}
SANDBOX = "donations.gateways.sandbox.gateway.SandboxGateway"
QUESTION = "Where do you give from?"


def card(*countries: str, **limits: tuple[str, str]) -> dict[str, object]:
    """A gateway for cards."""
    one = {"class": SANDBOX, "label": "Card", "frequencies": ("once", "month"), "limits": limits}
    return one | ({"countries": countries} if countries else {})


def pay(client, **changes: str | None) -> None:
    client.post(URL, form(gateway="bank", **changes))
    payments.apply(settle(Payment.objects.latest("pk")))


def offered(page) -> list[str]:
    return re.findall(r'name="gateway" value="(\w+)"', page.content.decode())


@pytest.fixture(autouse=True)
def usual(settings):
    """As the settings have it with all keys: soʻm from here, dollars from anywhere."""
    for name, value in SETTINGS.items():
        setattr(settings, name, value)
    bank = settings.PAYMENT_GATEWAYS["bank"]
    everywhere = card(USD=("1", "5000"), EUR=("1", "5000"))
    settings.PAYMENT_GATEWAYS = {**GATEWAYS, "sandbox": everywhere, "bank": bank}


@pytest.fixture
def differing(settings, usual):
    """Soʻm by local cards through Payme and Click, by foreign ones through another."""
    foreign = card("abroad", UZS=("5000", "9000000"), USD=("1", "5000"))
    settings.PAYMENT_GATEWAYS = {**settings.PAYMENT_GATEWAYS, "sandbox": foreign}


def ways(client, **query: str) -> list[str]:
    amount = {"amount": "25"} if query.get("currency", "UZS") != "UZS" else {"amount": "100000"}
    html = client.get(URL, STEP2 | amount | query).content.decode()
    return re.findall(r'name="gateway" value="(\w+)"', html)


# --- Nothing differs: nothing is asked ----------------------------------------------------------


@pytest.mark.parametrize("currency", ["UZS", "USD", "EUR"])
def test_as_things_are_nobody_is_asked(client, currency):
    assert QUESTION not in text(client.get(URL, {"currency": currency}))
    assert not registry.hides_a_way(currency)


def test_everybody_sees_what_fits_the_currency(client):
    assert ways(client, currency="UZS") == ["payme", "click", "bank"]
    assert "payme" not in ways(client, currency="USD")


def test_no_address_carries_a_country_that_nobody_said(client):
    assert "country" not in client.get(URL, STEP2 | {"amount": "100000"}).content.decode()


def test_a_link_that_names_a_country_leaves_out_what_does_not_fit_there_and_asks(client):
    page = client.get(URL, {"country": "DE"})
    assert QUESTION in text(page)
    assert "Germany" in text(page)
    assert checked(page, "country") == ["DE"]
    assert ways(client, country="DE") == ["bank"]


# --- It differs ---------------------------------------------------------------------------------


def test_where_it_makes_a_difference_the_form_asks_and_has_an_answer_already(client, differing):
    page = client.get(URL)
    assert QUESTION in text(page)
    assert checked(page, "country") == ["UZ"]
    assert ways(client) == ["payme", "click", "bank"]


def test_for_a_currency_in_which_nothing_differs_it_does_not_ask(client, differing):
    assert QUESTION not in text(client.get(URL, {"currency": "USD"}))


def test_each_sees_what_fits(client, differing):
    assert ways(client, country="UZ") == ["payme", "click", "bank"]
    assert ways(client, country="abroad") == ["sandbox", "bank"]
    assert ways(client, country="KZ") == ["sandbox", "bank"]


def test_the_answer_goes_through_the_form_to_the_pay_page(client, differing):
    html = client.get(URL, STEP2 | {"amount": "100000", "country": "abroad"}).content.decode()
    assert '<input type="hidden" name="country" value="abroad">' in html
    assert "country=abroad" in html  # the way back
    response = client.post(URL, form(country="abroad", gateway="sandbox"))
    assert "/payments/sandbox/pay/" in response.url


def test_a_way_that_does_not_fit_cannot_be_sent(client, differing):
    response = client.post(URL, form(country="abroad", gateway="payme"))
    assert "This way of paying does not take such a gift." in text(response)
    assert not Donation.objects.exists()


@pytest.mark.parametrize("country", ["XX", "<b>", "uz", "\x00", "abroadabroad"])
def test_what_is_no_country_is_ignored(client, differing, country):
    assert checked(client.get(URL, {"country": country}), "country") == ["UZ"]
    assert ways(client, country=country) == ["payme", "click", "bank"]


def test_another_currency_forgets_what_the_form_had_put_there(client, differing):
    page = client.get(URL, {"currency": "USD", "shown": "UZS", "country": "UZ"})
    assert QUESTION not in text(page)


def test_another_currency_keeps_what_the_donor_said(client, differing):
    page = client.get(URL, {"currency": "USD", "shown": "UZS", "country": "abroad"})
    assert checked(page, "country") == ["abroad"]


def test_a_currency_that_is_not_taken_from_there_is_said(client, settings):
    settings.PAYMENT_GATEWAYS = {"payme": GATEWAYS["payme"], "sandbox": card("abroad", USD=("1", "5000"))}
    response = client.get(URL, STEP2 | {"amount": "100000", "country": "DE"})
    assert "From there we cannot take this currency." in text(response)


def test_a_currency_that_is_taken_only_from_elsewhere_is_given_from_there(client, settings):
    settings.PAYMENT_GATEWAYS = {"sandbox": card("UZ", USD=("1", "5000"))}
    assert QUESTION not in text(client.get(URL, {"currency": "USD"}))
    assert client.get(URL, STEP2 | {"amount": "25", "currency": "USD"}).status_code == 200


def test_a_monthly_gift_follows_the_same_choice(client, differing):
    assert ways(client, country="abroad", frequency="month") == ["sandbox", "bank"]


@pytest.mark.parametrize("declared", [("DE",), (), ("uz",)])
def test_settings_that_make_no_sense_are_refused(settings, declared):
    settings.PAYMENT_GATEWAYS = {"payme": GATEWAYS["payme"] | {"countries": declared}}
    with pytest.raises(TypeError):
        registry.offers()


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_it_is_asked_in_every_language(client, differing, language):
    assert 'name="country"' in client.get(f"/{language}/donate/").content.decode()


# --- What is kept of it -------------------------------------------------------------------------


@pytest.mark.parametrize(("said", "kept"), [("UZ", "UZ"), ("KZ", "KZ"), ("abroad", ""), (None, "")])
def test_a_country_that_was_said_is_noted_of_the_donor(client, differing, said, kept):
    pay(client, country=said)
    assert Donor.objects.get().country == kept


def test_nothing_is_noted_of_whoever_has_the_address_that_somebody_typed(client, differing):
    """Countries are reported by law: only money speaks for a form."""
    pay(client)
    client.post(URL, form(country="KZ", gateway="bank", token="sheet-2"))
    assert Donor.objects.get().country == ""


def test_what_staff_have_noted_stays(client, differing):
    pay(client)
    donors.set_country(Donor.objects.get(), "FR", staff("finance"))
    pay(client, country="UZ", token="sheet-2")
    assert Donor.objects.get().country == "FR"


def test_it_is_on_record(client, differing):
    pay(client, country="UZ")
    entry = AuditEntry.objects.get(action="donor.country")
    assert (entry.actor, entry.new) == (None, "UZ")


def test_who_goes_back_only_to_say_where_they_give_from_is_heard(client, differing):
    """It decides for years how the periods of a pledge can be paid."""
    for said in ("UZ", "KZ"):
        client.post(URL, form(country=said, gateway="bank", frequency="month"))
    assert Donation.objects.latest("pk").given_from == "KZ"
    assert Sponsorship.objects.latest("pk").given_from == "KZ"


# --- Paying later: by what was said then --------------------------------------------------------


@pytest.mark.parametrize(("said", "fitting"), [("abroad", ["bank"]), ("UZ", ["bank", "payme", "click"])])
def test_a_pledge_is_paid_in_the_ways_that_fit_where_it_was_begun(client, differing, said, fitting):
    client.post(URL, form(country=said, gateway="bank", frequency="month"))
    payments.apply(settle(Payment.objects.get()))
    pledge = Sponsorship.objects.get()
    with time_machine.travel(f"{pledge.next_charge_on}T09:00:00Z", tick=False):
        pledges.ask_for_what_is_due()
        due = Donation.objects.latest("pk")
        assert [one.code for one in pledge_ways(due)] == fitting
        BankAccount.objects.all().delete()
        page = client.get(thanks_url(due))
    assert [one for one in offered(page) if one != "bank"] == fitting[1:]


def test_a_pledge_of_which_nothing_was_said_is_paid_in_every_way(client):
    client.post(URL, form(gateway="bank", frequency="month"))
    donors.set_country(Donor.objects.get(), "FR", staff("finance"))
    assert Sponsorship.objects.get().given_from == ""
    payments.apply(settle(Payment.objects.get()))
    assert [one.code for one in pledge_ways(Donation.objects.get())] == ["bank", "payme", "click"]


@pytest.mark.parametrize(
    ("said", "tried", "fitting"),
    [("abroad", "bank", ["bank", "sandbox"]), ("UZ", "payme", ["payme", "click", "bank"])],
)
def test_a_single_gift_that_was_not_paid_can_be_in_another_way(client, differing, said, tried, fitting):
    client.post(URL, form(country=said, gateway=tried))
    payment = Payment.objects.get()
    payments.apply(release(payment, Ending.EXPIRED))
    page = client.get(thanks_url(payment.donation))
    assert offered(page) == fitting
    assert checked(page, "gateway") == [tried]
    assert f"country={said}" in page.content.decode()
    client.post(thanks_url(payment.donation), {"gateway": fitting[1]})
    again = Payment.objects.latest("pk")
    assert (again.donation, again.gateway, again.is_open) == (payment.donation, fitting[1], True)


def test_a_way_that_does_not_fit_there_cannot_be_sent_then_either(client, differing):
    client.post(URL, form(country="abroad", gateway="bank"))
    payment = Payment.objects.get()
    payments.apply(release(payment, Ending.EXPIRED))
    client.post(thanks_url(payment.donation), {"gateway": "payme"})
    assert Payment.objects.latest("pk").gateway == "bank"


def test_a_way_that_is_there_no_more_leaves_the_others(client, settings):
    client.post(URL, form(gateway="payme"))
    payment = Payment.objects.get()
    payments.apply(release(payment))
    settings.PAYMENT_GATEWAYS = {"click": GATEWAYS["click"]}
    assert offered(client.get(thanks_url(payment.donation))) == ["click"]
    settings.PAYMENT_GATEWAYS = {"sandbox": card(USD=("1", "5000"))}
    page = client.get(thanks_url(payment.donation))
    assert "There is no way to pay it online at the moment." in text(page)
    assert offered(page) == []


def test_a_regular_gift_that_was_not_begun_keeps_its_way(client, differing):
    client.post(URL, form(gateway="payme", frequency="month"))
    payment = Payment.objects.get()
    payments.apply(release(payment))
    assert offered(client.get(thanks_url(payment.donation))) == []
    client.post(thanks_url(payment.donation), {"gateway": "click"})
    assert Payment.objects.latest("pk").gateway == "payme"


def test_countries_are_written_with_the_letters_of_the_alphabet():
    with translation.override("uz"):
        assert countries.name_of("US") == "Amerika Qoʻshma Shtatlari"
