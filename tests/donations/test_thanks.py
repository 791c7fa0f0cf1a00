"""The page a donor comes back to."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from core.models import OutboxMessage
from donations import links
from donations.gateways.instructions import Ending
from donations.gateways.requests import GatewayUnavailable
from donations.gateways.sandbox.delivery import deliver_due
from donations.gateways.sandbox.gateway import SandboxGateway
from donations.gateways.sandbox.models import Choice
from donations.gateways.sandbox.provider import decide
from donations.links import thanks_url
from donations.models import Campaign, Donation, DonationState, LedgerEntry, Payment, PaymentState
from donations.services import corrections, payments, receipts, renewals
from tests.factories.accounts import staff
from tests.factories.cash import given_cash
from tests.factories.donations import begun, give_back, paid, purpose, release, settle, sponsoring

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return re.sub(r"[\s\u00a0]+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def payment():
    return begun()


def test_an_open_payment_is_in_progress_and_never_failed(client, payment):
    response = client.get(thanks_url(payment.donation))
    assert "Your payment is in progress" in text(response)
    assert int(response.headers["Refresh"]) >= 4


def test_the_page_credits_nothing_whatever_the_address_says(client, payment):
    for query in ("?status=success", "?payment_status=paid&amount=100000", "?redirect_status=succeeded"):
        client.get(thanks_url(payment.donation) + query)
    assert Donation.objects.get().state == DonationState.OPEN
    assert not LedgerEntry.objects.exists()


def test_a_paid_gift_is_thanked_for_by_name_and_says_what_it_does(client):
    response = client.get(thanks_url(paid(designation="tashkent")))
    assert "Thank you, Aziza Karimova" in text(response)
    assert "For example, it helps put new books on the village" in text(response)
    assert "Refresh" not in response.headers


def test_success_that_the_callback_did_not_tell_is_asked_for_and_passes_the_same_door(client, payment):
    decide(payment.provider_reference, Choice.SUCCESS)
    assert "Thank you, Aziza Karimova" in text(client.get(thanks_url(payment.donation)))
    assert OutboxMessage.objects.get().key == f"receipt:{payment.reference}"


def test_the_provider_is_not_asked_at_every_look(client, payment, monkeypatch):
    asked = []
    monkeypatch.setattr(SandboxGateway, "status", lambda self, reference: asked.append(reference))
    for _ in range(3):
        client.get(thanks_url(payment.donation))
    assert asked == [payment.reference]


def test_a_provider_that_does_not_answer_leaves_the_page_in_progress(client, payment, monkeypatch):
    def silent(self, reference):
        raise GatewayUnavailable

    monkeypatch.setattr(SandboxGateway, "status", silent)
    assert "Your payment is in progress" in text(client.get(thanks_url(payment.donation)))


def test_receipt_and_page_together_make_one_receipt(client, payment):
    decide(payment.provider_reference, Choice.SUCCESS)
    client.get(thanks_url(payment.donation))
    payments.apply(settle(payment))
    cache.clear()
    client.get(thanks_url(payment.donation))
    assert OutboxMessage.objects.count() == 1


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        (Ending.FAILED, "The payment did not go through"),
        (Ending.CANCELLED, "You have cancelled the payment"),
        (Ending.EXPIRED, "The payment page has expired"),
    ],
)
def test_without_money_the_page_says_why_and_offers_another_try(client, payment, ending, words):
    payments.apply(release(payment, ending))
    response = client.get(thanks_url(payment.donation))
    assert words in text(response)
    assert "Nothing was charged." in text(response)
    assert "Try again" in text(response)


def test_trying_again_makes_a_new_payment_of_the_same_donation(client, payment):
    payments.apply(release(payment))
    response = client.post(thanks_url(payment.donation))
    assert "/payments/sandbox/pay/" in response.url
    assert list(Payment.objects.values_list("donation", "state").order_by("pk")) == [
        (payment.donation_id, PaymentState.FAILED),
        (payment.donation_id, PaymentState.REDIRECTED),
    ]


def test_trying_again_twice_leads_to_one_payment(client, payment):
    payments.apply(release(payment))
    first, second = (client.post(thanks_url(payment.donation)).url for _ in range(2))
    assert first == second


@pytest.mark.parametrize("frequency", ["once", "month"])
def test_a_collection_that_has_ended_takes_no_other_try(client, frequency):
    payment = begun(designation="winter-warmth-2026", frequency=frequency)
    payments.apply(release(payment))
    Campaign.objects.filter(code="winter-warmth-2026").update(
        starts=timezone.localdate() - timedelta(days=9), ends=timezone.localdate() - timedelta(days=1)
    )
    address = thanks_url(payment.donation)
    assert client.post(address).url == address
    assert Payment.objects.count() == 1
    page = text(client.get(address))
    assert "Gifts for this purpose are not taken now." in page
    assert "Try again" not in page
    assert "Change the gift" in page


def test_a_failed_payment_of_a_running_gift_is_made_good_also_for_a_closed_purpose(client):
    sponsorship = sponsoring(Choice.DECLINES_LATER)
    with time_machine.travel(timezone.now() + timedelta(days=35)):
        renewals.charge_due()
        deliver_due()
        type(purpose()).objects.filter(code="tashkent").update(is_open=False)
        failed = sponsorship.donations.get(state=DonationState.LAPSED)
        assert "/payments/sandbox/pay/" in client.post(thanks_url(failed)).url


def test_a_paid_gift_cannot_be_paid_again(client):
    donation = paid()
    assert client.post(thanks_url(donation)).url == thanks_url(donation)
    assert Payment.objects.count() == 1


def test_a_payment_in_progress_cannot_be_doubled(client, payment):
    decide(payment.provider_reference, Choice.SLOW)
    client.get(thanks_url(payment.donation))
    assert client.post(thanks_url(payment.donation)).url == thanks_url(payment.donation)
    assert Payment.objects.count() == 1


def test_who_has_not_paid_yet_is_led_to_the_same_pay_page(client, payment):
    assert payment.provider_reference in client.post(thanks_url(payment.donation)).url


def test_a_silent_provider_is_told_of_on_the_page(client, payment, monkeypatch):
    def silent(self, request):
        raise GatewayUnavailable

    monkeypatch.setattr(SandboxGateway, "begin", silent)
    waiting = client.post(thanks_url(payment.donation))
    payments.apply(release(payment))
    ended = client.post(thanks_url(payment.donation))
    for response in (waiting, ended):
        assert response.status_code == 503
        assert "The payment service does not answer just now." in text(response)


def test_a_way_that_was_switched_off_since_is_told_of_on_the_page(client, payment, settings):
    waiting, ended = (
        thanks_url(payment.donation),
        thanks_url((other := begun(email="b@donors.example")).donation),
    )
    payments.apply(release(other))
    left = {code: one for code, one in settings.PAYMENT_GATEWAYS.items() if code != "sandbox"}
    settings.PAYMENT_GATEWAYS = left
    for address in (waiting, ended):
        response = client.post(address)
        assert response.status_code == 503
        assert "The payment service does not answer just now." in text(response)
    assert Payment.objects.count() == 2


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-3] + "x/", lambda t: t.replace("G-", "G-0"), lambda t: "/en/donate/thanks/G-1/"]
)
def test_only_a_signed_address_opens_the_page(client, payment, spoil):
    assert client.get(spoil(thanks_url(payment.donation))).status_code == 404


def test_the_reference_on_a_receipt_does_not_open_the_page(client):
    assert client.get(f"/en/donate/thanks/{paid().reference}/").status_code == 404


def test_the_page_is_neither_kept_nor_found_nor_told_to_others(client, payment):
    headers = client.get(thanks_url(payment.donation)).headers
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_address_holds_nothing_personal(payment):
    assert "aziza" not in thanks_url(payment.donation).lower()


def test_a_new_sponsor_reads_when_the_next_payment_is(client):
    sponsorship = sponsoring()
    assert "Next payment" in text(client.get(thanks_url(sponsorship.donations.get())))


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_every_state_opens_in_every_language(client, language):
    payment = begun(language=language)
    url = thanks_url(payment.donation)
    assert url.startswith(f"/{language}/")
    assert client.get(url).status_code == 200
    payments.apply(release(payment))
    assert client.get(url).status_code == 200
    payments.apply(settle(payment))
    assert client.get(url).status_code == 200


def test_a_gift_for_a_purpose_that_has_closed_is_still_thanked_for(client):
    donation = paid(designation="tashkent")
    type(purpose()).objects.filter(code="tashkent").update(is_open=False)
    assert client.get(thanks_url(donation)).status_code == 200


def test_a_gift_that_was_given_back_is_not_said_to_have_arrived(client):
    donation = paid()
    give_back(donation.payments.get(), donation.amount)
    page = text(client.get(thanks_url(donation)))
    assert "Your gift was given back." in page
    assert "has arrived" not in page
    assert "The receipt is on its way" not in page


def test_the_receipt_is_found_also_where_a_later_attempt_came_to_nothing(client):
    payment = begun()
    payments.apply(release(payment, Ending.EXPIRED))
    client.post(thanks_url(payment.donation))
    payments.apply(settle(payment))  # the first attempt was paid after all
    assert Donation.objects.get().payments.last() != payment
    assert links.receipts_url(payment) in client.get(thanks_url(payment.donation)).content.decode()


def test_a_gift_that_was_given_back_is_not_celebrated(client):
    donation = paid()
    assert "gate__arch" in client.get(thanks_url(donation)).content.decode()
    payment = donation.payments.get()
    give_back(payment, payment.amount)
    page = client.get(thanks_url(donation)).content.decode()
    assert "Your gift was given back" in page
    assert "gate__arch" not in page


def test_the_mail_with_the_receipt_is_on_its_way_on_its_day_only(client):
    donation = paid()
    assert "The receipt is on its way" in text(client.get(thanks_url(donation)))
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        page = text(client.get(thanks_url(donation)))
    assert "Open the receipt" in page
    assert "on its way" not in page


def test_cash_that_was_written_down_wrongly_is_not_said_to_have_been_given_back(client):
    payment = given_cash()
    receipts.catch_up(payment.pk)
    corrections.approve(corrections.ask(payment, "another's", staff("donor_care")), staff("finance"))
    receipts.catch_up(payment.pk)
    paper = links.verify_url(payment.receipts.get().code)
    for address in (thanks_url(payment.donation), links.receipts_url(payment), paper):
        page = text(client.get(address, follow=True, headers={"accept-language": "en"}))
        assert "written down wrongly" in page
        assert "given back" not in page
