"""What we ask Click: how a payment stands, and to give it back."""

import re
from dataclasses import replace
from datetime import timedelta
from hashlib import sha1

import pytest
import time_machine
from django.utils import timezone

from core.models import OutboxMessage
from core.money import Money
from donations.gateways.click import merchant_api
from donations.gateways.instructions import Query
from donations.gateways.registry import offer
from donations.gateways.requests import GatewayUnavailable, RefundRefused, RefundRequest
from donations.models import (
    ClickTransaction,
    Donation,
    DonationState,
    EventState,
    LedgerEntry,
    PaymentState,
    ProviderEvent,
    RefundDue,
)
from donations.services import giving_back, held, payments, reconciliation
from tests.donations.gateways.local import SECRET, click_id, complete, order, prepare
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment():
    return order("click")


def later(**span):
    return time_machine.travel(timezone.now() + timedelta(**span), tick=False)


def test_the_header_is_user_digest_and_time(server, payment):
    offer("click").gateway.status(payment.reference)
    user, digest, now = re.fullmatch(r"(\d+):([0-9a-f]{40}):(\d{10})", server.auth).groups()
    assert (user, digest) == ("55", sha1(f"{now}{SECRET}".encode()).hexdigest())


def test_a_payment_whose_complete_was_lost_is_found_and_clicks_repetition_gets_minus_four(server, payment):
    number = click_id()
    ours = prepare(payment, number)["merchant_prepare_id"]
    server.knows(payment.reference, 2)
    with later(minutes=2):
        assert reconciliation.reconcile() == 1
        assert reconciliation.reconcile() == 0
    assert Donation.objects.get(payments=payment).state == DonationState.PAID
    assert complete(payment, number, ours)["error"] == -4
    assert LedgerEntry.objects.count() == 2


def test_what_click_has_taken_for_what_was_paid_otherwise_is_owed_and_told(server, payment, settings):
    """Its Complete was lost, so nobody could refuse it: only we can have it given back."""
    settings.PAYMENTS_ALERT_EMAILS = ["money@sos.example"]
    number = click_id()
    ours = prepare(payment, number)["merchant_prepare_id"]
    Donation.objects.filter(payments=payment).update(state=DonationState.PAID, paid_at=payment.created_at)
    server.knows(payment.reference, 2)
    with later(minutes=2):
        assert reconciliation.reconcile() == 1
    payment.refresh_from_db()
    assert (payment.state, payment.refund_due) == (PaymentState.SUCCEEDED, RefundDue.DUPLICATE)
    assert OutboxMessage.objects.filter(key__startswith="refund-due:").exists()
    assert complete(payment, number, ours)["error"] == -4


@pytest.mark.parametrize("status", [0, 1])
def test_what_is_under_way_stays_open(server, payment, status):
    prepare(payment, click_id())
    server.knows(payment.reference, status)
    assert reconciliation.refresh(payment).state == PaymentState.PROCESSING


@pytest.mark.parametrize("status", [-1, -99])
def test_what_failed_there_ends_here_and_its_complete_is_refused(server, payment, status):
    number = click_id()
    ours = prepare(payment, number)["merchant_prepare_id"]
    server.knows(payment.reference, status)
    assert reconciliation.refresh(payment) is not None
    assert complete(payment, number, ours)["error"] == -9
    payment.refresh_from_db()
    assert payment.state == PaymentState.CANCELLED


def test_what_click_does_not_know_right_after_prepare_is_waited_for(server, payment):
    prepare(payment, click_id())
    assert isinstance(offer("click").gateway.status(payment.reference), Query)


def test_a_day_after_prepare_it_is_given_up_and_its_complete_is_refused(server, payment):
    number = click_id()
    ours = prepare(payment, number)["merchant_prepare_id"]
    with later(hours=25):
        reconciliation.reconcile()
    payment.refresh_from_db()
    assert payment.state == PaymentState.EXPIRED
    assert complete(payment, number, ours)["error"] == -9
    assert ClickTransaction.objects.get().state == "cancelled"


def test_money_for_what_was_never_prepared_is_not_believed(server, payment):
    server.knows(payment.reference, 2)
    assert isinstance(offer("click").gateway.status(payment.reference), Query)


