"""A worker that dies at any commit of a fee, a payout or a dispute: the next one finishes it, and doubles nothing."""

import pytest

from core.models import OutboxMessage
from core.money import Money
from donations.models import (
    Dispute,
    DisputeState,
    Donation,
    DonationState,
    LedgerEntry,
    Payout,
    PayoutState,
    Refund,
    RefundOrderState,
)
from donations.services import account_lines, cancellation, giving_back
from tests.donations.killing import killed_at
from tests.donations.test_killing import in_every_way
from tests.factories.accounts import UserFactory
from tests.factories.stripe import books, follow_left, intent, paid_once, sponsoring, told, with_its_fee, work

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(stripe) -> None:
    """Each journey begins with an account of its own; what earlier ones booked stays in the books."""
    stripe.rows = {number: row for number, row in stripe.rows.items() if row["object"] == "event"}
    stripe.paid_out.clear()


def worker() -> None:
    follow_left()
    work()
    giving_back.carry_on()
    account_lines.ask_about_costs()
    account_lines.ask_about_payouts()
    cancellation.revoke_cards()


def test_a_fee_survives_the_workers_death_at_every_commit(stripe, monkeypatch):
    monkeypatch.setattr(account_lines, "AGAIN_AFTER", account_lines.AGAIN_AFTER * 0)

    def journey(at: int) -> bool:
        payment = paid_once(stripe, email=f"d{at}@donors.example").payments.get()
        died = killed_at(at, account_lines.ask_about_costs)
        worker(), worker()
        payment.refresh_from_db()
        assert payment.costs_due_at is None
        assert [line.fee_minor for line in payment.balance_lines.all()] == [102]
        assert books(payment=payment)[("fees", "USD")] == 102
        return died

    assert in_every_way(journey) >= 3


def test_a_payout_survives_the_workers_death_at_every_commit(stripe):
    def journey(at: int) -> bool:
        known = with_its_fee(stripe, email=f"k{at}@donors.example")
        news = paid_once(stripe, email=f"n{at}@donors.example").payments.get()
        number = stripe.pay_out()["id"]
        stripe.deliver()
        died = killed_at(at, work)
        worker()
        assert Payout.objects.get(provider_reference=number).state == PayoutState.PAID
        for payment in (known, news):
            assert books(payment=payment) == {
                ("bank", "USD"): 2398,
                ("fees", "USD"): 102,
                ("gifts", "USD"): -2500,
            }
        return died

    assert in_every_way(journey) >= 2


def test_a_failed_payout_survives_the_workers_death_at_every_commit(stripe):
    def journey(at: int) -> bool:
        payment = with_its_fee(stripe, email=f"d{at}@donors.example")
        number = stripe.pay_out()["id"]
        told(stripe)
        stripe.bounce_payout(number)
        stripe.deliver()
        died = killed_at(at, work)
        worker()
        assert Payout.objects.get(provider_reference=number).state == PayoutState.FAILED
        assert books(payment=payment)[("gateway", "USD")] == 2398
        fresh(stripe)
        return died

    assert in_every_way(journey) >= 1


def test_a_lost_dispute_survives_the_workers_death_at_every_commit(stripe):
    def journey(at: int) -> bool:
        sponsorship = sponsoring(stripe, email=f"d{at}@donors.example")
        donation = sponsorship.donations.get()
        payment = donation.payments.get()
        number = stripe.dispute(intent(stripe, payment))["id"]
        stripe.decide(number, won=False)
        stripe.deliver()
        died = killed_at(at, work)
        worker()
        assert Dispute.objects.get(provider_reference=number).state == DisputeState.LOST
        assert Donation.objects.get(pk=donation.pk).state == DonationState.REFUNDED
        assert payment.refunds.count() == 1
        sponsorship.refresh_from_db()
        assert sponsorship.state == "cancelled"
        assert stripe.rows[sponsorship.charge_token]["status"] == "canceled"
        assert ("gifts", "USD") not in books(payment=payment)
        sources = LedgerEntry.objects.filter(payment=payment).values_list("source", "account")
        assert len(sources) == len(set(sources))
        return died

    assert in_every_way(journey) >= 3


@pytest.mark.parametrize("is_slow", [False, True])
@pytest.mark.parametrize("is_late", [False, True])
def test_an_order_to_give_back_survives_the_workers_death_at_every_commit(stripe, is_slow, is_late):
    """`is_late`: Stripe has forgotten the key by the time that somebody asks again."""
    asks, approves = UserFactory(), UserFactory()
    stripe.refunds_are = "pending" if is_slow else "succeeded"

    def journey(at: int) -> bool:
        payment = paid_once(stripe, email=f"d{at}@donors.example").payments.get()
        orders = [giving_back.ask(payment, Money(1000, "USD"), why, asks) for why in ("mistake", "again")]
        died = killed_at(at, lambda: [giving_back.approve(order, approves) for order in orders])
        for order in orders:
            order.refresh_from_db()
            if order.state == RefundOrderState.REQUESTED:
                giving_back.approve(order, approves)
        if is_late:
            stripe.forget_keys()
        worker()
        refunds = [r for r in stripe.all("refund") if r["metadata"]["payment"] == payment.reference]
        assert sorted(r["metadata"]["order"] for r in refunds) == sorted(one.reference for one in orders)
        for row in refunds if is_slow else ():
            stripe.change_refund(row["id"], "succeeded")
        stripe.deliver()
        worker()
        assert {type(one).objects.get(pk=one.pk).state for one in orders} == {RefundOrderState.DONE}
        assert Refund.objects.filter(payment=payment).count() == 2
        assert books(payment=payment)[("gifts", "USD")] == -500
        return died

    assert in_every_way(journey) >= 4


def test_a_refund_that_fails_survives_the_workers_death_at_every_commit(stripe):
    asks, approves = UserFactory(), UserFactory()

    def journey(at: int) -> bool:
        payment = paid_once(stripe, email=f"d{at}@donors.example").payments.get()
        order = giving_back.ask(payment, Money(1000, "USD"), "mistake", asks)
        giving_back.approve(order, approves)
        order.refresh_from_db()
        number = order.note
        stripe.change_refund(number, "failed")
        stripe.deliver()
        died = killed_at(at, work)
        worker()
        order.refresh_from_db()
        assert order.state == RefundOrderState.RETURNED
        assert books(payment=payment)[("owed", "USD")] == -1000
        assert OutboxMessage.objects.filter(key=f"not-given-back:stripe:{number}").count() == 1
        return died

    assert in_every_way(journey) >= 1
