"""Stripe does not answer, messages get lost, processes die: nothing is lost and nothing counts twice."""

import logging
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from core.models import OutboxMessage
from donations.gateways.registry import offers
from donations.gateways.requests import GatewayUnavailable
from donations.gateways.stripe.gateway import StripeGateway
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
from donations.services import checkout, following, payments, receipts, reconciliation
from tests.factories.donations import gift
from tests.factories.stripe import USD, at_checkout, follow_left, monthly, paid_once, sponsoring, told, work

pytestmark = pytest.mark.django_db


def later(minutes: int):
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False)


# --- Beginning ----------------------------------------------------------------------------------


def test_a_silent_stripe_is_asked_again_and_then_said_to_be_silent(stripe):
    stripe.down = True
    with pytest.raises(GatewayUnavailable):
        checkout.start(gift(**USD))
    assert len(stripe.calls) == 3
    assert Payment.objects.get().state == PaymentState.CREATED


def test_the_form_can_be_sent_again(stripe):
    same = gift(**USD)
    stripe.down = True
    with pytest.raises(GatewayUnavailable):
        checkout.start(same)
    stripe.down = False
    assert checkout.start(same).startswith("https://checkout.stripe.com/")
    assert Payment.objects.get().state == PaymentState.REDIRECTED


def test_an_answer_that_got_lost_opens_no_second_page(stripe):
    stripe.losing = 2
    at_checkout()
    assert len(stripe.all("checkout.session")) == 1


def test_an_error_of_stripes_own_which_it_repeats_for_a_day_keeps_no_donor_back(stripe):
    stripe.broken = 1
    assert at_checkout().state == PaymentState.REDIRECTED
    assert len(stripe.all("checkout.session")) == 1


def test_an_error_of_stripes_own_that_opened_the_page_all_the_same_opens_no_second(stripe):
    payment = at_checkout()
    (key,) = stripe.answers
    asked, _answer = stripe.answers[key]
    stripe.answers[key] = asked, ('{"error": {"type": "api_error"}}', 500, {"Request-Id": "req_error"})
    assert checkout.carry_on(payment.donation) == stripe.rows[payment.provider_reference]["url"]
    assert len(stripe.all("checkout.session")) == 1


def test_while_stripe_is_broken_the_form_can_be_sent_again(stripe):
    same = gift(**USD)
    stripe.broken = 100
    with pytest.raises(GatewayUnavailable):
        checkout.start(same)
    stripe.broken = 0
    with later(2):
        assert checkout.start(same).startswith("https://checkout.stripe.com/")


def test_a_wrong_key_is_no_errorpage_for_the_donor(stripe):
    stripe.key = "sk_test_other"
    with pytest.raises(GatewayUnavailable):
        checkout.start(gift(**USD))


def test_a_purpose_renamed_meanwhile_finds_the_page_that_is_open(stripe):
    payment = at_checkout()
    renamed = replace(checkout._request(payment), description="Another name")
    again = StripeGateway().begin(renamed)
    assert again.provider_reference == payment.provider_reference
    assert stripe.calls[-1] == ("get", "/v1/checkout/sessions")


def test_what_stripe_refuses_to_open_is_said_as_not_available_and_logged(stripe, caplog):
    payment = at_checkout()
    request = checkout._request(payment)
    stripe.answers.clear()  # a day later no key is known any more
    with later(60 * 30), caplog.at_level(logging.ERROR), pytest.raises(GatewayUnavailable):
        StripeGateway().begin(request)
    assert "refuses a call" in caplog.text
    assert len(stripe.all("checkout.session")) == 1


# --- Following ----------------------------------------------------------------------------------


def test_a_message_that_cannot_be_looked_up_is_looked_up_later(stripe):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    assert set(stripe.deliver()) == {200}
    stripe.down = True
    work()
    assert ProviderEvent.objects.waiting().count() == 1
    stripe.down = False
    with later(5):
        assert follow_left() == 1
    assert Donation.objects.get().state == DonationState.PAID


def test_a_process_that_died_after_the_answer_lost_nothing(stripe):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    stripe.deliver()
    assert follow_left() == 1
    assert Donation.objects.get().state == DonationState.PAID
    with later(10):
        assert follow_left() == 0


