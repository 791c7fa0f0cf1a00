"""Whatever Stripe tells, late, twice, in any order or not at all, our books end as its own."""

import random
from collections import Counter

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.models import OutboxMessage
from core.money import Money
from donations.gateways.requests import GatewayUnavailable
from donations.models import (
    Donation,
    Payment,
    PaymentState,
    Payout,
    ProviderEvent,
    RefundOrder,
    RefundOrderState,
    Sponsorship,
    SponsorshipState,
)
from donations.services import (
    account_lines,
    cancellation,
    checkout,
    following,
    giving_back,
    ledger,
    pay_pages,
    reconciliation,
)
from tests.donations.test_invariants import check_the_books, undone
from tests.factories.accounts import UserFactory
from tests.factories.stripe import at_checkout, books, monthly, told, work
from tests.thorough import tries

pytestmark = pytest.mark.django_db

# What happens at Stripe, what reaches us, what we do by ourselves; each with a number that picks one of several.
HAPPENS = [
    "pay",
    "pay_slowly",
    "arrive",
    "bounce",
    "expire",
    "renew",
    "renew_refused",
    "settle",
    "refund",
    "refund_fails",
    "decline",
    "schedule_end",
    "take_end_back",
    "pause",
    "go_on",
    "ends",
]
MONEY = [
    "refund",
    "order_back",
    "order_back",
    "refund_arrives",
    "refund_fails",
    "dispute",
    "answer",
    "decide",
    "lost_comes_back",
    "monthly_fee",
    "pay_out",
    "payout_bounces",
]
REACHES = ["deliver_some", "deliver_again", "work", "silence"]
OURS = ["ask", "missed", "cancel", "try_again", "costs", "payouts", "order_back", "carry_on", "close_pages"]
NUMBERS = st.integers(0, 999)
ACTS = st.lists(st.tuples(st.sampled_from(HAPPENS * 2 + MONEY + REACHES * 2 + OURS), NUMBERS), max_size=26)
# Of gifts that have come: what becomes of their money.
MOVES = st.lists(
    st.tuples(
        st.sampled_from(MONEY * 2 + ["renew", "deliver_some", "deliver_some", "work", "costs", "carry_on"]),
        NUMBERS,
    ),
    min_size=8,
    max_size=26,
)


