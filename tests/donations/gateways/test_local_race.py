"""Fifty calls at once, as Payme and Click make them when an answer is slow: one credit, one mail, one answer."""

import json
from collections import Counter

import pytest

from accounts.models import User
from core.models import OutboxMessage
from core.money import Money
from donations.models import (
    ClickTransaction,
    Donation,
    DonationState,
    LedgerEntry,
    PaymentState,
    PaymeTransaction,
    RefundOrder,
)
from donations.services import giving_back
from tests.donations.gateways.local import cancel, complete, create, order, payme_id, perform, prepare
from tests.donations.killing import killed_at
from tests.donations.test_race import assert_paid_once, at_once
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db(transaction=True)


def same(answers: list[object]) -> bool:
    return len({json.dumps(answer, sort_keys=True) for answer in answers}) == 1


@pytest.mark.postgres
def test_fifty_performs_at_once_give_one_credit_one_mail_one_answer():
    payment, number = order("payme"), payme_id()
    create(payment, number)
    answers = at_once(50, lambda _index: perform(number))
    assert same(answers)
    assert answers[0]["result"]["state"] == 2
    assert_paid_once(payment)


@pytest.mark.postgres
def test_fifty_completes_at_once_give_one_credit_and_one_mail():
    payment = order("click")
    ours = prepare(payment, 4_000_000_000)["merchant_prepare_id"]
    answers = at_once(50, lambda _index: complete(payment, 4_000_000_000, ours)["error"])
    assert Counter(answers) == {0: 1, -4: 49}
    assert_paid_once(payment)


@pytest.mark.postgres
def test_fifty_equal_creates_at_once_are_one_transaction():
    payment, number = order("payme"), payme_id()
    assert same(at_once(50, lambda _index: create(payment, number)))
    assert PaymeTransaction.objects.count() == 1


@pytest.mark.postgres
def test_of_twenty_creates_with_other_numbers_one_holds():
    payment = order("payme")
    answers = at_once(20, lambda index: create(payment, f"{index:024x}"))
    codes = Counter(answer["error"]["code"] if "error" in answer else 0 for answer in answers)
    assert codes == {0: 1, -31008: 19}


@pytest.mark.postgres
def test_one_number_for_twenty_orders_at_once_belongs_to_one():
    orders, number = [order("payme") for _ in range(20)], payme_id()
    answers = at_once(20, lambda index: create(orders[index], number))
    assert sum("result" in answer for answer in answers) == 1
    states = Counter(one.donation.payments.get().state for one in orders)
    assert states == {PaymentState.PROCESSING: 1, PaymentState.REDIRECTED: 19}


@pytest.mark.postgres
def test_fifty_equal_prepares_at_once_are_one_transaction():
    payment = order("click")
    assert same(at_once(50, lambda _index: prepare(payment, 4_000_000_000)))
    assert ClickTransaction.objects.count() == 1


def test_perform_and_cancel_at_once_never_leave_money_behind_a_cancelled_one():
    payment, number = order("payme"), payme_id()
    create(payment, number)
    at_once(8, lambda index: perform(number) if index % 2 else cancel(number))
    row, donation = PaymeTransaction.objects.get(), Donation.objects.get(payments=payment)
    held = sum(LedgerEntry.objects.filter(account="gateway").values_list("amount_minor", flat=True))
    assert (row.state, held) in ((-1, 0), (-2, 0))
    assert donation.state == (DonationState.REFUNDED if row.state == -2 else DonationState.LAPSED)


def test_success_and_failure_of_click_at_once_end_one_way():
    payment = order("click")
    ours = prepare(payment, 4_000_000_000)["merchant_prepare_id"]
    at_once(8, lambda index: complete(payment, 4_000_000_000, ours, error=0 if index % 2 else -5017))
    paid = ClickTransaction.objects.get().state == "paid"
    assert Donation.objects.get(payments=payment).state == (
        DonationState.PAID if paid else DonationState.LAPSED
    )
    assert LedgerEntry.objects.count() == (2 if paid else 0)
    assert OutboxMessage.objects.filter(key__startswith="receipt").count() == (1 if paid else 0)


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_death_after_any_commit_of_a_payment_doubles_and_loses_nothing(at):
    payment, number = order("payme"), payme_id()
    for call in (lambda: create(payment, number), lambda: perform(number)):
        killed_at(at, call)
        call()
    assert perform(number)["result"]["state"] == 2
    assert_paid_once(payment)


@pytest.mark.postgres
@pytest.mark.parametrize("cancels_first", [True, False])
def test_of_a_transfer_that_is_approved_and_the_whole_that_is_cancelled_at_once_one_is_refused(cancels_first):
    payment, number = order("payme"), payme_id()
    create(payment, number), perform(number)
    part = Money(payment.amount_minor // 2, "UZS")
    back = giving_back.ask(payment, part, "a mistake", staff("finance"), by_transfer=True)
    second = staff("finance")

    def act(index: int) -> bool:
        if bool(index) is cancels_first:
            return _is_approved(back, second)
        return "result" in cancel(number, 5)

    assert sorted(at_once(2, act)) == [False, True]


def _is_approved(back: RefundOrder, by: User) -> bool:
    try:
        giving_back.approve(back, by)
    except giving_back.Refused:
        return False
    return True
