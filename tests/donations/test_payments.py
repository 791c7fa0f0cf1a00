"""The one door for money: what each message may and may not do."""

from datetime import date, timedelta
from itertools import product

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import AuditEntry, OutboxMessage
from core.money import Money
from donations.gateways.instructions import Check, Ending, Ignore, Query, Refund, Reserve, Settle
from donations.gateways.outcomes import Verdict
from donations.models import (
    Donation,
    DonationState,
    EventState,
    LedgerEntry,
    Payment,
    PaymentState,
    ProviderEvent,
    RefundDue,
)
from donations.services import checkout, payments, settlement
from donations.services.transitions import IllegalTransition, move
from tests.factories.donations import begun, paid, paid_twice, release, settle, went_back

pytestmark = pytest.mark.django_db


def carried(payment: Payment, kind: type, **fields: object) -> object:
    return kind(
        gateway=payment.gateway,
        livemode=payment.livemode,
        reference=payment.reference,
        provider_reference=payment.provider_reference,
        **fields,
    )


@pytest.fixture
def payment() -> Payment:
    return begun()


def test_settling_pays_the_donation(payment):
    payments.apply(settle(payment))
    assert Donation.objects.get().state == DonationState.PAID


def test_settling_books_both_sides(payment):
    payments.apply(settle(payment))
    booked = dict(LedgerEntry.objects.values_list("account", "amount_minor"))
    assert booked == {"gateway": 10_000_000, "gifts": -10_000_000}


def test_settling_mails_one_receipt(payment):
    payments.apply(settle(payment))
    assert OutboxMessage.objects.get().key == f"receipt:{payment.reference}"


def test_settling_is_on_record(payment):
    payments.apply(settle(payment))
    steps = AuditEntry.objects.about(payment).values_list("old", "new").order_by("pk")
    assert list(steps) == [("created", "redirected"), ("redirected", "succeeded")]


def test_the_same_message_twice_counts_once(payment):
    instruction = settle(payment)
    payments.apply(instruction)
    assert payments.apply(instruction).verdict is Verdict.REPEATED
    assert (LedgerEntry.objects.count(), OutboxMessage.objects.count(), ProviderEvent.objects.count()) == (
        2,
        1,
        1,
    )


def test_the_same_success_under_another_number_counts_once(payment):
    payments.apply(settle(payment))
    assert payments.apply(settle(payment)).verdict is Verdict.REPEATED
    assert (LedgerEntry.objects.count(), OutboxMessage.objects.count()) == (2, 1)


def test_a_repeated_message_costs_two_queries(payment):
    instruction = settle(payment)
    payments.apply(instruction)
    with CaptureQueriesContext(connection) as queries:
        payments.apply(instruction)
    assert len(queries) == 2


def test_what_succeeded_never_fails(payment):
    payments.apply(settle(payment))
    assert payments.apply(release(payment)).verdict is Verdict.REFUSED
    assert Payment.objects.get().state == PaymentState.SUCCEEDED


def test_a_late_processing_after_success_changes_nothing(payment):
    payments.apply(settle(payment))
    payments.apply(carried(payment, Reserve, amount=payment.amount, event_id="evt_late"))
    assert Payment.objects.get().state == PaymentState.SUCCEEDED


@pytest.mark.parametrize("ending", [Ending.FAILED, Ending.EXPIRED])
def test_success_after_failure_or_expiry_counts_on_the_providers_word(payment, ending):
    payments.apply(release(payment, ending))
    assert payments.apply(settle(payment)).verdict is Verdict.APPLIED
    assert Donation.objects.get().state == DonationState.PAID


def test_success_after_cancelling_is_quarantined(payment):
    payments.apply(release(payment, Ending.CANCELLED))
    payments.apply(settle(payment))
    assert ProviderEvent.objects.quarantined().get().reason == "money for a payment that is cancelled"
    assert not LedgerEntry.objects.exists()


def test_ending_it_ourselves_keeps_what_the_provider_calls_it(payment):
    payments.apply(release(payment, Ending.EXPIRED, provider_reference=""))
    ended = Payment.objects.get()
    assert (ended.state, ended.provider_reference) == (PaymentState.EXPIRED, payment.provider_reference)