def test_a_process_that_dies_while_it_acts_leaves_the_message_waiting(stripe, monkeypatch):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    stripe.deliver()
    with monkeypatch.context() as patch:
        patch.setattr("donations.services.settlement.ledger.book_capture", _die)
        with pytest.raises(KeyboardInterrupt):
            work()
    assert ProviderEvent.objects.waiting().count() == 1
    assert LedgerEntry.objects.count() == 0
    work()
    assert Donation.objects.get().state == DonationState.PAID
    assert OutboxMessage.objects.count() == 1


def _die(*_args: object, **_fields: object) -> None:
    raise KeyboardInterrupt


def test_a_message_that_a_worker_has_taken_is_left_to_it_for_a_while(stripe, monkeypatch):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    stripe.deliver()
    with monkeypatch.context() as patch:
        patch.setattr(following, "follow", _die)
        with pytest.raises(KeyboardInterrupt):
            following.follow_next()
    assert not following.follow_next()
    with later(1):
        assert not following.follow_next()
    with later(3):
        assert follow_left() == 1
    assert Donation.objects.get().state == DonationState.PAID


def test_one_that_fails_badly_does_not_keep_the_others_from_their_turn(stripe, monkeypatch):
    first, second = at_checkout(), at_checkout(email="b@donors.example")
    for payment in (first, second):
        stripe.pay(payment.provider_reference)
    stripe.deliver()
    real = StripeGateway.follow

    def first_breaks(self, event):
        if event.subject == first.provider_reference:
            raise RuntimeError
        return real(self, event)

    monkeypatch.setattr(StripeGateway, "follow", first_breaks)
    with later(5):
        assert follow_left() == 1


def test_people_are_told_of_a_message_that_waits_for_hours(stripe, settings):
    settings.PAYMENTS_ALERT_EMAILS = ["money@sos.example"]
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    stripe.deliver()
    stripe.down = True
    for minutes in (60, 180, 240):
        with later(minutes):
            follow_left()
    assert OutboxMessage.objects.filter(key__startswith="unfollowed").count() == 1


def test_a_message_about_what_is_gone_comes_to_nothing(stripe):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    stripe.deliver()
    del stripe.rows[payment.provider_reference]
    work()
    event = ProviderEvent.objects.get(payload__kind="checkout.session.completed")
    assert (event.state, event.reason) == (EventState.IGNORED, "not there any more")


def test_stripe_switched_off_leaves_messages_waiting(stripe, settings):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    stripe.deliver()
    with_stripe = settings.PAYMENT_GATEWAYS
    settings.PAYMENT_GATEWAYS = {key: one for key, one in with_stripe.items() if key != "stripe"}
    work()
    assert ProviderEvent.objects.waiting().count() == 1
    settings.PAYMENT_GATEWAYS = with_stripe
    work()
    assert Donation.objects.get().state == DonationState.PAID


# --- Messages that never came -------------------------------------------------------------------


def test_messages_that_stripe_could_not_deliver_are_asked_for(stripe):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    assert following.ask_for_missed() == 1
    work()
    assert Donation.objects.get().state == DonationState.PAID


def test_more_than_a_page_of_them_is_read_to_the_end(stripe):
    payment = at_checkout()
    for _ in range(130):
        stripe.tell("checkout.session.completed", stripe.rows[payment.provider_reference])
    assert following.ask_for_missed() == 130
    assert ProviderEvent.objects.waiting().count() == 130


def test_one_that_cannot_be_read_does_not_keep_the_others(stripe, caplog):
    first, second = at_checkout(), at_checkout(email="b@donors.example")
    for payment in (first, second):
        stripe.pay(payment.provider_reference)
    broken = stripe.events("checkout.session.completed")[0]
    broken["data"]["object"]["id"] = "xx_secret"
    assert following.ask_for_missed() == 1
    work()
    assert Donation.objects.get(state=DonationState.PAID) == second.donation
    assert broken["id"] in caplog.text
    assert "xx_secret" not in caplog.text


def test_the_message_itself_that_comes_after_all_is_known(stripe):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    following.ask_for_missed()
    told(stripe)
    assert ProviderEvent.objects.filter(payload__kind="checkout.session.completed").count() == 1
    assert LedgerEntry.objects.count() == 2


def test_a_silent_stripe_stops_no_other_job(stripe):
    sponsoring(stripe)
    stripe.down = True
    assert (following.ask_for_missed(), following.ask_about_sponsorships()) == (0, 0)