class World:
    """Stripe and we, with one single gift and one sponsorship."""

    def __init__(self, stripe) -> None:
        self.stripe = stripe
        self.first = [at_checkout().donation, monthly().donation]
        self.asks, self.approves = UserFactory(), UserFactory()

    def do(self, what: str, number: int) -> None:
        pick = random.Random(number)
        act = getattr(self, what)
        act(pick)
        check_the_books()

    def sessions(self, **fields: object) -> list[dict]:
        rows = self.stripe.all("checkout.session")
        return [row for row in rows if all(row[name] == value for name, value in fields.items())]

    def pay(self, pick, slow: bool = False) -> None:
        for row in one_of(pick, self.sessions(status="open")):
            self.stripe.pay(row["id"], slow=slow)

    def pay_slowly(self, pick) -> None:
        self.pay(pick, slow=True)

    def arrive(self, pick) -> None:
        for row in one_of(pick, self.on_their_way()):
            self.stripe.arrive(row["id"])

    def bounce(self, pick) -> None:
        for row in one_of(pick, self.on_their_way()):
            self.stripe.bounce(row["id"])

    def on_their_way(self) -> list[dict]:
        waiting = self.sessions(status="complete", payment_status="unpaid")
        return [
            row for row in waiting if self.stripe.rows[self.stripe.intent_of(row)]["status"] == "processing"
        ]

    def expire(self, pick) -> None:
        for row in one_of(pick, self.sessions(status="open")):
            self.stripe.expire(row["id"])

    def renew(self, pick, outcome: str = "paid") -> None:
        begun = {row["subscription"] for row in self.sessions(payment_status="paid", mode="subscription")}
        running = [r for r in self.stripe.all("subscription") if r["status"] == "active" and r["id"] in begun]
        for row in one_of(pick, running):
            if row["cancel_at_period_end"]:
                self.stripe.cancel(row["id"])
            else:
                self.stripe.renew(row["id"], outcome)

    def renew_refused(self, pick) -> None:
        self.renew(pick, "failed")

    def settle(self, pick) -> None:
        for row in one_of(pick, [r for r in self.stripe.all("invoice") if r["next_payment_attempt"]]):
            self.stripe.settle(row["id"])

    def refund(self, pick) -> None:
        intents = [r for r in self.stripe.all("payment_intent") if r["status"] == "succeeded"]
        whole = {row["payment_intent"] for row in self.stripe.all("refund")}
        whole |= {row["payment_intent"] for row in self.stripe.all("dispute") if row["status"] != "won"}
        for row in one_of(pick, [r for r in intents if r["id"] not in whole]):
            self.stripe.refund(row["id"], pick.choice([None, 1000]))

    def refund_fails(self, pick) -> None:
        for row in one_of(pick, [r for r in self.stripe.all("refund") if r["status"] == "succeeded"]):
            self.stripe.change_refund(row["id"], "failed")

    def order_back(self, pick) -> None:
        """Two of us give a part or all back; Stripe does it at once, or slowly, or cannot."""
        self.stripe.refunds_are = pick.choice(["succeeded", "succeeded", "pending", "failed"])
        for payment in one_of(pick, list(Payment.objects.filter(state=PaymentState.SUCCEEDED))):
            left = giving_back.left_of(payment)
            try:
                amount = pick.choice([left, Money(1000, "USD")])
                giving_back.approve(giving_back.ask(payment, amount, "mistake", self.asks), self.approves)
            except giving_back.Refused:
                assert left.minor < 1000 or not amount

    def refund_arrives(self, pick) -> None:
        for row in one_of(pick, [r for r in self.stripe.all("refund") if r["status"] == "pending"]):
            self.stripe.change_refund(row["id"], pick.choice(["succeeded", "succeeded", "failed"]))

    def carry_on(self, _pick) -> None:
        giving_back.carry_on()

    def close_pages(self, _pick) -> None:
        pay_pages.close_unwanted()

    def decline(self, pick) -> None:
        for row in one_of(pick, self.sessions(status="open")):
            self.stripe.decline(row["id"])

    def schedule_end(self, pick, wanted: bool = True) -> None:
        for row in one_of(pick, self.running()):
            self.stripe.cancel_at_period_end(row["id"], wanted)

    def take_end_back(self, pick) -> None:
        self.schedule_end(pick, False)

    def pause(self, pick) -> None:
        for row in one_of(pick, self.running()):
            self.stripe.pause(row["id"])

    def go_on(self, pick) -> None:
        for row in one_of(pick, self.running()):
            self.stripe.go_on(row["id"])

    def running(self) -> list[dict]:
        return [r for r in self.stripe.all("subscription") if r["status"] in ("active", "past_due")]

    def dispute(self, pick) -> None:
        """Also of what was given back before: banks do not look."""
        intents = [r for r in self.stripe.all("payment_intent") if r["status"] == "succeeded"]
        before = {row["payment_intent"] for row in self.stripe.all("dispute")}
        for row in one_of(pick, [r for r in intents if r["id"] not in before]):
            reason = pick.choice(["fraudulent", "product_not_received"])
            self.stripe.dispute(
                row["id"], pick.choice([None, 1500]), inquiry=not pick.randint(0, 3), reason=reason
            )

    def answer(self, pick) -> None:
        for row in one_of(pick, self.undecided()):
            escalates = row["status"].startswith("warning") and pick.choice([True, False])
            self.stripe.escalate(row["id"]) if escalates else self.stripe.answer(row["id"])

    def decide(self, pick) -> None:
        for row in one_of(pick, self.undecided()):
            self.stripe.decide(row["id"], won=pick.choice([True, False]))

    def lost_comes_back(self, pick) -> None:
        """On appeal."""
        for row in one_of(pick, [r for r in self.stripe.all("dispute") if r["status"] == "lost"]):
            row["status"] = "won"
            self.stripe.reinstate(row["id"])

    def undecided(self) -> list[dict]:
        ends = ("won", "lost", "warning_closed")
        return [row for row in self.stripe.all("dispute") if row["status"] not in ends]

    def monthly_fee(self, _pick) -> None:
        self.stripe.take_monthly_fee(200)

    def pay_out(self, pick) -> None:
        """By hand only while no fee of the month is in it: of such a payout Stripe tells no lines."""
        lines = [r for r in self.stripe.all("balance_transaction") if r["id"] not in self.stripe.paid_out]
        automatic = any(row["type"] == "stripe_fee" for row in lines) or bool(pick.randint(0, 4))
        self.stripe.pay_out(automatic=automatic, reconciled=pick.choice([True, False]))

    def payout_bounces(self, pick) -> None:
        for row in one_of(pick, [r for r in self.stripe.all("payout") if r["status"] == "paid"]):
            self.stripe.bounce_payout(row["id"])

    def costs(self, _pick) -> None:
        account_lines.ask_about_costs()

    def payouts(self, _pick) -> None:
        account_lines.ask_about_payouts()

    def ends(self, pick) -> None:
        for row in one_of(pick, self.running()):
            self.stripe.cancel(row["id"], pick.choice(["cancellation_requested", "payment_failed"]))

    def deliver_some(self, pick) -> None:
        waiting = [event for event in self.stripe.events() if event["pending_webhooks"]]
        for event in pick.sample(waiting, pick.randint(0, len(waiting))):
            assert self.stripe.deliver(event) == [200]

    def deliver_again(self, pick) -> None:
        for event in one_of(pick, self.stripe.events()):
            assert self.stripe.deliver(event) == [200]

    def work(self, _pick) -> None:
        work()

    def silence(self, _pick) -> None:
        self.stripe.down = not self.stripe.down

    def ask(self, pick) -> None:
        for payment in one_of(pick, list(Payment.objects.open())):
            reconciliation.refresh(payment)

    def missed(self, _pick) -> None:
        following.ask_for_missed()
        following.ask_about_sponsorships()

    def cancel(self, pick) -> None:
        if not pick.randint(0, 3):
            cancellation.cancel(Sponsorship.objects.get())

    def try_again(self, pick) -> None:
        for donation in one_of(pick, list(Donation.objects.all())):
            try:
                checkout.carry_on(donation)
            except GatewayUnavailable:
                assert self.stripe.down

    def finish(self, order: random.Random) -> None:
        """Everything is told in the end and looked up, one by one, in an order that nobody would choose."""
        self.stripe.down = False
        self.stripe.refunds_are = "succeeded"
        giving_back.carry_on()
        while any(row["status"] == "pending" for row in self.stripe.all("refund")):
            self.refund_arrives(order)
        for row in self.stripe.all("payout"):
            if row["reconciliation_status"] == "in_progress":
                self.stripe.reconcile(row["id"])
        self.stripe.pay_out()
        events = self.stripe.events()
        order.shuffle(events)
        for event in events:
            self.stripe.deliver(event)
            work()
        Payment.objects.filter(costs_due_at__isnull=False).update(costs_due_at=timezone.now())
        account_lines.ask_about_costs()
        account_lines.ask_about_payouts()
        check_the_books()
        assert not ProviderEvent.objects.waiting().exists()


