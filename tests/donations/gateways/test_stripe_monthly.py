"""Sponsorships that Stripe charges by itself: begun, renewed, refused, ended."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core.models import OutboxMessage
from core.money import Money
from donations.gateways.requests import GatewayUnavailable
from donations.links import thanks_url
from donations.models import (
    Donation,
    DonationState,
    LedgerEntry,
    Payment,
    PaymentState,
    ProviderEvent,
    RefundDue,
    Sponsorship,
    SponsorshipState,
)
from donations.services import cancellation, checkout, following, leave, renewals
from tests.factories.stripe import at_checkout, monthly, queued, sponsoring, told, work

pytestmark = pytest.mark.django_db


def fresh(sponsorship: Sponsorship) -> Sponsorship:
    return Sponsorship.objects.get(pk=sponsorship.pk)


def mails() -> list[str]:
    return [key.split(":")[0] for key in OutboxMessage.objects.order_by("pk").values_list("key", flat=True)]


def given(sponsorship: Sponsorship) -> list[Money]:
    return LedgerEntry.objects.given_to(sponsorship.designation)


def test_a_subscription_is_asked_for(stripe):
    payment = monthly()
    session = stripe.rows[payment.provider_reference]
    assert session["mode"] == "subscription"
    assert session["metadata"]["sponsorship"] == payment.donation.sponsorship.reference


@pytest.mark.parametrize("frequency", ["month", "year"])
def test_it_comes_as_often_as_was_promised(stripe, frequency):
    payment = monthly(frequency=frequency)
    stripe.pay(payment.provider_reference)
    assert stripe.all("price")[0]["recurring"]["interval"] == frequency


def test_the_first_payment_starts_it_once_though_two_messages_tell_of_it(stripe):
    sponsorship = sponsoring(stripe)
    kinds = set(ProviderEvent.objects.values_list("payload__kind", flat=True))
    assert {"invoice.paid", "checkout.session.completed"} <= kinds
    assert sponsorship.state == SponsorshipState.ACTIVE
    assert sponsorship.charge_token == stripe.all("subscription")[0]["id"]
    assert (Donation.objects.count(), Payment.objects.count()) == (1, 1)
    assert given(sponsorship) == [Money(2500, "USD")]
    assert mails() == ["receipt"]


def test_a_renewal_is_a_donation_of_its_period(stripe):
    sponsorship = sponsoring(stripe)
    invoice = stripe.renew(sponsorship.charge_token)
    told(stripe)
    renewal = Donation.objects.latest("period")
    assert (renewal.state, renewal.sponsorship) == (DonationState.PAID, sponsorship)
    assert renewal.period == timezone.localdate() + timedelta(days=30)
    assert renewal.payments.get().provider_reference == invoice["id"]
    assert given(sponsorship) == [Money(5000, "USD")]
    assert fresh(sponsorship).next_charge_on == timezone.localdate() + timedelta(days=60)
    assert mails() == ["receipt", "receipt"]


def test_our_scheduler_leaves_it_alone(stripe):
    sponsorship = sponsoring(stripe)
    with time_machine.travel(timezone.now() + timedelta(days=40), tick=False):
        assert renewals.charge_due() == 0
    assert fresh(sponsorship).next_charge_on == sponsorship.next_charge_on
    assert Donation.objects.count() == 1


def test_our_scheduler_makes_no_second_try_of_a_charge_that_is_stripes(stripe):
    sponsorship = sponsoring(stripe)
    stripe.renew(sponsorship.charge_token, "failed")
    told(stripe)
    with time_machine.travel(timezone.now() + timedelta(days=9), tick=False):
        assert renewals.charge_due() == 0


def test_a_refused_renewal_is_told_and_heals(stripe):
    sponsorship = sponsoring(stripe)
    invoice = stripe.renew(sponsorship.charge_token, "failed")
    told(stripe)
    row = fresh(sponsorship)
    assert (row.state, row.failures) == (SponsorshipState.PAST_DUE, 1)
    assert timezone.localdate(row.retry_at) == timezone.localdate() + timedelta(days=3)
    assert Donation.objects.latest("period").state == DonationState.LAPSED
    stripe.settle(invoice["id"])
    told(stripe)
    row = fresh(sponsorship)
    assert (row.state, row.failures, row.retry_at) == (SponsorshipState.ACTIVE, 0, None)
    assert Donation.objects.latest("period").payments.count() == 1
    assert given(sponsorship) == [Money(5000, "USD")]
    assert mails() == ["receipt", "charge-failed", "receipt"]


def test_each_try_of_stripes_is_told_once_and_the_end_too(stripe):
    sponsorship = sponsoring(stripe)
    invoice = stripe.renew(sponsorship.charge_token, "failed")
    told(stripe)
    stripe.refuse(invoice["id"])
    told(stripe)
    assert set(stripe.deliver(*stripe.events("invoice.payment_failed"))) == {200}
    stripe.refuse(invoice["id"], last=True)
    told(stripe)
    assert fresh(sponsorship).state == SponsorshipState.UNPAID
    assert mails() == ["receipt", *["charge-failed"] * 3]
    assert "has ended" in OutboxMessage.objects.latest("pk").subject


def test_an_old_failure_heard_of_again_does_not_stop_what_goes_well(stripe):
    sponsorship = sponsoring(stripe)
    old = stripe.renew(sponsorship.charge_token, "failed")
    told(stripe)
    stripe.renew(sponsorship.charge_token)
    told(stripe)
    assert fresh(sponsorship).state == SponsorshipState.ACTIVE
    old |= {"status": "uncollectible", "next_payment_attempt": None, "attempt_count": 4}
    following.ask_about_sponsorships()
    stripe.deliver(*stripe.events("invoice.payment_failed"))
    assert fresh(sponsorship).state == SponsorshipState.ACTIVE


@pytest.mark.parametrize(
    ("kind", "status"),
    [("invoice.voided", "void"), ("invoice.marked_uncollectible", "uncollectible")],
)
def test_an_invoice_that_staff_give_up_in_stripes_dashboard_is_not_tried_again(stripe, kind, status):
    sponsorship = sponsoring(stripe)
    invoice = stripe.renew(sponsorship.charge_token, "failed")
    told(stripe)
    assert fresh(sponsorship).retry_at
    invoice |= {"status": status, "next_payment_attempt": None}
    stripe.tell(kind, invoice)
    told(stripe)
    assert fresh(sponsorship).retry_at is None
    assert given(sponsorship) == [Money(2500, "USD")]


@pytest.mark.parametrize("kind", ["invoice.payment_action_required", "invoice.finalization_failed"])
def test_an_invoice_that_waits_changes_nothing(stripe, kind):
    sponsorship = sponsoring(stripe)
    invoice = stripe.renew(sponsorship.charge_token, "failed")
    invoice |= {"status": "draft" if kind.endswith("failed") else "open", "attempted": False}
    stripe.tell(kind, invoice)
    told(stripe)
    assert fresh(sponsorship).state == SponsorshipState.ACTIVE


def test_a_renewal_on_its_way_is_no_failure(stripe):
    sponsorship = sponsoring(stripe)
    invoice = stripe.renew(sponsorship.charge_token, "processing")
    stripe.tell("invoice.payment_failed", invoice)
    told(stripe)
    assert fresh(sponsorship).state == SponsorshipState.ACTIVE
    assert Donation.objects.count() == 1


def test_paying_a_refused_period_by_hand_is_no_second_subscription(stripe, client):
    sponsorship = sponsoring(stripe)
    invoice = stripe.renew(sponsorship.charge_token, "failed")
    told(stripe)
    refused = Donation.objects.latest("period")
    assert checkout.carry_on(refused) == invoice["hosted_invoice_url"]
    assert client.post(thanks_url(refused)).url == invoice["hosted_invoice_url"]
    assert refused.payments.count() == 1
    stripe.settle(invoice["id"])
    assert checkout.carry_on(refused) == thanks_url(refused)


# --- Ending -------------------------------------------------------------------------------------


def test_cancelling_here_cancels_there_and_keeps_its_number(stripe):
    sponsorship = sponsoring(stripe)
    cancellation.cancel(sponsorship)
    assert stripe.rows[sponsorship.charge_token]["status"] == "canceled"
    assert fresh(sponsorship).charge_token == sponsorship.charge_token
    told(stripe)
    assert fresh(sponsorship).state == SponsorshipState.CANCELLED
    assert mails() == ["receipt", "cancelled"]


def test_cancelling_while_stripe_is_silent_is_finished_later(stripe):
    sponsorship = sponsoring(stripe)
    stripe.down = True
    cancellation.cancel(sponsorship)
    stripe.down = False
    assert fresh(sponsorship).token_revoked_at is None
    assert cancellation.revoke_cards() == 1
    assert stripe.rows[sponsorship.charge_token]["status"] == "canceled"


def test_cancelling_there_cancels_here_with_a_mail(stripe):
    sponsorship = sponsoring(stripe)
    stripe.cancel(sponsorship.charge_token)
    told(stripe)
    assert fresh(sponsorship).state == SponsorshipState.CANCELLED
    assert mails() == ["receipt", "cancelled"]
    assert cancellation.revoke_cards() == 1  # nothing is left to be done there, and that is noted


def test_the_end_told_before_the_last_payment_takes_nothing_from_it(stripe):
    sponsorship = sponsoring(stripe)
    stripe.renew(sponsorship.charge_token)
    stripe.cancel(sponsorship.charge_token)
    stripe.deliver(*stripe.events("customer.subscription.deleted"))
    work()
    assert fresh(sponsorship).state == SponsorshipState.CANCELLED
    told(stripe)
    assert given(sponsorship) == [Money(5000, "USD")]
    assert not Payment.objects.exclude(refund_due="").exists()


def test_the_end_told_before_the_beginning_is_the_end(stripe):
    payment = monthly()
    stripe.pay(payment.provider_reference)
    stripe.cancel(stripe.all("subscription")[0]["id"])
    stripe.deliver(*stripe.events("customer.subscription.deleted"))
    work()
    assert Sponsorship.objects.get().state == SponsorshipState.CANCELLED
    told(stripe)
    assert Donation.objects.get().state == DonationState.PAID
    assert mails() == ["receipt", "cancelled"]


def test_a_renewal_told_before_the_beginning_counts_once(stripe):
    payment = monthly()
    stripe.pay(payment.provider_reference)
    stripe.renew(stripe.all("subscription")[0]["id"])
    stripe.deliver(stripe.events("invoice.paid")[-1])
    work()
    assert given(payment.donation) == [Money(5000, "USD")]
    told(stripe)
    assert given(payment.donation) == [Money(5000, "USD")]
    assert Donation.objects.count() == 2


def test_an_invoice_paid_after_cancelling_is_recorded_and_flagged(stripe):
    sponsorship = sponsoring(stripe)
    stripe.renew(sponsorship.charge_token)
    cancellation.cancel(sponsorship)
    told(stripe)
    late = Payment.objects.latest("pk")
    assert (late.state, late.refund_due) == (PaymentState.SUCCEEDED, RefundDue.AFTER_CANCEL)
    assert given(sponsorship) == [Money(2500, "USD")]


def test_paying_after_cancelling_in_another_tab_leaves_no_subscription_behind(stripe):
    payment = monthly()
    stripe.down = True  # so the page could not be closed
    cancellation.cancel(payment.donation.sponsorship)
    stripe.down = False
    stripe.pay(payment.provider_reference)
    told(stripe)
    assert Payment.objects.get().refund_due == RefundDue.AFTER_CANCEL
    (task,) = queued("give_back")
    leave.give_back.func(*task.args_kwargs["args"])
    assert stripe.all("subscription")[0]["status"] == "canceled"


def test_a_leave_that_cannot_be_given_back_now_is_later(stripe):
    sponsorship = sponsoring(stripe)
    stripe.down = True
    leave.give_back.func("stripe", sponsorship.charge_token)
    assert len(queued("give_back")) == 1


def test_a_first_transfer_that_bounces_leaves_no_subscription_behind(stripe):
    payment = monthly()
    stripe.pay(payment.provider_reference, slow=True)
    told(stripe)
    assert Payment.objects.get().state == PaymentState.PROCESSING
    stripe.bounce(payment.provider_reference)
    told(stripe)
    assert Payment.objects.get().state == PaymentState.FAILED
    (task,) = queued("give_back")
    assert task.args_kwargs["args"] == ["stripe", stripe.all("subscription")[0]["id"]]


def test_the_end_of_a_subscription_left_behind_ends_nothing_else(stripe):
    sponsorship = sponsoring(stripe)
    other = monthly(email="b@donors.example")
    stripe.pay(other.provider_reference)
    left = stripe.all("subscription")[0]
    left["metadata"] = {"sponsorship": sponsorship.reference}
    stripe.cancel(left["id"])
    told(stripe)
    assert fresh(sponsorship).state == SponsorshipState.ACTIVE


def test_a_charge_of_another_subscription_is_held_for_a_person(stripe, settings):
    settings.PAYMENTS_ALERT_EMAILS = ["money@sos.example"]
    sponsorship = sponsoring(stripe)
    other = monthly(email="b@donors.example")
    stripe.pay(other.provider_reference)
    left = stripe.all("subscription")[0]
    left["metadata"] = {"sponsorship": sponsorship.reference}
    stripe.renew(left["id"])
    told(stripe)
    assert ProviderEvent.objects.quarantined().get().reason == "another subscription of this sponsorship"
    assert given(sponsorship) == [Money(5000, "USD")]


def test_another_amount_than_promised_is_held_for_a_person(stripe):
    sponsorship = sponsoring(stripe)
    stripe.rows[sponsorship.charge_token]["items"]["data"][0]["price"]["unit_amount"] = 900
    stripe.renew(sponsorship.charge_token)
    told(stripe)
    assert ProviderEvent.objects.quarantined().count() == 1
    assert given(sponsorship) == [Money(2500, "USD")]


def test_what_was_paid_elsewhere_is_held_for_a_person_and_not_booked_as_stripes(stripe):
    sponsorship = sponsoring(stripe)
    invoice = stripe.renew(sponsorship.charge_token, "failed")
    told(stripe)
    stripe.pay_elsewhere(invoice["id"])
    told(stripe)
    held = ProviderEvent.objects.quarantined().get()
    assert held.reason == f"invoice {invoice['id']} was marked as paid outside Stripe"
    following.ask_about_sponsorships()
    assert given(sponsorship) == [Money(2500, "USD")]


def test_invoices_without_a_subscription_do_not_concern_us(stripe):
    sponsorship = sponsoring(stripe)
    invoice = stripe.renew(sponsorship.charge_token)
    invoice["parent"] = None
    told(stripe)
    assert Donation.objects.count() == 1


# --- Messages that were lost --------------------------------------------------------------------


def test_a_renewal_that_nobody_told_of_is_found(stripe):
    sponsorship = sponsoring(stripe)
    stripe.renew(sponsorship.charge_token)
    assert following.ask_about_sponsorships() > 0
    assert given(sponsorship) == [Money(5000, "USD")]
    told(stripe)
    assert given(sponsorship) == [Money(5000, "USD")]


def test_a_donor_who_pays_at_the_page_of_a_past_gift_is_not_asked_again(stripe):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    told(stripe)
    assert checkout.carry_on(payment.donation) == thanks_url(payment.donation)


def test_stripe_silent_while_a_donor_wants_to_pay_by_hand_is_said(stripe):
    sponsorship = sponsoring(stripe)
    stripe.renew(sponsorship.charge_token, "failed")
    told(stripe)
    stripe.down = True
    with pytest.raises(GatewayUnavailable):
        checkout.carry_on(Donation.objects.latest("period"))
