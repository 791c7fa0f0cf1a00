"""A single gift through Stripe, from the form to the ledger."""

import pytest

from core.models import OutboxMessage
from core.money import Money
from donations.links import thanks_url
from donations.models import (
    Donation,
    DonationState,
    EventState,
    LedgerEntry,
    Payment,
    PaymentState,
    ProviderEvent,
)
from donations.services import checkout, following
from tests.factories.donations import gift
from tests.factories.stripe import USD, at_checkout, paid_once, told, work

pytestmark = pytest.mark.django_db


def session_of(stripe, payment: Payment) -> dict:
    return stripe.rows[payment.provider_reference]


def test_the_donor_is_sent_to_checkout(stripe):
    payment = at_checkout()
    session = session_of(stripe, payment)
    assert session["url"].startswith("https://checkout.stripe.com/")
    assert (session["mode"], session["amount_total"], session["currency"]) == ("payment", 2500, "usd")
    assert session["client_reference_id"] == payment.reference


def test_our_references_go_on_everything_that_is_made(stripe):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    session = session_of(stripe, payment)
    intent = stripe.rows[session["payment_intent"]]
    assert session["metadata"] == intent["metadata"] == {"payment": payment.reference}


def test_no_other_currency_is_offered_than_the_promised(stripe):
    assert session_of(stripe, at_checkout())["adaptive_pricing"] == {"enabled": False}


@pytest.mark.parametrize(
    ("language", "locale"), [("ru", "ru"), ("en", "en"), ("uz", "auto"), ("uz-cyrl", "auto")]
)
def test_checkout_speaks_what_it_can(stripe, language, locale):
    assert session_of(stripe, at_checkout(language=language))["locale"] == locale


def test_the_page_closes_within_a_day(stripe):
    payment = at_checkout()
    assert 22 * 3600 < session_of(stripe, payment)["expires_at"] - payment.created_at.timestamp() < 24 * 3600


def test_a_payment_arrives(stripe):
    donation = paid_once(stripe)
    assert donation.state == DonationState.PAID
    assert LedgerEntry.objects.given_to(donation.designation) == [Money(2500, "USD")]
    assert OutboxMessage.objects.filter(key__startswith="receipt").count() == 1


def test_yen_are_not_times_a_hundred(stripe):
    paid_once(stripe, currency="JPY", amount="500")
    assert next(iter(stripe.all("checkout.session")))["amount_total"] == 500
    assert Donation.objects.get().state == DonationState.PAID


def test_two_dollars_and_one_cent_stay_that(stripe):
    paid_once(stripe, amount="2.01")
    assert Payment.objects.get().amount == Money(201, "USD")
    assert next(iter(stripe.all("charge")))["amount"] == 201


def test_a_message_is_kept_and_answered_before_anything_is_done(stripe):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    asked = len(stripe.calls)
    assert stripe.deliver(*stripe.events("checkout.session.completed")) == [200]
    event = ProviderEvent.objects.get()
    assert (event.state, len(stripe.calls)) == (EventState.RECEIVED, asked)
    work()
    event.refresh_from_db()
    assert (event.state, event.payment.reference) == (EventState.APPLIED, payment.reference)


def test_nothing_of_the_payer_is_kept_with_the_message(stripe):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    stripe.deliver(*stripe.events("checkout.session.completed"))
    assert ProviderEvent.objects.get().payload == {
        "kind": "checkout.session.completed",
        "subject": payment.provider_reference,
    }


def test_completed_and_unpaid_is_no_gift_yet(stripe):
    payment = at_checkout()
    stripe.pay(payment.provider_reference, slow=True)
    told(stripe)
    assert Payment.objects.get().state == PaymentState.PROCESSING
    assert Donation.objects.get().state == DonationState.OPEN


def test_a_voucher_that_is_still_to_be_paid_is_no_failure(stripe):
    payment = at_checkout()
    stripe.take_voucher(payment.provider_reference)
    told(stripe)
    assert Payment.objects.get().state == PaymentState.PROCESSING
    assert Donation.objects.get().state == DonationState.OPEN
    stripe.arrive(payment.provider_reference)
    told(stripe)
    assert Donation.objects.get().state == DonationState.PAID


def test_a_voucher_that_nobody_pays_leaves_the_donor_free_to_try_again(stripe):
    payment = at_checkout()
    stripe.take_voucher(payment.provider_reference)
    told(stripe)
    stripe.bounce(payment.provider_reference)
    told(stripe)
    assert Payment.objects.get().state == PaymentState.FAILED
    assert Donation.objects.get().state == DonationState.LAPSED


def test_a_transfer_that_arrives_later_counts(stripe):
    payment = at_checkout()
    stripe.pay(payment.provider_reference, slow=True)
    told(stripe)
    stripe.arrive(payment.provider_reference)
    told(stripe)
    assert Donation.objects.get().state == DonationState.PAID


def test_a_transfer_that_bounces_leaves_the_donor_free_to_try_again(stripe):
    payment = at_checkout()
    stripe.pay(payment.provider_reference, slow=True)
    stripe.bounce(payment.provider_reference)
    told(stripe)
    assert Payment.objects.get().state == PaymentState.FAILED
    assert Donation.objects.get().state == DonationState.LAPSED


def test_a_card_refused_on_the_page_is_no_end(stripe):
    payment = at_checkout()
    stripe.decline(payment.provider_reference)
    told(stripe)
    assert Payment.objects.get().state == PaymentState.REDIRECTED
    stripe.pay(payment.provider_reference)
    told(stripe)
    assert Donation.objects.get().state == DonationState.PAID


def test_a_message_about_a_page_that_is_still_open_waits_for_nothing(stripe):
    payment = at_checkout()
    stripe.tell("checkout.session.completed", session_of(stripe, payment))
    told(stripe)
    assert ProviderEvent.objects.get().state == EventState.IGNORED
    assert Payment.objects.get().state == PaymentState.REDIRECTED


def test_two_tabs_are_one_page_and_one_payment(stripe):
    same = gift(**USD)
    assert checkout.start(same) == checkout.start(same)
    assert len(stripe.all("checkout.session")) == 1


def test_nobody_who_pays_slowly_is_told_that_it_failed(stripe, client):
    payment = at_checkout()
    stripe.pay(payment.provider_reference, slow=True)
    told(stripe)
    page = client.get(thanks_url(payment.donation))
    assert b"Try again" not in page.content
    assert checkout.carry_on(payment.donation) == thanks_url(payment.donation)


def test_a_page_that_nobody_used_ends(stripe):
    payment = at_checkout()
    stripe.expire(payment.provider_reference)
    told(stripe)
    assert Payment.objects.get().state == PaymentState.EXPIRED


def test_unknown_kinds_are_acknowledged(stripe):
    paid_once(stripe)
    assert ProviderEvent.objects.get(payload__kind="charge.succeeded").state == EventState.IGNORED


def test_a_copy_of_a_message_is_taken_and_does_nothing(stripe):
    paid_once(stripe)
    before = ProviderEvent.objects.count()
    assert set(stripe.deliver(*stripe.events())) == {200}
    assert (ProviderEvent.objects.count(), LedgerEntry.objects.count()) == (before, 2)


def test_following_twice_does_nothing_twice(stripe):
    paid_once(stripe)
    event = ProviderEvent.objects.get(payload__kind="checkout.session.completed")
    assert not following.follow(event.pk)
    assert LedgerEntry.objects.count() == 2
