"""Whatever Stripe tells, late, twice, in any order or not at all, our books end as its own."""

import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models import OutboxMessage
from donations.gateways.base import GatewayUnavailable
from donations.models import Donation, LedgerEntry, Payment, PaymentState, ProviderEvent, Sponsorship
from donations.services import cancellation, checkout, following, reconciliation
from tests.donations.test_invariants import check_the_books, undone
from tests.factories.stripe import at_checkout, monthly, work

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
    "ends",
]
REACHES = ["deliver_some", "deliver_again", "work", "silence"]
OURS = ["ask", "missed", "cancel", "try_again"]
ACTS = st.lists(
    st.tuples(st.sampled_from(HAPPENS * 2 + REACHES * 2 + OURS), st.integers(0, 999)), max_size=22
)


class World:
    """Stripe and we, with one single gift and one sponsorship."""

    def __init__(self, stripe) -> None:
        self.stripe = stripe
        self.first = [at_checkout().donation, monthly().donation]

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
            self.stripe.renew(row["id"], outcome)

    def renew_refused(self, pick) -> None:
        self.renew(pick, "failed")

    def settle(self, pick) -> None:
        for row in one_of(pick, [r for r in self.stripe.all("invoice") if r["next_payment_attempt"]]):
            self.stripe.settle(row["id"])

    def refund(self, pick) -> None:
        intents = [r for r in self.stripe.all("payment_intent") if r["status"] == "succeeded"]
        whole = {row["payment_intent"] for row in self.stripe.all("refund")}
        for row in one_of(pick, [r for r in intents if r["id"] not in whole]):
            self.stripe.refund(row["id"], pick.choice([None, 1000]))

    def refund_fails(self, pick) -> None:
        for row in one_of(pick, [r for r in self.stripe.all("refund") if r["status"] == "succeeded"]):
            self.stripe.change_refund(row["id"], "failed")

    def ends(self, pick) -> None:
        running = [r for r in self.stripe.all("subscription") if r["status"] in ("active", "past_due")]
        for row in one_of(pick, running):
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
        events = self.stripe.events()
        order.shuffle(events)
        for event in events:
            self.stripe.deliver(event)
            work()
        check_the_books()
        assert not ProviderEvent.objects.waiting().exists()


def one_of(pick: random.Random, rows: list) -> list:
    return [pick.choice(rows)] if rows else []


def check_against_stripe(stripe) -> None:
    """Every charge is booked once, every refund too; each renewal's invoice is one payment of one donation."""
    taken = sum(row["amount"] for row in stripe.all("charge"))
    back = sum(row["amount"] for row in stripe.all("refund") if row["status"] == "succeeded")
    held = sum(LedgerEntry.objects.filter(account="gateway").values_list("amount_minor", flat=True))
    quarantined = list(ProviderEvent.objects.quarantined().values_list("reason", flat=True))
    assert held == taken - back, quarantined
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


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=ACTS, order=st.integers(0, 999))
def test_our_books_end_as_stripes_own(stripe_account, acts, order):
    stripe_account.forget_all()
    with undone():
        world = World(stripe_account)
        for what, number in acts:
            world.do(what, number)
        world.finish(random.Random(order))
        check_against_stripe(stripe_account)
