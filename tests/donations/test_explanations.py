"""Words for messages."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from donations import explanations
from donations.gateways import instructions
from donations.models import Dispute, RefundOrder, RefundOrderState


def below(notice: type) -> list[type]:
    return [found for one in notice.__subclasses__() for found in (one, *below(one))]


def test_every_kind_of_message_has_words():
    kinds = {one.__name__.lower() for one in below(instructions.Notice)} - {"onrecord", "ofsponsorship"}
    assert {kind for kind in kinds if explanations.of_kind(kind) == kind} == set()


def test_until_it_is_looked_up_the_provider_says_what_it_is_about():
    with override("ru"):
        assert explanations.of_kind("charge.updated") == "charge.updated"
        assert explanations.of_kind("settle") == "Оплачено"


def test_every_reason_to_hold_a_payout_has_words_and_keeps_its_figures():
    reasons = (
        "50 USD instead of 60 USD",
        "lines in another currency than the payout's",
        "its lines come to 50 USD, not to 60 USD",
        "its line txn_1 of a gift is not booked",
    )
    words = [explanations.of_payout(reason) for reason in reasons]
    assert len(set(map(str, words))) == 4
    assert explanations._PAYOUT not in words
    with override("ru"):
        told = explanations.of_outcome("quarantined", f"payout po_1: {reasons[2]}")
    assert told == f"Строки не складываются в сумму выплаты. (payout po_1: {reasons[2]})"


def test_what_changed_nothing_says_why():
    with override("ru"):
        assert explanations.of_outcome("repeated", "payment is succeeded") == "В наших книгах это уже было."
        assert explanations.of_outcome("ignored", "charge.updated") != ""
        assert explanations.of_outcome("applied", "") == explanations.of_outcome("received", "") == ""


SAID = re.compile(r'detail=f?"([^"{]+)')


def test_every_way_in_which_an_attempt_ends_has_words():
    sources = (path.read_text() for path in Path("donations").rglob("*.py"))
    said = {detail for source in sources for detail in SAID.findall(source)}
    assert {"sponsorship cancelled", "Click: status "} < said
    with override("ru"):
        assert {detail for detail in said if explanations.of_ending(f"{detail}-9") == f"{detail}-9"} == set()


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ("never reached the provider", "До платёжной системы дело не дошло."),
        ("Click: status -99", "Прекращено на стороне Click. (Click: status -99)"),
        ("payment.failed", ""),
        ("", ""),
    ],
)
def test_why_an_attempt_ended_is_said_in_the_language_of_who_reads(detail, words):
    with override("ru"):
        assert explanations.of_ending(detail) == words


@pytest.mark.parametrize(
    "reason", ["lost_or_stolen_card", "expired_or_canceled_card", "declined", "canceled", "unknown"]
)
def test_why_money_did_not_reach_the_donor_is_said_in_words(reason):
    order = RefundOrder(state=RefundOrderState.RETURNED, note=f"re_1 {reason}")
    assert order.note_in_words.endswith(f". (re_1 {reason})")
    order.state = RefundOrderState.DONE
    assert order.note_in_words == order.note


# As Stripe's documentation of disputes lists them; cheques are no way to pay here.
DISPUTED = (
    "bank_cannot_process", "credit_not_processed", "customer_initiated", "debit_not_authorized",
    "duplicate", "fraudulent", "general", "incorrect_account_details", "insufficient_funds", "noncompliant",
    "product_not_received", "product_unacceptable", "subscription_canceled", "unrecognized",
)  # fmt: skip


@pytest.mark.parametrize("reason", DISPUTED)
def test_what_a_payer_tells_the_bank_has_words(reason):
    assert Dispute(reason=reason).get_reason_display() != reason


def test_a_reason_of_the_log_stands_beside_its_words_only_where_it_says_more():
    with override("ru"):
        assert (
            explanations.of_outcome("quarantined", "no such payment") == "У нас нет платежа с таким номером."
        )
        figures = "UZS 1 instead of UZS 100,000"
        assert explanations.of_outcome("quarantined", figures).endswith(f" ({figures})")
        assert explanations.of_outcome("quarantined", "something else").endswith(" (something else)")
