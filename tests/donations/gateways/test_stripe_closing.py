"""A pay page on which nobody may pay any more is closed at Stripe, sooner or later."""

import pytest

from donations.gateways.registry import offer
from donations.gateways.stripe.gateway import StripeGateway
from donations.models import Payment, PaymentState, ProviderEvent, RefundDue, SponsorshipState
from donations.services import cancellation, checkout, pay_pages
from tests.donations.killing import killed_at
from tests.donations.test_killing import in_every_way
from tests.factories.donations import sponsoring as sponsoring_in_the_sandbox
from tests.factories.stripe import at_checkout, monthly, paid_once, told

pytestmark = pytest.mark.django_db


def page(stripe, payment: Payment) -> str:
    return stripe.rows[payment.provider_reference]["status"]


def state(payment: Payment) -> str:
    return Payment.objects.get(pk=payment.pk).state


def test_cancelling_before_the_first_payment_closes_the_page(stripe):
    payment = monthly()
    assert cancellation.cancel(payment.donation.sponsorship)
    assert (page(stripe, payment), state(payment)) == ("expired", PaymentState.EXPIRED)
    told(stripe)
    assert not ProviderEvent.objects.quarantined().exists()
    payment.donation.sponsorship.refresh_from_db()
    assert payment.donation.sponsorship.state == SponsorshipState.CANCELLED


def test_a_silent_stripe_is_told_later(stripe):
    payment = monthly()
    stripe.down = True
    cancellation.cancel(payment.donation.sponsorship)
    assert pay_pages.close_unwanted() == 0
    stripe.down = False
    assert (page(stripe, payment), state(payment)) == ("open", PaymentState.REDIRECTED)
    assert pay_pages.close_unwanted() == 1
    assert (page(stripe, payment), state(payment)) == ("expired", PaymentState.EXPIRED)
    assert pay_pages.close_unwanted() == 0


def test_a_page_that_cannot_be_read_keeps_no_other_open(stripe, monkeypatch):
    payments = [monthly(email=f"{letter}@donors.example") for letter in "abc"]
    stripe.down = True
    for payment in payments:
        cancellation.cancel(payment.donation.sponsorship)
    stripe.down = False
    close = StripeGateway.close

    def breaking(self, reference, number):
        if reference == payments[1].reference:
            raise ValueError("unheard of")
        return close(self, reference, number)

    monkeypatch.setattr(StripeGateway, "close", breaking)
    assert pay_pages.close_unwanted() == 2
    assert [page(stripe, payment) for payment in payments] == ["expired", "open", "expired"]


def test_a_page_whose_number_we_never_had_is_found_by_ours(stripe):
    payment = monthly()
    Payment.objects.filter(pk=payment.pk).update(state=PaymentState.CREATED, provider_reference="")
    cancellation.cancel(payment.donation.sponsorship)
    assert (page(stripe, payment), state(payment)) == ("expired", PaymentState.EXPIRED)


def test_whoever_paid_at_that_very_moment_has_paid(stripe):
    payment = monthly()
    stripe.pay(payment.provider_reference)
    cancellation.cancel(payment.donation.sponsorship)
    found = Payment.objects.get()
    assert (found.state, found.refund_due) == (PaymentState.SUCCEEDED, RefundDue.AFTER_CANCEL)
    assert pay_pages.close_unwanted() == 0


def test_between_our_look_and_the_closing_somebody_pays(stripe, monkeypatch):
    payment = at_checkout()
    gateway = offer("stripe").gateway
    retrieve = gateway.sessions.api.retrieve

    def paid_right_after(number, *params):
        found = retrieve(number, *params)
        if stripe.rows[number]["status"] == "open":
            stripe.pay(number)
        return found

    monkeypatch.setattr(gateway.sessions.api, "retrieve", paid_right_after)
    told_then = gateway.close(payment.reference, payment.provider_reference)
    assert type(told_then).__name__ == "Settle"


def test_a_second_page_of_what_was_paid_by_the_first_is_closed(stripe):
    """A transfer seemed to fail, the donor opened another page, then it arrived."""
    first = at_checkout()
    stripe.pay(first.provider_reference, slow=True)
    stripe.bounce(first.provider_reference)
    told(stripe)
    checkout.carry_on(first.donation)
    second = Payment.objects.latest("pk")
    stripe.arrive(first.provider_reference)
    told(stripe)
    assert pay_pages.close_unwanted() == 1
    assert (page(stripe, second), state(second)) == ("expired", PaymentState.EXPIRED)


def test_pages_that_are_wanted_stay_open(stripe):
    payments = [at_checkout(), monthly(email="b@donors.example")]
    paid_once(stripe, email="c@donors.example")
    sponsoring_in_the_sandbox(email="d@donors.example")
    assert pay_pages.close_unwanted() == 0
    assert {page(stripe, one) for one in payments} == {"open"}


@pytest.mark.usefixtures("stripe")
def test_what_stripe_has_never_heard_of_is_left_alone():
    gateway = offer("stripe").gateway
    assert gateway.close("P-0000-0000-0000", "") is None
    assert gateway.close("P-0000-0000-0000", "cs_test_unknown") is None


@pytest.mark.django_db(transaction=True)
def test_a_death_at_any_commit_of_cancelling_leaves_no_page_open(stripe):
    def journey(at: int) -> bool:
        payment = monthly(email=f"d{at}@donors.example")
        sponsorship = payment.donation.sponsorship
        died = killed_at(at, lambda: cancellation.cancel(sponsorship))
        cancellation.cancel(sponsorship)
        pay_pages.close_unwanted()
        assert (page(stripe, payment), state(payment)) == ("expired", PaymentState.EXPIRED)
        return died

    assert in_every_way(journey) >= 2
