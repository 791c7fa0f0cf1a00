"""The donate form: presets, every bad input of every field, double submit, an old page."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client

from core.money import Money
from donations.models import Designation, Donation, Frequency, Payment, Sponsorship
from tests.factories.donations import purpose

pytestmark = pytest.mark.django_db
URL = "/en/donate/"


def form(**changes: str) -> dict[str, str]:
    fields = {
        "amount": "100000",
        "currency": "UZS",
        "frequency": "once",
        "designation": "general",
        "name": "Aziza Karimova",
        "email": "aziza@donors.example",
        "gateway": "sandbox",
        "token": "sheet-1",
    }
    return {name: value for name, value in (fields | changes).items() if value is not None}


def text(response) -> str:
    """The page in one line, as read."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"[\s\u00a0]+", " ", words).replace("&#x27;", "'").replace("&amp;", "&")


def checked(response, name: str) -> list[str]:
    pattern = rf'<input type="radio" name="{name}" value="([^"]*)" checked>'
    return re.findall(pattern, response.content.decode())


# --- What the address presets -------------------------------------------------------------------


def test_amounts_of_the_currency_stand_in_the_first_html(client):
    html = client.get(URL, {"currency": "USD"}).content.decode()
    assert re.findall(r'name="amount" value="(\d+)"', html) == ["5", "10", "25", "50", "100"]


def test_the_first_screen_sets_no_cookie(client):
    assert not client.get(URL).cookies


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_both_screens_open_in_every_language(client, language):
    query = {"amount": "75000", "currency": "UZS", "step": "you"}
    assert client.get(f"/{language}/donate/").status_code == 200
    assert 'name="email"' in client.get(f"/{language}/donate/", query).content.decode()


def test_the_address_presets_amount_frequency_and_purpose(client):
    response = client.get(URL, {"amount": "250000", "frequency": "month", "designation": "tashkent"})
    assert (checked(response, "amount"), checked(response, "frequency")) == (["250000"], ["month"])
    assert '<option value="tashkent" selected>' in response.content.decode()


def test_a_preset_amount_that_is_not_offered_stands_in_the_field(client):
    response = client.get(URL, {"amount": "77000"})
    assert (
        'name="amount_other" id="id_amount_other" maxlength="60" value="77000"' in response.content.decode()
    )
    assert checked(response, "amount") == []


@pytest.mark.parametrize(
    "query",
    [
        {"amount": "lots"},
        {"amount": "-5"},
        {"amount": "1"},
        {"amount": "9" * 400},
        {"currency": "XXX"},
        {"currency": "BTC", "amount": "1"},
        {"frequency": "hourly"},
        {"designation": "nowhere"},
        {"amount": ["1", "2"], "currency": "\x00"},
        {"designation": "\x00"},
        {"amount": "<script>alert(1)</script>"},
    ],
)
def test_presets_that_make_no_sense_are_ignored_without_a_word(client, query):
    response = client.get(URL, query)
    assert response.status_code == 200
    assert checked(response, "amount") == ["100000"]
    assert "Please look at this again" not in text(response)


def test_another_currency_keeps_frequency_and_purpose(client):
    query = {
        "currency": "USD",
        "shown": "UZS",
        "amount": "100000",
        "frequency": "year",
        "designation": "khorezm",
    }
    response = client.get(URL, query)
    assert (checked(response, "amount"), checked(response, "frequency")) == (["10"], ["year"])
    assert '<option value="khorezm" selected>' in response.content.decode()


def test_a_preset_is_not_escaped_from_its_attribute(client):
    html = client.get(URL, {"step": "you", "amount_other": '"><script>x</script>'}).content.decode()
    assert "<script>x" not in html


def test_amounts_say_what_they_can_do(client):
    assert "For example, it helps put new books on the village" in text(
        client.get(URL, {"designation": "tashkent"})
    )


# --- Step 2 -------------------------------------------------------------------------------------


def test_the_button_says_what_happens(client):
    query = {"amount": "100000", "currency": "UZS", "frequency": "month", "step": "you"}
    assert "Give UZS 100,000 every month" in text(client.get(URL, query))


def test_what_is_typed_counts_before_what_is_chosen(client):
    query = {"amount": "100000", "amount_other": "75 000", "currency": "UZS", "step": "you"}
    assert "Give UZS 75,000" in text(client.get(URL, query))


def test_the_address_of_the_second_screen_holds_nothing_personal(client):
    location = client.post(URL, form()).url
    assert "aziza" not in location.lower()


def test_terms_and_privacy_are_linked(client):
    html = client.get(URL, {"amount": "100000", "step": "you"}).content.decode()
    assert 'href="/en/terms/"' in html
    assert 'href="/en/privacy/"' in html


