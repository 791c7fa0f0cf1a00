"""Fees, payouts and disputes told to many workers at once: booked once; on PostgreSQL with real row locks."""

import pytest

from core.models import OutboxMessage
from core.money import Money
from donations.models import (
    BalanceLine,
    Dispute,
    LedgerEntry,
    Payment,
    Payout,
    PayoutState,
    ProviderEvent,
    Refund,
    RefundOrderState,
)
from donations.services import account_lines, following, giving_back
from tests.donations.test_race import at_once
from tests.factories.accounts import UserFactory
from tests.factories.stripe import books, intent, paid_once, told, with_its_fee

pytestmark = pytest.mark.django_db(transaction=True)


def waiting(stripe) -> list[int]:
    stripe.deliver()
    return list(ProviderEvent.objects.waiting().order_by("pk").values_list("pk", flat=True))


def booked_once() -> bool:
    sides = list(LedgerEntry.objects.values_list("source", "account"))
    return len(sides) == len(set(sides))


def test_a_payout_told_to_eight_workers_is_booked_once(stripe):
    for number in range(3):
        with_its_fee(stripe, email=f"d{number}@donors.example")
    stripe.pay_out()
    pks = waiting(stripe) * 4
    at_once(8, lambda index: following.follow(pks[index]))
    assert Payout.objects.get().state == PayoutState.PAID
    assert LedgerEntry.objects.filter(account="bank").count() == 3
    assert books()[("bank", "USD")] == 3 * 2398
    assert not ProviderEvent.objects.waiting().exists()


def test_its_message_and_the_clock_at_once_book_a_payout_once(stripe):
    with_its_fee(stripe)
    stripe.pay_out()
    pks = waiting(stripe)
    at_once(6, lambda index: following.follow(pks[0]) if index % 2 else account_lines.ask_about_payouts())
    assert LedgerEntry.objects.filter(account="bank").count() == 1


def test_a_payout_waits_for_a_refund_of_one_of_its_gifts_and_neither_for_the_other_in_a_circle(stripe):
    """With gifts that nothing is known of yet: the payout's worker books the same gifts as the others do."""
    gifts = [paid_once(stripe, email=f"d{number}@donors.example").payments.get() for number in range(4)]
    for payment in gifts:
        stripe.refund(intent(stripe, payment), 1000)
    stripe.pay_out()
    pks = waiting(stripe)
    jobs = [lambda pk=pk: following.follow(pk) for pk in pks] + [account_lines.ask_about_costs] * 2
    at_once(len(jobs), lambda index: jobs[index]())
    told(stripe)
    account_lines.ask_about_payouts()
    account_lines.ask_about_costs()
    assert Payout.objects.get().state == PayoutState.PAID
    assert Refund.objects.count() == 4
    assert books() == {("bank", "USD"): 4 * 1398, ("fees", "USD"): 4 * 102, ("gifts", "USD"): -4 * 1500}


def test_eight_workers_ask_for_one_fee_once(stripe):
    paid_once(stripe)
    stripe.calls.clear()
    at_once(8, lambda _index: account_lines.ask_about_costs())
    assert BalanceLine.objects.count() == 1
    assert LedgerEntry.objects.filter(account="fees").count() == 1
    assert Payment.objects.get().costs_due_at is None
    assert len([1 for _method, path in stripe.calls if path.startswith("/v1/payment_intents/")]) == 1


def test_all_messages_of_a_lost_dispute_at_once_take_the_gift_once(stripe):
    payment = with_its_fee(stripe)
    number = stripe.dispute(intent(stripe, payment))["id"]
    stripe.answer(number)
    stripe.decide(number, won=False)
    pks = waiting(stripe) * 2
    at_once(len(pks), lambda index: following.follow(pks[index]))
    told(stripe)
    assert (Dispute.objects.get().state, Refund.objects.count()) == ("lost", 1)
    assert books() == {("gateway", "USD"): -1602, ("fees", "USD"): 1602}
    assert booked_once()
    assert OutboxMessage.objects.count() == OutboxMessage.objects.values("key").distinct().count()


def test_orders_carried_out_by_many_at_once_while_their_messages_come_go_once_each(stripe):
    """Approved, asked again by the clock, and told by Stripe, all at the same time."""
    payment = paid_once(stripe).payments.get()
    asks, approves = UserFactory(), UserFactory()
    orders = [giving_back.ask(payment, Money(1000, "USD"), why, asks) for why in ("mistake", "again")]
    stripe.down = True
    for order in orders:
        giving_back.approve(order, approves)
    stripe.down = False

    def act(index: int) -> None:
        if index % 4 == 3:
            stripe.deliver()
            told(stripe)
        else:
            giving_back.carry_on()

    at_once(8, act)
    told(stripe)
    giving_back.carry_on()
    for order in orders:
        order.refresh_from_db()
    assert {order.state for order in orders} == {RefundOrderState.DONE}
    assert (len(stripe.all("refund")), Refund.objects.count()) == (2, 2)
    assert books() == {("gateway", "USD"): 500, ("gifts", "USD"): -500}
    assert booked_once()