def test_open_payments_are_asked_for(stripe):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    with later(15):
        assert reconciliation.reconcile() == 1
    assert Donation.objects.get().state == DonationState.PAID
    told(stripe)
    assert (LedgerEntry.objects.count(), OutboxMessage.objects.count()) == (2, 1)


def test_a_page_that_is_open_stays_open(stripe):
    at_checkout()
    with later(15):
        assert reconciliation.reconcile() == 0
    assert Payment.objects.get().state == PaymentState.REDIRECTED


def test_a_payment_is_found_by_our_number_when_theirs_was_never_noted(stripe):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    Payment.objects.update(provider_reference="", state=PaymentState.CREATED)
    with later(15):
        assert reconciliation.reconcile() == 1
    assert Payment.objects.get().provider_reference == payment.provider_reference


def test_the_page_that_the_donor_comes_back_to_asks_too(stripe, client):
    payment = at_checkout()
    assert b"Thank you" not in client.get(thanks_url(payment.donation)).content
    stripe.pay(payment.provider_reference)
    cache.clear()  # it asks once in ten seconds
    assert b"Thank you" in client.get(thanks_url(payment.donation)).content
    assert OutboxMessage.objects.count() == 1
    told(stripe)
    assert OutboxMessage.objects.count() == 1


def test_a_renewal_asked_for_by_its_number(stripe):
    sponsorship = sponsoring(stripe)
    invoice = stripe.renew(sponsorship.charge_token)
    payments.apply(offers()["stripe"].gateway.status_of(invoice["id"]))
    assert Donation.objects.count() == 2
    assert offers()["stripe"].gateway.status_of("cs_test_gone") is None


def test_the_mail_is_in_the_donors_language(stripe):
    paid_once(stripe, language="ru")
    assert OutboxMessage.objects.get().language == "ru"


def test_an_unnamed_giver_stays_unnamed_in_renewals(stripe):
    sponsorship = sponsoring(stripe, is_anonymous=True)
    stripe.renew(sponsorship.charge_token)
    told(stripe)
    assert set(Donation.objects.values_list("is_anonymous", flat=True)) == {True}


# --- Heard of in another year ------------------------------------------------------------------------


@pytest.fixture
def new_years_eve():
    """A quarter to twelve in Tashkent."""
    with time_machine.travel("2026-12-31T18:45:00+00:00", tick=False) as clock:
        yield clock


def two_days_later(clock, stripe) -> None:
    clock.shift(timedelta(days=2))
    told(stripe)


def given_on() -> tuple[set, set]:
    """The days that the books and the gifts say."""
    moments = Donation.objects.values_list("paid_at", flat=True)
    booked = LedgerEntry.objects.values_list("booked_on", flat=True)
    return set(booked), {timezone.localdate(moment) for moment in moments}


def test_a_gift_belongs_to_the_day_that_its_card_was_charged(stripe, new_years_eve):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    two_days_later(new_years_eve, stripe)
    assert given_on() == ({date(2026, 12, 31)}, {date(2026, 12, 31)})


def test_a_gift_by_direct_debit_belongs_to_the_day_that_the_money_came(stripe, new_years_eve):
    """The charge is made when the payer agrees, and pending for days."""
    payment = at_checkout()
    stripe.pay(payment.provider_reference, slow=True)
    two_days_later(new_years_eve, stripe)
    stripe.arrive(payment.provider_reference)
    told(stripe)
    assert given_on() == ({date(2027, 1, 2)}, {date(2027, 1, 2)})


def test_so_does_a_gift_that_no_message_told_of(stripe, new_years_eve):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    new_years_eve.shift(timedelta(hours=1))
    reconciliation.reconcile()
    assert given_on() == ({date(2026, 12, 31)}, {date(2026, 12, 31)})


def test_so_do_the_first_period_of_a_sponsorship_and_the_next(stripe, new_years_eve):
    payment = monthly()
    stripe.pay(payment.provider_reference)
    stripe.renew(stripe.rows[payment.provider_reference]["subscription"])
    two_days_later(new_years_eve, stripe)
    assert Donation.objects.count() == 2
    assert given_on() == ({date(2026, 12, 31)}, {date(2026, 12, 31)})


def test_the_receipt_is_of_that_year(stripe, new_years_eve):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    two_days_later(new_years_eve, stripe)
    assert [one.given_on for one in receipts.catch_up(payment.pk)] == [date(2026, 12, 31)]