def one_of(pick: random.Random, rows: list) -> list:
    return [pick.choice(rows)] if rows else []


def check_against_stripe(stripe) -> None:
    """Every cent is where Stripe has it; each renewal's invoice is one payment of one donation."""
    quarantined = list(ProviderEvent.objects.quarantined().values_list("reason", flat=True))
    stands = {account: total for (account, _currency), total in books().items()}
    assert stands.get("gateway", 0) == stripe.balance().get("USD", 0), quarantined
    sent = sum(row["amount"] for row in stripe.all("payout") if row["status"] == "paid")
    assert stands.get("bank", 0) == sent, quarantined
    assert not Payout.objects.filter(state__in=["pending", "held"]).exists()
    open_ones = [row for row in stripe.all("dispute") if row["status"] not in ("won", "lost")]
    taken = sum(-line["amount"] for row in open_ones for line in row["balance_transactions"])
    assert stands.get("disputed", 0) == taken, quarantined
    check_each_payment(stripe)
    check_each_order(stripe)
    check_the_sponsorship(stripe)
    paid = [r["id"] for r in stripe.all("invoice") if r["billing_reason"] == "subscription_cycle"]
    paid = [number for number in paid if stripe.rows[number]["status"] == "paid"]
    counted = Counter(
        Payment.objects.filter(off_session=True, state=PaymentState.SUCCEEDED).values_list(
            "provider_reference", flat=True
        )
    )
    assert counted == Counter(paid)
    keys = OutboxMessage.objects.values_list("key", flat=True)
    assert len(keys) == len(set(keys))