def test_failure_leaves_the_donation_unpaid(payment):
    payments.apply(release(payment))
    assert Donation.objects.get().state == DonationState.LAPSED


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"amount": Money(9_999_999, "UZS")}, "UZS\u00a099,999.99 instead of UZS\u00a0100,000"),
        ({"amount": Money(10_000_000, "USD")}, "$100,000 instead of UZS\u00a0100,000"),
        ({"livemode": True}, "test message for a real payment or the reverse"),
        ({"provider_reference": "sbx_other"}, "another provider's reference"),
        ({"gateway": "other"}, "another gateway"),
        ({"reference": "P-0000-0000-0000"}, "no such payment"),
    ],
)
def test_what_does_not_fit_is_quarantined_and_not_credited(payment, changes, reason):
    payments.apply(settle(payment, **changes))
    assert ProviderEvent.objects.quarantined().get().reason == reason
    assert Donation.objects.get().state == DonationState.OPEN
    assert not LedgerEntry.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_quarantine_alerts_those_in_charge(payment, settings):
    settings.PAYMENTS_ALERT_EMAILS = ["finance@association.example"]
    payments.apply(settle(payment, amount=Money(1, "UZS")))
    mail = OutboxMessage.objects.get()
    assert mail.to == "finance@association.example"
    assert payment.reference in mail.text


def test_a_check_is_allowed_while_the_payment_is_open(payment):
    assert payments.apply(carried(payment, Check, amount=payment.amount)).verdict is Verdict.ALLOWED


def test_a_check_of_another_amount_is_refused(payment):
    check = carried(payment, Check, amount=Money(1, "UZS"))
    assert payments.apply(check).verdict is Verdict.MISMATCH


def test_money_of_another_amount_is_not_reserved(payment):
    reserve = carried(payment, Reserve, amount=Money(1, "UZS"))
    assert payments.apply(reserve).verdict is Verdict.MISMATCH
    payment.refresh_from_db()
    assert payment.state != PaymentState.PROCESSING


def test_what_has_no_number_of_its_own_is_no_copy_of_another(payment):
    second = begun(email="bobur@donors.example")
    for one in (payment, second):
        assert payments.apply(carried(one, Settle, amount=one.amount)).verdict is Verdict.APPLIED
    assert Donation.objects.filter(state=DonationState.PAID).count() == 2


def test_what_the_provider_calls_it_is_kept_when_the_money_comes_first(payment):
    Payment.objects.update(provider_reference="")
    payments.apply(settle(payment, provider_reference="sbx_late"))
    assert Payment.objects.get().provider_reference == "sbx_late"


def test_a_check_is_refused_once_the_donation_is_paid_by_another_attempt(payment):
    payments.apply(release(payment))
    checkout.carry_on(payment.donation)
    second = Payment.objects.latest("pk")
    payments.apply(settle(payment))
    assert payments.apply(carried(second, Check, amount=second.amount)).verdict is Verdict.REFUSED


def test_asking_stores_nothing(payment):
    payments.apply(carried(payment, Check, amount=payment.amount))
    payments.apply(carried(payment, Query))
    assert not ProviderEvent.objects.exists()


@pytest.mark.parametrize("changes", [{"gateway": "bank"}, {"livemode": True}])
def test_a_number_that_another_provider_or_mode_gave_too_leads_to_its_own_payment(payment, changes):
    other = begun(email="b@donors.example")
    Payment.objects.filter(pk=payment.pk).update(provider_reference="7", **changes)
    Payment.objects.filter(pk=other.pk).update(provider_reference="7")
    payments.apply(settle(other, reference="", provider_reference="7"))
    assert [one.state for one in Payment.objects.order_by("pk")] == ["redirected", "succeeded"]


def test_what_names_nothing_is_of_no_payment(payment):
    Payment.objects.filter(pk=payment.pk).update(provider_reference="")
    outcome = payments.apply(settle(payment, reference="", provider_reference=""))
    assert (outcome.verdict, outcome.state) == (Verdict.UNKNOWN, "")
    assert ProviderEvent.objects.get().payment is None


def test_a_question_that_does_not_fit_alarms_nobody(payment, settings):
    settings.PAYMENTS_ALERT_EMAILS = ["money@sos.example"]
    another = Money(1, "UZS")
    assert payments.apply(carried(payment, Check, amount=another)).verdict is Verdict.MISMATCH
    nobody = Check(gateway=payment.gateway, livemode=payment.livemode, reference="P-0", amount=another)
    assert payments.apply(nobody).verdict is Verdict.UNKNOWN
    assert not OutboxMessage.objects.exists()


def test_what_does_not_concern_us_is_kept_and_ignored(payment):
    outcome = payments.apply(carried(payment, Ignore, reason="balance.changed", event_id="evt_1"))
    assert (outcome.verdict, ProviderEvent.objects.get().state) == (Verdict.IGNORED, EventState.IGNORED)


def test_a_second_success_is_owed_back_and_not_counted():
    second = paid_twice()
    assert second.refund_due == RefundDue.DUPLICATE
    assert LedgerEntry.objects.given_to(second.donation.designation) == [second.amount]
    assert OutboxMessage.objects.filter(key__startswith="receipt").count() == 1


def test_news_that_names_our_reference_alone_is_of_its_payment(payment):
    assert payment.provider_reference
    assert payments.apply(release(payment, provider_reference="")).verdict is Verdict.APPLIED


