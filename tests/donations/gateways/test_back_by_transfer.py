"""What Stripe could not give back goes by transfer: ordered by two, recorded once, booked from our bank account."""

import pytest
from django.utils.translation import override

from core import audit_words
from core.models import AuditEntry, OutboxMessage
from core.money import Money
from donations.models import DonationState, LedgerEntry, Payment, ProviderEvent, Refund, RefundOrderState
from donations.services import account_lines, giving_back, ledger
from donations.services.giving_back import Refused
from tests.factories.accounts import signed_in, staff
from tests.factories.stripe import books, intent, paid_once, told

pytestmark = pytest.mark.django_db
State = RefundOrderState


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


def test_a_wrong_number_can_be_put_right(stripe, returned, two):
    giving_back.record(approved(returned, two, 1000), "PP-1", two[1])
    second = approved(returned, two, 1500)
    with pytest.raises(Refused):
        giving_back.record(second, "PP-1", two[1])
    giving_back.record(second, "PP-2", two[1])
    assert ("owed", "USD") not in books()


def test_what_a_dispute_kept_from_being_recorded_is_recorded_once_that_is_won(stripe, returned, two):
    """The money left our bank between the approval and the dispute."""
    order = approved(returned, two)
    dispute = stripe.dispute(intent(stripe, returned))["id"]
    told(stripe)
    with override("en"), pytest.raises(Refused, match="is disputed"):
        giving_back.record(order, "PP-1", two[1])
    stripe.decide(dispute, won=True)
    told(stripe)
    giving_back.record(order, "PP-1", two[1])
    assert books()["bank", "USD"] == -2500


def test_more_than_is_left_is_refused_and_leaves_nothing_behind(stripe, returned, two, settings):
    settings.PAYMENTS_ALERT_EMAILS = ["money@sos.example"]
    order = approved(returned, two)
    dispute = stripe.dispute(intent(stripe, returned), 1000)["id"]
    stripe.decide(dispute, won=False)
    told(stripe)
    with override("en"), pytest.raises(Refused, match=r"At most \$15"):
        giving_back.record(order, "PP-1", two[1])
    assert not ProviderEvent.objects.filter(event_id__startswith="by-hand:").exists()
    assert not OutboxMessage.objects.filter(key__startswith="quarantine:").exists()
    assert not AuditEntry.objects.filter(action="refundorder.recorded").exists()


def test_what_was_taken_since_it_was_asked_for_is_not_approved(stripe, returned, two):
    """Whoever transfers what is approved could not record it any more: the bank has taken it back."""
    order = giving_back.ask(returned, Money(2500, "USD"), "card closed", two[0], by_transfer=True)
    stripe.dispute(intent(stripe, returned), 1000)
    told(stripe)
    with override("en"), pytest.raises(Refused, match=r"At most \$15"):
        giving_back.approve(order, two[1])
    order.refresh_from_db()
    assert order.state == State.REQUESTED


def test_who_recorded_it_is_on_record(stripe, returned, two):
    order = approved(returned, two)
    giving_back.record(order, "PP-1", two[0])
    entry = AuditEntry.objects.get(action="refundorder.recorded", object_pk=str(order.pk))
    assert entry.actor == two[0]
    with override("en"):
        assert audit_words.of(entry) == "Recorded by hand"


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
    assert (
        f'name="payment-{returned.pk}-by_transfer"'
        in client.get(f"/admin/giving/donations/{returned.donation_id}/").text
    )
    assert "by_transfer" not in client.get(f"/admin/giving/donations/{other.donation_id}/").text
    name = f"payment-{returned.pk}"
    client.post(
        f"/admin/giving/payments/{returned.pk}/give-back/",
        {f"{name}-amount": "25", f"{name}-reason": "card closed", f"{name}-by_transfer": "on"},
    )
    order = returned.refund_orders.get()
    assert order.by_transfer
    client = signed_in(two[1])
    client.post(f"/admin/giving/refunds/{order.pk}/approve/")
    client.post(f"/admin/giving/refunds/{order.pk}/record/", {f"order-{order.pk}-number": "PP-5"})
    assert Refund.objects.filter(provider_reference="PP-5", gateway="bank").exists()
