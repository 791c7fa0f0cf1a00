"""The server dies after any commit of any of Payme's and Click's calls. They call again, as they do when no answer
comes: it is answered as if nothing had happened, and the books have each thing once.
"""

from collections.abc import Callable
from typing import Any

import pytest

from core.models import OutboxMessage
from donations.models import (
    ClickTransaction,
    Donation,
    DonationState,
    LedgerEntry,
    Payment,
    PaymentState,
    PaymeTransaction,
    Refund,
)
from tests.donations.gateways.local import (
    cancel,
    click_id,
    complete,
    create,
    order,
    payme_id,
    perform,
    prepare,
    show,
)
from tests.donations.killing import Killed, dying, killed_at
from tests.donations.test_invariants import check_the_books
from tests.donations.test_killing import in_every_way

pytestmark = pytest.mark.django_db(transaction=True)


def called(at: int, *calls: Callable[[], dict[str, Any]]) -> tuple[bool, list[dict[str, Any]]]:
    """Make calls one after the other; the server dies after its `at`-th commit of all, and each call is made again.

    Returns whether it died, and the answers to the calls that came again.
    """
    died, answers = False, []
    for call in calls:
        before = _commits(call, 0 if died else at)
        died = died or before < 0
        at -= max(before, 0)
        answers.append(call())
    return died, answers


def _commits(call: Callable[[], dict[str, Any]], at: int) -> int:
    """How many commits a call made; -1 when the server died of it."""
    try:
        with dying(at) as death:
            call()
    except Killed:
        return -1
    return death.commits


def state_of(payment: Payment) -> str:
    return Payment.objects.get(pk=payment.pk).state


def entries(payment: Payment) -> int:
    return LedgerEntry.objects.filter(payment=payment).count()


def mails(payment: Payment) -> int:
    return OutboxMessage.objects.filter(key=f"receipt:{payment.reference}").count()


def test_a_gift_through_payme():
    def journey(at: int) -> bool:
        payment, number = order("payme"), payme_id()
        died, (created, performed) = called(at, lambda: create(payment, number), lambda: perform(number))
        assert (created["result"]["state"], performed["result"]["state"]) == (1, 2)
        assert perform(number) == performed
        assert (state_of(payment), entries(payment), mails(payment)) == (PaymentState.SUCCEEDED, 2, 1)
        assert PaymeTransaction.objects.filter(payment=payment).count() == 1
        check_the_books()
        return died

    assert in_every_way(journey) >= 2


def test_a_transaction_of_payme_that_is_let_go():
    def journey(at: int) -> bool:
        payment, number = order("payme"), payme_id()
        died, (_created, gone) = called(at, lambda: create(payment, number), lambda: cancel(number, 3))
        assert gone["result"]["state"] == -1
        assert cancel(number, 3) == gone
        assert show(number)["reason"] == 3
        assert (entries(payment), mails(payment)) == (0, 0)
        assert Payment.objects.get(pk=payment.pk).state in (PaymentState.CANCELLED, PaymentState.FAILED)
        check_the_books()
        return died

    assert in_every_way(journey) >= 2


def test_a_gift_through_payme_that_goes_back():
    def journey(at: int) -> bool:
        payment, number = order("payme"), payme_id()
        create(payment, number), perform(number)
        died, (gone,) = called(at, lambda: cancel(number, 5))
        assert gone["result"]["state"] == -2
        assert cancel(number, 5) == gone
        assert (entries(payment), Refund.objects.filter(payment=payment).count()) == (4, 1)
        assert Donation.objects.get(pk=payment.donation_id).state == DonationState.REFUNDED
        check_the_books()
        return died

    assert in_every_way(journey) >= 1


def test_a_gift_through_click():
    def journey(at: int) -> bool:
        payment, number = order("click"), click_id()

        def ours() -> int:
            return ClickTransaction.objects.get(click_trans_id=number).pk

        died, (prepared, completed) = called(
            at, lambda: prepare(payment, number), lambda: complete(payment, number, ours())
        )
        assert prepared["error"] == 0
        assert prepared["merchant_prepare_id"] == ours()
        assert (
            completed["error"] == -4
        )  # it was paid by the call that nobody heard the answer of, or by the first
        assert (state_of(payment), entries(payment), mails(payment)) == (PaymentState.SUCCEEDED, 2, 1)
        check_the_books()
        return died

    assert in_every_way(journey) >= 2


def test_a_transaction_of_click_that_is_let_go():
    def journey(at: int) -> bool:
        payment, number = order("click"), click_id()
        ours = prepare(payment, number)["merchant_prepare_id"]
        died, (gone,) = called(at, lambda: complete(payment, number, ours, error="-5017"))
        assert gone["error"] == -9
        assert complete(payment, number, ours)["error"] == -9
        assert (entries(payment), mails(payment)) == (0, 0)
        check_the_books()
        return died

    assert in_every_way(journey) >= 1


def test_a_death_leaves_nothing_by_halves():
    payment, number = order("payme"), payme_id()
    create(payment, number)
    assert killed_at(1, lambda: perform(number))
    assert (state_of(payment), entries(payment), mails(payment)) == (PaymentState.SUCCEEDED, 2, 1)