# --- Bad input ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": ""}, "Choose an amount or write another one."),
        ({"amount": "many"}, "Write the amount in digits, for example 75 000."),
        ({"amount": "1e9"}, "Write the amount in digits, for example 75 000."),
        ({"amount": "-100000"}, "The amount must be more than zero."),
        ({"amount": "0"}, "The smallest gift is UZS 5,000."),
        ({"amount": "4999"}, "The smallest gift is UZS 5,000."),
        ({"amount": "5000000001"}, "The largest gift online is UZS 5,000,000,000."),
        (
            {
                "amount": "50000001",
                "frequency": "month",
            },  # more than a card can give, not more than a transfer
            "This way of paying does not take such a gift.",
        ),
        ({"amount": "9" * 30}, "This amount is too large to be paid online."),
        ({"amount": "10000.005"}, "Write at most two digits after the comma."),
        ({"amount": "$25"}, "This is in another currency."),
        ({"amount": "0.5", "currency": "USD"}, "The smallest gift is $1."),
        ({"amount": "5001", "currency": "USD"}, "The largest gift online is $5,000."),
        ({"amount": "x" * 61}, "Ensure this value has at most 60 characters"),
        ({"currency": "GBP"}, "We cannot take this currency."),
        ({"currency": "GBP", "amount": ""}, "We cannot take this currency."),
        ({"currency": "usd", "amount": ""}, "We cannot take this currency."),
        ({"currency": "uzs; DROP TABLE"}, "We cannot take this currency."),
        ({"frequency": "daily"}, "Choose how often you want to give."),
        ({"designation": "nowhere"}, "Gifts for this purpose are not taken now."),
        ({"name": ""}, "Write your name, so that we can thank you."),
        ({"name": "   "}, "Write your name, so that we can thank you."),
        ({"name": "x" * 101}, "Ensure this value has at most 100 characters"),
        ({"name": "12345"}, "Please write your name only."),
        ({"name": "Win at https://spam.example"}, "Please write your name only."),
        ({"name": "Cheap cars t.me/cars"}, "Please write your name only."),
        ({"email": ""}, "Write your e-mail address, so that we can send the receipt."),
        ({"email": "nobody"}, "This does not look like an e-mail address."),
        ({"email": "a@b.example\nBcc: all@b.example"}, "This does not look like an e-mail address."),
        ({"email": "a" * 250 + "@b.example"}, "Ensure this value has at most 254 characters"),
        ({"gateway": "stripe"}, "This way of paying does not take such a gift."),
        ({"website": "https://spam.example"}, "Leave this field empty, then send the form again."),
        ({"token": "t" * 65}, "Ensure this value has at most 64 characters"),
    ],
)
def test_bad_input_is_named_beside_what_was_typed_and_nothing_is_made(client, changes, words):
    response = client.post(URL, form(**changes))
    assert response.status_code == 200
    assert words in text(response)
    assert "Please look at this again" in text(response)
    assert not Donation.objects.exists()


def test_what_was_typed_is_kept_beside_an_error(client):
    html = client.post(URL, form(name="Botir Toʻxtayev", email="nobody")).content.decode()
    assert 'value="Botir Toʻxtayev"' in html
    assert 'value="nobody"' in html


def test_a_wrong_field_is_marked_for_assistive_technology(client):
    html = client.post(URL, form(email="nobody")).content.decode()
    field = re.search(r'<input type="email"[^>]*>', html)[0]
    assert 'aria-invalid="true"' in field
    assert "id_email_error" in field


def test_a_closed_purpose_takes_no_gifts(client):
    Designation.objects.filter(code="tashkent").update(is_open=False)
    assert "not taken now" in text(client.post(URL, form(designation="tashkent")))


def test_a_campaign_takes_no_regular_gifts(client):
    with time_machine.travel(purpose("winter-warmth-2026").campaign.starts, tick=False):
        answer = client.post(URL, form(designation="winter-warmth-2026", frequency="month"))
        preset = client.get(URL, {"designation": "winter-warmth-2026", "frequency": "month"})
    assert "A campaign has an end" in text(answer)
    assert checked(answer, "frequency") == ["month"]
    assert checked(preset, "frequency") == ["once"]
    assert not Donation.objects.exists()


def test_a_campaign_takes_gifts_only_between_its_days(client):
    campaign = purpose("winter-warmth-2026").campaign
    with time_machine.travel(f"{campaign.ends.replace(year=campaign.ends.year + 1)}T12:00:00Z", tick=False):
        response = client.post(URL, form(designation="winter-warmth-2026"))
    assert "not taken now" in text(response)


def test_missing_gift_fields_have_sane_defaults(client):
    client.post(URL, form(currency=None, frequency=None, designation=None, gateway=None, token=None))
    donation = Donation.objects.get()
    assert (donation.amount, donation.frequency) == (Money(10_000_000, "UZS"), Frequency.ONCE)


def test_zero_bytes_do_no_harm(client):
    response = client.post(URL, form(name="A\x00ziza", designation="gen\x00eral"))
    assert response.status_code == 200


# --- Sending it off -----------------------------------------------------------------------------