@pytest.mark.parametrize(
    "answer", [500, 401, b"", b"<html>", b"[]", b'{"error_code": "0"}', {"error_code": 0}]
)
def test_what_is_no_answer_may_be_asked_again(server, payment, answer):
    day = timezone.localdate().isoformat()
    server.answers[f"payment/status_by_mti/12345/{payment.reference}/{day}"] = answer
    with pytest.raises(GatewayUnavailable):
        offer("click").gateway.status(payment.reference)


def test_a_silent_click_stops_nothing(settings, payment):
    settings.CLICK_API_URL = "http://127.0.0.1:9/v2/merchant"
    assert reconciliation.refresh(payment) is None


def test_the_donors_page_does_not_wait_for_long():
    assert merchant_api.PATIENCE <= 5


# --- Giving back ---


def request_for(payment) -> RefundRequest:
    return RefundRequest(
        order="R-AAAA-BBBB-CCCC",
        reference=payment.reference,
        provider_reference=payment.provider_reference,
        amount=payment.amount,
    )


def test_a_reversal_goes_through_the_door_once(server, payment):
    number = click_id()
    complete(payment, number, prepare(payment, number)["merchant_prepare_id"])
    server.knows(payment.reference, 2)
    server.answers["payment/reversal/12345/777"] = {"error_code": 0, "payment_id": 777}
    notice = offer("click").gateway.give_back(request_for(payment))
    assert server.asked[-1] == ("DELETE", "/v2/merchant/payment/reversal/12345/777")
    payments.apply(notice)
    payments.apply(notice)
    assert Donation.objects.get(payments=payment).state == DonationState.REFUNDED
    assert ClickTransaction.objects.get().state == "given_back"
    assert not any(LedgerEntry.objects.balances().values())
    assert LedgerEntry.objects.count() == 4


def test_a_reversal_that_click_refuses_books_nothing(server, payment):
    number = click_id()
    complete(payment, number, prepare(payment, number)["merchant_prepare_id"])
    server.knows(payment.reference, 2)
    before = ProviderEvent.objects.count()
    with pytest.raises(RefundRefused):
        offer("click").gateway.give_back(request_for(payment))
    assert ProviderEvent.objects.count() == before


def test_a_reversal_that_was_made_but_not_booked_is_found(server, payment):
    number = click_id()
    complete(payment, number, prepare(payment, number)["merchant_prepare_id"])
    server.knows(payment.reference, -99)  # and refuses to reverse it again
    payments.apply(offer("click").gateway.give_back(request_for(payment)))
    assert Donation.objects.get(payments=payment).state == DonationState.REFUNDED


def test_what_went_by_transfer_left_the_transaction_at_click_as_it_was(server, payment):
    """Which refused to give it back: what it does afterwards is a person's to look at, as before."""
    number, asks, decides = click_id(), staff("finance"), staff("finance")
    ours = prepare(payment, number)["merchant_prepare_id"]
    complete(payment, number, ours)
    server.knows(payment.reference, 2)
    giving_back.approve(giving_back.ask(payment, payment.amount, "mistake", asks), decides)
    by_bank = giving_back.ask(payment, Money(100_000, "UZS"), "a part", asks, by_transfer=True)
    giving_back.approve(by_bank, decides)
    giving_back.record(by_bank, "BANK-1", decides)
    assert complete(payment, number, ours)["error"] == -4
    assert complete(payment, number, ours, error=-5017)["error"] == -9
    assert ProviderEvent.objects.quarantined().get().payment == payment


def test_what_it_cancelled_and_has_for_paid_all_the_same_is_held_no_more_once_it_is_asked(server, payment):
    number = click_id()
    ours = prepare(payment, number)["merchant_prepare_id"]
    complete(payment, number, ours)
    complete(payment, number, ours, error="-5017")
    server.knows(payment.reference, 2)
    after = held.retry(ProviderEvent.objects.quarantined().get(), staff("finance"))
    assert (after.state, after.reason) == (EventState.REPEATED, "payment is succeeded")


def test_a_part_is_not_asked_for(server, payment):
    number = click_id()
    complete(payment, number, prepare(payment, number)["merchant_prepare_id"])
    with pytest.raises(RefundRefused):
        offer("click").gateway.give_back(replace(request_for(payment), amount=payment.amount * 2))
    assert server.asked == []


def test_a_silent_click_refuses_no_refund(payment):
    number = click_id()
    complete(payment, number, prepare(payment, number)["merchant_prepare_id"])
    with pytest.raises(GatewayUnavailable):
        offer("click").gateway.give_back(request_for(payment))
