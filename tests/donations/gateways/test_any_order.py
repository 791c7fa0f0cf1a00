"""Whatever Payme and Click call, in any order, however often: the books stay right, answers stay the same.

A model beside the real thing says only what may never happen; the exact codes are in their own tests.
"""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from donations.models import (
    ClickTransaction,
    Donation,
    DonationState,
    LedgerEntry,
    Payment,
    PaymentState,
    PaymeTransaction,
)
from donations.services import checkout, reconciliation
from tests.donations.gateways.local import (
    cancel,
    complete,
    create,
    order,
    payme,
    perform,
    prepare,
)
from tests.donations.test_invariants import check_the_books, undone
from tests.thorough import tries

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 5, tzinfo=UTC)
WHICH, NUMBER = st.integers(0, 2), st.integers(0, 2)
PAYME_ACTS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["check", "create", "create_wrong"]), WHICH, NUMBER),
        st.tuples(st.sampled_from(["perform", "cancel", "show"]), WHICH, NUMBER),
        st.tuples(st.sampled_from(["perform", "create"]), WHICH, NUMBER),
        st.tuples(st.sampled_from(["try_again", "half_a_day", "reconcile"]), WHICH, NUMBER),
    ),
    max_size=16,
)
CLICK_ACTS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["prepare", "prepare_wrong", "complete", "complete_wrong"]), WHICH, NUMBER),
        st.tuples(st.sampled_from(["prepare", "complete", "fail", "forged"]), WHICH, NUMBER),
        st.tuples(st.sampled_from(["try_again"]), WHICH, NUMBER),
    ),
    max_size=16,
)


class Watch:
    """What has been seen: a state that is final stays, a yes is repeated word for word while it holds."""

    def __init__(self) -> None:
        self.final: dict[int, str] = {}
        self.said: dict[object, object] = {}

    def look(self) -> None:
        check_the_books()
        for payment in Payment.objects.all():
            before = self.final.get(payment.pk)
            assert before is None or payment.state == before
            if not payment.is_open:
                self.final[payment.pk] = payment.state
        for donation in Donation.objects.all():
            assert donation.payments.filter(state=PaymentState.SUCCEEDED).count() <= 1
            held = donation.ledger_entries.filter(account="gateway", amount_minor__gt=0).count()
            assert held <= 1

    def hear(self, question: object, answer: dict) -> None:
        """The first yes to a question is the only one it ever gets."""
        if question in self.said and not answer.get("error"):
            assert answer == self.said[question]
        if not answer.get("error"):
            self.said.setdefault(question, answer)


def of(which: int) -> Payment:
    """One of the payments there are by now."""
    known = list(Payment.objects.order_by("pk"))
    return known[which % len(known)]


def held(payment: Payment) -> int:
    """What the provider has of it, by the books."""
    return sum(payment.ledger_entries.filter(account="gateway").values_list("amount_minor", flat=True))


def payme_act(what: str, payment: Payment, number: int, watch: Watch) -> None:
    name = f"{number:024x}"
    match what:
        case "check":
            payme(
                "CheckPerformTransaction",
                amount=payment.amount_minor,
                account={"order_id": payment.reference},
            )
        case "create":
            watch.hear((what, name), create(payment, name))
        case "create_wrong":
            assert "error" in create(payment, name, amount=payment.amount_minor + 1)
        case "perform":
            before = PaymeTransaction.objects.filter(payme_id=name).values_list("state", flat=True).first()
            answer = perform(name)
            assert before is None or before > 0 or "error" in answer
            watch.hear((what, name), answer)
        case "cancel":
            watch.hear((what, name), cancel(name, 1 + number))
        case "show":
            payme("CheckTransaction", id=name)


@tries(15)
@given(PAYME_ACTS)
def test_payme_in_any_order(acts):
    with undone():
        now, watch = START, Watch()
        with time_machine.travel(now, tick=False):
            order("payme"), order("payme")
        for what, which, number in acts:
            now += timedelta(hours=12 if what == "half_a_day" else 0, seconds=1)
            with time_machine.travel(now, tick=False):
                if what == "try_again":
                    checkout.carry_on(of(which).donation)
                elif what == "reconcile":
                    reconciliation.reconcile()
                else:
                    payme_act(what, of(which), number, watch)
                watch.look()
        agrees = {1: "processing", 2: "succeeded", -2: "succeeded"}
        for row in PaymeTransaction.objects.select_related("payment"):
            assert row.payment.state == agrees.get(row.state, row.payment.state)
            assert row.state != -1 or row.payment.state in ("cancelled", "expired")
            assert held(row.payment) == (row.amount_minor if row.state == 2 else 0)


def click_act(what: str, payment: Payment, number: int, watch: Watch) -> None:
    trans_id = 5_000_000_000 + number
    row = ClickTransaction.objects.filter(click_trans_id=trans_id).first()
    ours = row.pk if row else 1
    match what:
        case "prepare":
            watch.hear((what, number, payment.pk), prepare(payment, trans_id))
        case "prepare_wrong":
            assert prepare(payment, trans_id, amount="1")["error"] == -2
        case "complete":
            ended = row is not None and row.state in ("cancelled", "given_back")
            answer = complete(payment, trans_id, ours)
            assert not ended or answer["error"] in (-9, -6)
            if answer["error"] == 0:  # the second time it is -4
                assert (what, number) not in watch.said
                watch.said[what, number] = answer
        case "complete_wrong":
            assert complete(payment, trans_id, ours, amount="1")["error"] in (-2, -6)
        case "fail":
            assert complete(payment, trans_id, ours, error=-5017)["error"] in (-9, -6)
        case "forged":
            assert complete(payment, trans_id, ours, sign_string="0" * 32)["error"] == -1


@tries(15)
@given(CLICK_ACTS)
def test_click_in_any_order(acts):
    with undone():
        order("click"), order("click")
        watch = Watch()
        for what, which, number in acts:
            if what == "try_again":
                checkout.carry_on(of(which).donation)
            else:
                click_act(what, of(which), number, watch)
            watch.look()
        agrees = {"prepared": "processing", "paid": "succeeded", "cancelled": "cancelled"}
        for row in ClickTransaction.objects.select_related("payment"):
            assert row.payment.state == agrees[row.state]
            assert held(row.payment) == (row.amount_minor if row.state == "paid" else 0)


@tries(15)
@given(st.permutations(["create", "perform", "cancel", "perform", "create", "show"]))
def test_performing_after_cancelling_never_pays_in_any_order(acts):
    with undone():
        payment, watch = order("payme"), Watch()
        cancelled = False
        for what in acts:
            paid_before = LedgerEntry.objects.exists()
            payme_act(what, payment, 1, watch)
            gone = PaymeTransaction.objects.filter(state__lt=0).exists()
            if cancelled and not paid_before:
                assert not LedgerEntry.objects.exists()
            cancelled = cancelled or gone
        state = Donation.objects.get(payments=payment).state
        assert state != DonationState.PAID or not cancelled
