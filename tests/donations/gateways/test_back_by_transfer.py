"""What Stripe could not give back goes by transfer: ordered by two, recorded once, booked from our bank account."""

import pytest
from django.utils.translation import override

from core.money import Money
from donations.models import DonationState, LedgerEntry, Payment, ProviderEvent, Refund, RefundOrderState
from donations.services import account_lines, giving_back, ledger
from donations.services.giving_back import Refused
from tests.factories.accounts import signed_in, staff
from tests.factories.stripe import books, intent, paid_once, told

pytestmark = pytest.mark.django_db
State = RefundOrderState


@pytest.fixture
def stripe(stripe_account):
    return stripe_account


@pytest.fixture
def two():
    return staff("finance"), staff("finance")


@pytest.fixture
def returned(stripe) -> Payment:
    """A payment whose refund has come back: it is owed."""
    payment = paid_once(stripe).payments.get()
    number = stripe.refund(intent(stripe, payment))["id"]
    told(stripe)
    stripe.change_refund(number, "failed")
    told(stripe)
    return payment


def approved(payment: Payment, two, minor: int = 2500):
    order = giving_back.ask(payment, Money(minor, "USD"), "card closed", two[0], by_transfer=True)
    giving_back.approve(order, two[1])
    order.refresh_from_db()
    return order


def test_it_is_for_a_person_to_carry_out(stripe, returned, two):
    order = approved(returned, two)
    before = len(stripe.all("refund"))
    giving_back.carry_on()
    order.refresh_from_db()
    assert (order.state, giving_back.is_by_hand(order)) == (State.APPROVED, True)
    assert len(stripe.all("refund")) == before


def test_recorded_it_is_booked_from_our_bank_account(stripe, returned, two):
    order = approved(returned, two)
    giving_back.record(order, "PP-77", two[1])
    order.refresh_from_db()
    assert (order.state, order.note) == (State.DONE, "PP-77")
    assert books() == {("gateway", "USD"): 2500, ("bank", "USD"): -2500}
    assert ledger.net_of(returned) == Money(0, "USD")
    assert Refund.objects.get(provider_reference="PP-77").gateway == "bank"


def test_a_part_leaves_the_rest_owed(stripe, returned, two):
    giving_back.record(approved(returned, two, 1000), "PP-1", two[1])
    assert books() == {("gateway", "USD"): 2500, ("bank", "USD"): -1000, ("owed", "USD"): -1500}
    giving_back.record(approved(returned, two, 1500), "PP-2", two[1])
    assert ("owed", "USD") not in books()


def test_what_stripe_refuses_may_be_transferred(stripe, two):
    payment = paid_once(stripe).payments.get()
    order = giving_back.ask(payment, payment.amount, "by mistake", two[0])
    type(order).objects.filter(pk=order.pk).update(state=State.FAILED, decided_by=two[1])
    giving_back.record(approved(payment, two), "PP-3", two[1])
    payment.donation.refresh_from_db()
    assert payment.donation.state == DonationState.REFUNDED
    assert books() == {("gateway", "USD"): 2500, ("bank", "USD"): -2500}


def test_a_gift_cannot_be_sent_elsewhere_before_that(stripe, two):
    payment = paid_once(stripe).payments.get()
    with override("en"), pytest.raises(Refused, match="the way it came"):
        giving_back.ask(payment, payment.amount, "by mistake", two[0], by_transfer=True)


def test_one_number_of_the_bank_is_booked_once(stripe, returned, two):
    giving_back.record(approved(returned, two, 1000), "PP-1", two[1])
    second = approved(returned, two, 1000)
    with override("en"), pytest.raises(Refused, match="booked already"):
        giving_back.record(second, "PP-1", two[1])
    assert LedgerEntry.objects.filter(source="refund:bank:PP-1").count() == 2
    second.refresh_from_db()
    assert second.state == State.APPROVED


def test_stripes_account_and_its_messages_stay_as_they_are(stripe, returned, two):
    giving_back.record(approved(returned, two), "PP-9", two[1])
    for event in stripe.events():
        stripe.deliver(event)
    told(stripe)
    account_lines.ask_about_costs()
    assert books()["gateway", "USD"] == stripe.balance().get("USD", 0)
    assert not ProviderEvent.objects.quarantined().exists()


def test_the_page_of_the_gift_offers_it_only_then(stripe, returned, two):
    other = paid_once(stripe, email="b@donors.example").payments.get()
    client = signed_in(two[0])
    assert 'name="by_transfer"' in client.get(f"/admin/giving/donations/{returned.donation_id}/").text
    assert 'name="by_transfer"' not in client.get(f"/admin/giving/donations/{other.donation_id}/").text
    client.post(
        f"/admin/giving/payments/{returned.pk}/give-back/",
        {"amount": "25", "reason": "card closed", "by_transfer": "on"},
    )
    order = returned.refund_orders.get()
    assert order.by_transfer
    client = signed_in(two[1])
    client.post(f"/admin/giving/refunds/{order.pk}/approve/")
    client.post(f"/admin/giving/refunds/{order.pk}/record/", {"number": "PP-5"})
    assert Refund.objects.filter(provider_reference="PP-5", gateway="bank").exists()