def test_the_form_leads_to_the_providers_page(client):
    location = client.post(URL, form()).url
    assert urlsplit(location).path.startswith("/payments/sandbox/pay/sbx_")


def test_the_gift_is_written_as_promised(client):
    client.post(URL, form(designation="tashkent", anonymous="on", email="Aziza@Donors.Example"))
    donation = Donation.objects.get()
    assert donation.designation.code == "tashkent"
    assert donation.is_anonymous
    assert (donation.donor.email, donation.language) == ("aziza@donors.example", "en")
    assert donation.consented_at is not None


def test_a_monthly_gift_begins_a_sponsorship(client):
    client.post(URL, form(frequency="month", designation="tashkent"))
    assert Sponsorship.objects.get().frequency == Frequency.MONTH


MONTHLY = "Look at giving every month"


def giver(client, **query: str):
    return client.get(
        URL, {"step": "you", "amount": "750000", "currency": "UZS", "frequency": "once"} | query
    )


def test_before_a_single_gift_is_paid_a_monthly_one_is_offered_and_nothing_is_chosen(client):
    page = giver(client, designation="tashkent")
    assert MONTHLY in text(page)
    markup = page.content.decode()
    assert '<input type="hidden" name="frequency" value="once">' in markup
    assert "Give UZS 750,000 " in text(page)
    address = html.unescape(re.search(r'href="([^"]+)">' + MONTHLY, markup)[1])
    first = client.get(address)
    assert checked(first, "frequency") == ["month"]
    assert 'value="tashkent" selected' in first.content.decode()
    assert "750" not in text(first)  # who gives so much once need not give it each month


@pytest.mark.parametrize("frequency", ["month", "year"])
def test_a_regular_gift_is_not_talked_about(client, frequency):
    assert MONTHLY not in text(giver(client, frequency=frequency))


def test_where_it_cannot_be_given_each_month_it_is_not_offered(client, settings):
    assert MONTHLY not in text(giver(client, designation="winter-warmth-2026"))
    sandbox = settings.PAYMENT_GATEWAYS["sandbox"] | {"frequencies": ("once",)}
    settings.PAYMENT_GATEWAYS = {"sandbox": sandbox}
    assert MONTHLY not in text(giver(client))


def test_the_same_form_sent_twice_is_one_gift(client):
    first, second = client.post(URL, form()), client.post(URL, form())
    assert first.url == second.url
    assert (Donation.objects.count(), Payment.objects.count()) == (1, 1)


def test_a_form_corrected_after_going_back_is_another_gift(client):
    client.post(URL, form(email="wrong@donors.example"))
    client.post(URL, form(email="right@donors.example"))
    emails = Donation.objects.order_by("pk").values_list("donor__email", flat=True)
    assert list(emails) == ["wrong@donors.example", "right@donors.example"]


def test_a_form_sent_again_after_paying_leads_to_the_thanks(client):
    pay_url = client.post(URL, form()).url
    client.post(urlsplit(pay_url).path, {"choice": "success"})
    assert "/en/donate/thanks/" in client.post(URL, form()).url
    assert Payment.objects.count() == 1


def test_a_guest_does_not_rename_another_donor(client):
    client.post(URL, form(name="Aziza Karimova"))
    client.post(URL, form(name="Mr Joker", token="sheet-2"))
    donations = Donation.objects.order_by("pk")
    assert donations[0].donor == donations[1].donor
    assert [donation.donor_name for donation in donations] == ["Aziza Karimova", "Mr Joker"]
    assert donations[0].donor.name == "Aziza Karimova"


def test_a_page_left_open_until_its_token_is_gone_keeps_what_was_typed():
    response = Client(enforce_csrf_checks=True).post(URL, form())
    assert "had been open for too long" in text(response)
    assert 'value="Aziza Karimova"' in response.content.decode()
    assert not Donation.objects.exists()


def test_sending_the_refreshed_page_once_more_works():
    browser = Client(enforce_csrf_checks=True)
    page = browser.post(URL, form()).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    assert browser.post(URL, form(csrfmiddlewaretoken=token)).status_code == 302


def test_changing_the_gift_leads_back_with_it(client):
    html = client.get(URL, {"amount": "75000", "frequency": "month", "designation": "khorezm", "step": "you"})
    link = re.search(r'<a href="([^"]+)">Change the gift', html.content.decode())[1].replace("&amp;", "&")
    assert parse_qs(urlsplit(link).query) == {
        "amount": ["75000"],
        "currency": ["UZS"],
        "frequency": ["month"],
        "designation": ["khorezm"],
    }


def test_the_summary_of_errors_is_in_the_order_of_the_page(client):
    wrong = {"step": "you", "amount": "", "currency": "UZS", "frequency": "x", "designation": "nothing"}
    page = client.get("/en/donate/", wrong).content.decode()
    summary = page.split('id="errors"')[1].split("</ul>")[0]
    places = [summary.index(label) for label in ("How often:", "Amount:", "What for:")]
    assert places == sorted(places)
