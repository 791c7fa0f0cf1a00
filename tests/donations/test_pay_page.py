"""The sandbox's pay page and what its provider reports afterwards."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.utils import timezone

from donations.gateways.sandbox import delivery, provider
from donations.gateways.sandbox.models import Choice, SandboxEvent, SandboxPayment
from donations.models import Donation, DonationState, LedgerEntry, Payment, PaymentState, ProviderEvent
from donations.services import checkout, payments
from tests.factories.donations import begun, release, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment():
    return begun()


def page_of(payment: Payment) -> str:
    return f"/payments/sandbox/pay/{payment.provider_reference}/"


def choose(client, payment: Payment, choice: str):
    return client.post(page_of(payment), {"choice": choice})


def later(seconds: int):
    return time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=False)


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_the_page_says_that_no_money_moves(client, language):
    html = client.get(page_of(begun(language=language))).content.decode()
    assert 'class="plate"' in html
    assert f'lang="{language}"'.lower() in html.lower()


@pytest.mark.parametrize(
    ("choice", "state"),
    [
        ("success", PaymentState.SUCCEEDED),
        ("slow", PaymentState.PROCESSING),
        ("fail", PaymentState.FAILED),
        ("cancel", PaymentState.CANCELLED),
        ("repeat", PaymentState.SUCCEEDED),
        ("late", PaymentState.EXPIRED),
    ],
)
def test_each_choice_has_its_outcome_and_leads_back(client, payment, choice, state):
    response = choose(client, payment, choice)
    assert "/en/donate/thanks/" in response.url
    assert Payment.objects.get().state == state


def test_nothing_happens_when_the_payer_walks_away(client, payment):
    client.get(page_of(payment))
    assert Payment.objects.get().state == PaymentState.REDIRECTED


@pytest.mark.parametrize("choice", ["slow", "late"])
def test_what_takes_its_time_arrives(client, payment, choice):
    choose(client, payment, choice)
    with later(9):
        delivery.deliver_due()
    assert Donation.objects.get().state == DonationState.PAID


def test_what_takes_its_time_does_not_arrive_before(client, payment):
    choose(client, payment, "slow")
    with later(5):
        delivery.deliver_due()
    assert Donation.objects.get().state == DonationState.OPEN


def test_repeated_reports_count_once(client, payment):
    choose(client, payment, "repeat")
    while delivery.deliver_due():
        pass
    assert SandboxEvent.objects.get().copies_left == 0
    assert (ProviderEvent.objects.count(), LedgerEntry.objects.count()) == (1, 2)


def test_deciding_twice_decides_once(client, payment):
    choose(client, payment, "success")
    choose(client, payment, "fail")
    assert SandboxPayment.objects.get().choice == Choice.SUCCESS


def test_an_unknown_choice_changes_nothing(client, payment):
    assert choose(client, payment, "steal").status_code == 400
    assert not SandboxPayment.objects.get().choice


def test_a_charge_is_no_choice_of_a_payer(client, payment):
    assert choose(client, payment, "charged").status_code in (400, 409)
    assert not SandboxEvent.objects.exists()


def test_money_is_not_taken_for_what_was_paid_by_another_attempt(client, payment):
    payments.apply(release(payment))
    checkout.carry_on(payment.donation)
    second = Payment.objects.latest("pk")
    payments.apply(settle(payment))
    assert choose(client, second, "success").status_code == 409
    assert not SandboxPayment.objects.get(order=second.reference).choice


def test_an_old_page_takes_nothing(client, payment):
    with later(25 * 3600):
        assert choose(client, payment, "success").status_code == 409


def test_an_unused_page_expires_and_says_so(payment):
    with later(25 * 3600):
        provider.expire_sessions()
        delivery.deliver_due()
    assert Payment.objects.get().state == PaymentState.EXPIRED


def test_a_shop_that_fails_is_told_again_later(client, payment, monkeypatch):
    def broken(instruction):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(payments, "apply", broken)
        provider.decide(payment.provider_reference, Choice.SUCCESS)
        delivery.deliver_due()
    with later(60):
        delivery.deliver_due()
    assert Donation.objects.get().state == DonationState.PAID


def test_the_page_is_found_by_its_secret_only(client, payment):
    assert client.get(f"/payments/sandbox/pay/{payment.reference}/", follow=True).status_code == 404


def test_there_is_no_page_where_the_sandbox_is_off(client, payment, settings):
    settings.PAYMENT_GATEWAYS = {}
    assert client.get(page_of(payment), follow=True).status_code == 404


def test_the_order_is_known_with_one_amount_only(payment):
    with pytest.raises(provider.Refused):
        provider.open_payment(
            order=payment.reference,
            amount=payment.amount * 2,
            description="",
            language="",
            return_url="",
            recurring=False,
        )


def test_the_pay_page_opens_without_our_address_in_it(payment):
    url = checkout.carry_on(payment.donation)
    assert urlsplit(url).query == ""
