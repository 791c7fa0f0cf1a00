"""Money that goes back through Stripe, and banks that take it back."""

import pytest

from core.models import OutboxMessage
from donations.models import Donation, DonationState, LedgerEntry, ProviderEvent, Refund
from tests.factories.stripe import at_checkout, intent, paid_once, sponsoring, told

pytestmark = pytest.mark.django_db


def balance(account: str) -> int:
    return sum(LedgerEntry.objects.filter(account=account).values_list("amount_minor", flat=True))


def test_a_refund_is_booked_once(stripe):
    donation = paid_once(stripe)
    stripe.refund(intent(stripe, donation.payments.get()))
    told(stripe)
    assert Donation.objects.get().state == DonationState.REFUNDED
    assert not LedgerEntry.objects.given_to(donation.designation)
    assert set(stripe.deliver(*stripe.events("refund.created"))) == {200}
    assert Refund.objects.count() == 1


def test_a_part_leaves_the_rest(stripe):
    donation = paid_once(stripe)
    stripe.refund(intent(stripe, donation.payments.get()), 1000)
    told(stripe)
    assert [money.minor for money in LedgerEntry.objects.given_to(donation.designation)] == [1500]
    assert Donation.objects.get().state == DonationState.PAID


def test_a_refund_that_is_told_before_its_payment_is_booked_after_it(stripe):
    payment = at_checkout()
    stripe.pay(payment.provider_reference)
    stripe.refund(intent(stripe, payment))
    stripe.deliver(*stripe.events("refund.created"))
    told(stripe)
    assert Donation.objects.get().state == DonationState.REFUNDED
    assert ProviderEvent.objects.quarantined().count() == 0


@pytest.mark.parametrize("renewed", [False, True])
def test_a_refund_of_a_sponsorships_period_finds_it(stripe, renewed):
    sponsorship = sponsoring(stripe)
    if renewed:
        stripe.renew(sponsorship.charge_token)
        told(stripe)
    latest = Donation.objects.latest("period")
    stripe.refund(intent(stripe, latest.payments.get()))
    told(stripe)
    latest.refresh_from_db()
    assert latest.state == DonationState.REFUNDED
    assert Refund.objects.get().payment == latest.payments.get()


def test_a_refund_under_way_is_booked_when_it_is_there(stripe):
    donation = paid_once(stripe)
    refund = stripe.refund(intent(stripe, donation.payments.get()), status="pending")
    told(stripe)
    assert Refund.objects.count() == 0
    stripe.change_refund(refund["id"], "succeeded")
    told(stripe)
    assert Donation.objects.get().state == DonationState.REFUNDED


def test_a_refund_that_is_called_off_leaves_the_gift(stripe):
    donation = paid_once(stripe)
    refund = stripe.refund(intent(stripe, donation.payments.get()), status="pending")
    told(stripe)
    stripe.change_refund(refund["id"], "canceled")
    told(stripe)
    assert not ProviderEvent.objects.waiting().exists()
    assert Donation.objects.get().state == DonationState.PAID
    assert balance("gifts") == -2500


def test_a_refund_that_fails_is_owed_again_and_for_a_person(stripe, settings):
    settings.PAYMENTS_ALERT_EMAILS = ["money@sos.example"]
    donation = paid_once(stripe)
    refund = stripe.refund(intent(stripe, donation.payments.get()))
    told(stripe)
    stripe.change_refund(refund["id"], "failed")
    told(stripe)
    stripe.tell("refund.updated", stripe.rows[refund["id"]])
    told(stripe)
    assert (balance("gateway"), balance("owed")) == (2500, -2500)
    assert not LedgerEntry.objects.given_to(donation.designation)
    assert Donation.objects.get().state == DonationState.REFUNDED
    assert OutboxMessage.objects.filter(key__startswith="refund-failed").count() == 1


def test_a_second_refund_after_a_failed_one_pays_what_is_owed(stripe):
    donation = paid_once(stripe)
    paid = intent(stripe, donation.payments.get())
    refund = stripe.refund(paid)
    told(stripe)
    stripe.change_refund(refund["id"], "failed")
    told(stripe)
    stripe.refund(paid)
    told(stripe)
    assert (balance("gateway"), balance("owed"), balance("gifts")) == (0, 0, 0)


def test_a_refund_that_failed_before_it_was_booked_is_not_booked(stripe):
    donation = paid_once(stripe)
    refund = stripe.refund(intent(stripe, donation.payments.get()))
    stripe.change_refund(refund["id"], "failed")
    told(stripe)
    assert (balance("gateway"), balance("owed")) == (2500, 0)
    assert Donation.objects.get().state == DonationState.PAID


def test_money_of_somebody_else_on_the_same_account_does_not_concern_us(stripe):
    at_checkout()
    other = stripe._intent(700, "usd", False, {})
    stripe.refund(other["id"])
    stripe.dispute(other["id"])
    told(stripe)
    assert set(ProviderEvent.objects.values_list("state", flat=True)) == {"ignored"}