def test_what_comes_for_a_gift_that_was_given_back_is_owed(payment):
    payments.apply(release(payment, Ending.EXPIRED))
    checkout.carry_on(payment.donation)
    second = Payment.objects.latest("pk")
    payments.apply(settle(second))
    payments.apply(refund(second, second.amount_minor))
    assert payments.apply(settle(payment)).verdict is Verdict.APPLIED
    payment.refresh_from_db()
    assert payment.refund_due == RefundDue.DUPLICATE
    assert Donation.objects.get().state == DonationState.REFUNDED


def refund(payment: Payment, minor: int, number: str = "re_1") -> Refund:
    return carried(
        payment,
        Refund,
        amount=Money(minor, "UZS"),
        refund_reference=number,
        event_id=f"evt_{number}",
    )


def test_a_refund_is_booked_against_the_gift():
    payment = paid().payments.get()
    payments.apply(refund(payment, 4_000_000))
    assert LedgerEntry.objects.given_to(payment.donation.designation) == [Money(6_000_000, "UZS")]


def test_a_refund_is_booked_on_the_day_that_it_went():
    payment = paid().payments.get()
    with time_machine.travel(timezone.now() + timedelta(days=40), tick=False):
        payments.apply(refund(payment, 4_000_000))
        today = timezone.localdate()
    assert set(
        LedgerEntry.objects.filter(source__startswith="refund").values_list("booked_on", flat=True)
    ) == {today}


def test_a_whole_refund_ends_the_donation():
    payment = paid().payments.get()
    payments.apply(refund(payment, 10_000_000))
    assert Donation.objects.get().state == DonationState.REFUNDED


def test_the_same_refund_under_another_number_counts_once():
    payment = paid().payments.get()
    payments.apply(refund(payment, 10_000_000))
    again = carried(payment, Refund, amount=payment.amount, refund_reference="re_1", event_id="evt_other")
    assert payments.apply(again).verdict is Verdict.REPEATED
    assert payment.refunds.count() == 1


def test_more_is_never_refunded_than_was_captured():
    payment = paid().payments.get()
    payments.apply(refund(payment, 6_000_000))
    assert payments.apply(refund(payment, 5_000_000, "re_2")).verdict is Verdict.MISMATCH
    in_dollars = went_back(payment, Money(100, "USD"), "re_3")
    assert payments.apply(in_dollars).verdict is Verdict.MISMATCH
    assert LedgerEntry.objects.balances() == {"UZS": 0}
    assert payment.refunds.count() == 1


def test_no_step_is_taken_that_the_table_does_not_have():
    payment = paid().payments.get()
    with pytest.raises(IllegalTransition):
        move(payment, PaymentState.FAILED)


def test_only_one_of_two_that_read_the_same_state_takes_the_step(payment):
    other = Payment.objects.get(pk=payment.pk)
    assert move(payment, PaymentState.FAILED)
    assert not move(other, PaymentState.EXPIRED)


@pytest.mark.parametrize(("old", "new"), list(product(PaymentState, PaymentState)))
def test_nothing_leads_out_of_success_and_only_success_out_of_failure(old, new):
    allowed = new in Payment.TRANSITIONS[old]
    if old in (PaymentState.SUCCEEDED, PaymentState.CANCELLED):
        assert not allowed
    elif old in (PaymentState.FAILED, PaymentState.EXPIRED):
        assert allowed == (new == PaymentState.SUCCEEDED)
    else:
        assert allowed == (list(PaymentState).index(new) > list(PaymentState).index(old))


def test_a_gift_of_the_last_moment_of_a_year_is_of_one_day_in_books_and_papers(monkeypatch):
    """Midnight comes between the step of the payment and its booking."""
    payment = begun()
    with time_machine.travel("2026-12-31T23:59:59+05:00", tick=False) as clock:

        def slowly(row, *args, **fields):
            moved = move(row, *args, **fields)
            clock.shift(timedelta(seconds=2))
            return moved

        monkeypatch.setattr(settlement, "move", slowly)
        payments.apply(settle(payment))
    donation = Donation.objects.get(pk=payment.donation_id)
    booked = set(LedgerEntry.objects.filter(payment=payment).values_list("booked_on", flat=True))
    assert booked == {timezone.localdate(donation.paid_at)}


def test_a_day_that_has_not_come_here_yet_is_today():
    """A provider's clock is some seconds ahead of ours, and it is New Year's Eve."""
    payment = begun()
    with time_machine.travel("2026-12-31T23:59:58+05:00", tick=False):
        payments.apply(carried(payment, Settle, amount=payment.amount, moved_on=date(2027, 1, 1)))
    donation = Donation.objects.get(pk=payment.donation_id)
    booked = set(LedgerEntry.objects.filter(payment=payment).values_list("booked_on", flat=True))
    assert booked == {date(2026, 12, 31)} == {timezone.localdate(donation.paid_at)}
