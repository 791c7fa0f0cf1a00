"""Cards that are declined on Stripe's own page: counted against card testing, and told to nobody."""

import pytest
from django.core.cache import cache

from core.models import OutboxMessage
from donations.models import Payment, PaymentState, ProviderEvent
from donations.services import declines
from tests.factories.stripe import at_checkout, monthly, sponsoring, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def stripe(stripe_account, settings):
    settings.PAYMENTS_ALERT_EMAILS = ["money@sos.example"]
    cache.clear()
    return stripe_account


def counted() -> int:
    return declines._told("stripe", "failed")


@pytest.mark.parametrize("begin", [at_checkout, monthly])
def test_each_card_that_is_declined_counts_once_and_the_page_stays_open(stripe, begin):
    payment = begin()
    for _ in range(3):
        stripe.decline(payment.provider_reference)
    told(stripe)
    events = stripe.events("payment_intent.payment_failed")
    assert set(stripe.deliver(*events)) == {200}  # and once more
    told(stripe)
    assert counted() == 3
    assert Payment.objects.get().state == PaymentState.REDIRECTED
    assert not OutboxMessage.objects.exists()
    assert not ProviderEvent.objects.quarantined().exists()


@pytest.mark.parametrize("begin", [at_checkout, monthly])
def test_a_declined_card_counts_though_the_next_one_was_taken_before_we_looked(stripe, begin):
    payment = begin()
    stripe.decline(payment.provider_reference)
    stripe.pay(payment.provider_reference)
    told(stripe)
    assert counted() == 1
    assert Payment.objects.get().state == PaymentState.SUCCEEDED


@pytest.mark.parametrize("begin", [at_checkout, monthly])
def test_a_transfer_that_bounces_counts_once(stripe, begin):
    payment = begin()
    stripe.pay(payment.provider_reference, slow=True)
    stripe.bounce(payment.provider_reference)
    told(stripe)
    assert counted() == 1
    assert Payment.objects.get().state == PaymentState.FAILED


def test_a_renewal_that_fails_is_no_attack(stripe):
    sponsorship = sponsoring(stripe)
    stripe.renew(sponsorship.charge_token, "failed")
    told(stripe)
    assert counted() == 0


def test_what_is_not_ours_does_not_count(stripe):
    other = stripe._intent(700, "usd", True, {})
    stripe.tell("payment_intent.payment_failed", other)
    told(stripe)
    assert counted() == 0
    assert set(ProviderEvent.objects.values_list("state", flat=True)) == {"ignored"}


def test_many_put_the_form_on_its_guard_and_tell_people(stripe, settings):
    payment = at_checkout()
    for _ in range(settings.DECLINE_GUARD["least"] - 1):
        stripe.decline(payment.provider_reference)
    told(stripe)
    assert not declines.are_many()
    stripe.decline(payment.provider_reference)
    told(stripe)
    assert declines.are_many()
    assert OutboxMessage.objects.get().to == "money@sos.example"