def check_each_payment(stripe) -> None:
    """What is left of each to be given back is what Stripe took in for it, less what went back and what banks took."""
    for payment in Payment.objects.filter(state=PaymentState.SUCCEEDED):
        number = stripe.intent_of(stripe.rows[payment.provider_reference])
        back = [row for row in stripe.all("refund") if row["payment_intent"] == number]
        back = sum(row["amount"] for row in back if row["status"] == "succeeded")
        disputes = [row for row in stripe.all("dispute") if row["payment_intent"] == number]
        taken = -sum(line["amount"] for row in disputes for line in row["balance_transactions"])
        left = payment.amount_minor - back - taken
        lost = any(row["status"] == "lost" for row in disputes)
        assert ledger.net_of(payment).minor == (max(left, 0) if lost else left)


def check_each_order(stripe) -> None:
    """One refund at most for each, and the order says what became of it."""
    made = Counter(row["metadata"]["order"] for row in stripe.all("refund") if row["metadata"])
    assert set(made.values()) <= {1}
    ends = {"succeeded": RefundOrderState.DONE, "failed": RefundOrderState.RETURNED}
    became = {
        row["metadata"]["order"]: ends[row["status"]] for row in stripe.all("refund") if row["metadata"]
    }
    for order in RefundOrder.objects.all():
        assert order.state == became.get(order.reference, RefundOrderState.FAILED), order.note


def check_the_sponsorship(stripe) -> None:
    """Unless we have ended it, it is as Stripe has it."""
    ours = Sponsorship.objects.get()
    if ours.state in (SponsorshipState.INCOMPLETE, SponsorshipState.CANCELLED):
        return
    there = stripe.rows[ours.charge_token]
    if there["status"] == "canceled":
        assert ours.state == SponsorshipState.UNPAID
    elif there["cancel_at_period_end"]:
        assert ours.state == SponsorshipState.CANCEL_SCHEDULED
    elif there["pause_collection"]:
        assert ours.state == SponsorshipState.PAUSED
    else:
        assert ours.state in (SponsorshipState.ACTIVE, SponsorshipState.PAST_DUE)


@tries(13)
@given(acts=ACTS, order=st.integers(0, 999))
def test_our_books_end_as_stripes_own(stripe_account, acts, order):
    stripe_account.forget_all()
    with undone():
        world = World(stripe_account)
        for what, number in acts:
            world.do(what, number)
        world.finish(random.Random(order))
        check_against_stripe(stripe_account)


@tries(13)
@given(moves=MOVES, order=st.integers(0, 999))
def test_whatever_becomes_of_money_that_has_come_our_books_have_it_as_stripe_does(
    stripe_account, moves, order
):
    stripe_account.forget_all()
    with undone():
        world = World(stripe_account)
        for row in world.sessions():
            stripe_account.pay(row["id"])
        told(stripe_account)
        for what, number in moves:
            world.do(what, number)
        world.finish(random.Random(order))
        check_against_stripe(stripe_account)
