"""Stripe and Click beside the books: what each can tell, and what it cannot."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core.money import Money
from donations.gateways.click.models import ClickTransaction
from donations.gateways.instructions import Ending
from donations.gateways.protocols import Follows, ListsStandings, TellsRefunds, TellsStanding
from donations.gateways.registry import offers
from donations.gateways.reports import Seen, Standing
from donations.models import (
    About,
    Difference,
    DifferenceKind,
    EventState,
    LedgerEntry,
    Payment,
    PaymentState,
    ProviderEvent,
    Refund,
    RunState,
    Stand,
)
from donations.services import following, held, ledger, payments, rounds
from donations.services.comparing import Comparison
from tests.donations.gateways.local import click_id, complete, order, prepare
from tests.factories.accounts import staff
from tests.factories.donations import paid, release
from tests.factories.stripe import at_checkout, paid_once, sponsoring, told

pytestmark = pytest.mark.django_db
Kind = DifferenceKind


def compare(gateway: str, hours: int = 2):
    with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
        [run] = rounds.run_all(gateway, "books")
    return run


def found() -> list[tuple[str, str, str, str]]:
    return list(Difference.objects.values_list("about", "kind", "ours", "theirs"))


def test_who_can_tell_what(stripe):
    able = {
        code: {
            kind.__name__
            for kind in (TellsStanding, ListsStandings, TellsRefunds)
            if isinstance(one.gateway, kind)
        }
        for code, one in offers().items()
    }
    assert able["stripe"] == {"TellsStanding", "ListsStandings", "TellsRefunds"}
    assert able["sandbox"] == {"TellsStanding", "ListsStandings"}
    assert able["click"] == {"TellsStanding"}
    assert able["payme"] == able["bank"] == set()


# --- Stripe --------------------------------------------------------------------------------------


def test_stripe_and_books_agree_on_gifts_renewals_and_refunds(stripe):
    sponsorship = sponsoring(stripe)
    stripe.renew(sponsorship.charge_token)
    gift = paid_once(stripe)
    payment = gift.payments.get()
    stripe.refund(stripe.intent_of(stripe.rows[payment.provider_reference]), 500)
    told(stripe)
    at_checkout(email="c@donors.example")
    run = compare("stripe")
    assert (run.state, run.differences) == (RunState.DONE, 0)
    assert run.asked == 5


def test_a_renewal_that_no_message_told_of(stripe):
    sponsorship = sponsoring(stripe)
    invoice = stripe.renew(sponsorship.charge_token)
    compare("stripe")
    row = Difference.objects.get()
    assert (row.kind, row.number, row.their_amount) == (Kind.MISSING_HERE, invoice["id"], Money(2500, "USD"))
    assert LedgerEntry.objects.count() == 2
    told(stripe)
    compare("stripe", hours=4)
    assert Difference.objects.get().went_by_itself


def test_money_for_an_attempt_that_was_cancelled_here(stripe):
    payment = at_checkout()
    payments.apply(release(payment, Ending.CANCELLED))
    stripe.pay(payment.provider_reference)
    compare("stripe")
    assert found() == [(About.PAYMENT, Kind.STATE, Stand.ENDED, Stand.PAID)]


def test_a_refund_that_no_message_told_of(stripe):
    payment = paid_once(stripe).payments.get()
    refund = stripe.refund(stripe.intent_of(stripe.rows[payment.provider_reference]), 500)
    compare("stripe")
    row = Difference.objects.get()
    assert (row.about, row.kind, row.reference, row.payment) == (
        About.REFUND,
        Kind.MISSING_HERE,
        refund["id"],
        payment,
    )
    assert row.their_amount == Money(500, "USD")
    told(stripe)
    compare("stripe", hours=4)
    assert Difference.objects.get().went_by_itself


def test_a_refund_that_failed_there_and_not_here(stripe):
    payment = paid_once(stripe).payments.get()
    refund = stripe.refund(stripe.intent_of(stripe.rows[payment.provider_reference]))
    told(stripe)
    stripe.change_refund(refund["id"], "failed")
    compare("stripe")
    assert found() == [(About.REFUND, Kind.STATE, Stand.PAID, Stand.ENDED)]
    told(stripe)
    compare("stripe", hours=4)
    assert Difference.objects.get().went_by_itself


def test_a_refund_recorded_by_hand_under_a_number_that_stripe_does_not_know(stripe):
    payment = paid_once(stripe).payments.get()
    Refund.objects.create(
        payment=payment,
        gateway="stripe",
        provider_reference="re_wrong",
        amount_minor=500,
        gift_minor=500,
        currency="USD",
    )
    compare("stripe")
    assert found() == [(About.REFUND, Kind.MISSING_THERE, Stand.PAID, Stand.UNKNOWN)]


def test_a_dispute_that_was_lost_is_no_refund_that_stripe_would_know(stripe):
    payment = paid_once(stripe).payments.get()
    dispute = stripe.dispute(stripe.intent_of(stripe.rows[payment.provider_reference]))
    stripe.decide(dispute["id"], won=False)
    told(stripe)
    assert Refund.objects.get().provider_reference == dispute["id"]
    assert compare("stripe").differences == 0


def test_what_we_transferred_is_no_gift_that_the_provider_has_given_back():
    payment = paid().payments.get()
    Refund.objects.create(
        payment=payment,
        gateway=ledger.BY_TRANSFER,
        provider_reference="BANK-1",
        amount_minor=payment.amount_minor,
        gift_minor=payment.amount_minor,
        currency=payment.currency,
    )
    comparison = Comparison(payment.gateway, payment.livemode, now=timezone.now() + timedelta(hours=2))
    list(
        comparison.take([Standing(number=payment.provider_reference, seen=Seen.PAID, amount=payment.amount)])
    )
    assert comparison.has_looked_at(payment)
    assert comparison.found == []


def test_what_went_back_of_a_renewal_is_known_to_be_ours(stripe):
    sponsorship = sponsoring(stripe)
    invoice = stripe.renew(sponsorship.charge_token)
    told(stripe)
    stripe.refund(stripe.intent_of(invoice))
    compare("stripe")
    row = Difference.objects.get()
    assert (row.about, row.payment.provider_reference) == (About.REFUND, invoice["id"])


def test_sessions_and_refunds_of_somebody_else_are_no_differences(stripe):
    payment = at_checkout()
    session = stripe.rows[payment.provider_reference]
    stripe.pay(session["id"])
    stripe.refund(stripe.intent_of(session))
    session["client_reference_id"] = None
    Payment.objects.update(state=PaymentState.EXPIRED)
    compare("stripe")
    assert not Difference.objects.exists()


def test_a_payment_from_before_the_days_that_are_listed_is_asked_about_alone(stripe):
    payment = paid_once(stripe).payments.get()
    stripe.rows[payment.provider_reference]["created"] = int(time.time()) - 40 * 86_400
    stripe.calls.clear()
    assert compare("stripe").differences == 0
    assert ("get", f"/v1/checkout/sessions/{payment.provider_reference}") in stripe.calls


def test_an_invoice_that_was_paid_elsewhere_is_no_money_of_stripes(stripe):
    sponsorship = sponsoring(stripe)
    invoice = stripe.renew(sponsorship.charge_token, "failed")
    told(stripe)
    stripe.pay_elsewhere(invoice["id"])
    told(stripe)
    assert compare("stripe").state == RunState.DONE
    assert not Difference.objects.exists()


def test_a_silent_stripe_leaves_no_difference(stripe):
    paid_once(stripe)
    stripe.down = True
    assert compare("stripe").state == RunState.SILENT
    assert not Difference.objects.exists()


# --- Stripe's messages are triggers: a retry follows them again -----------------------------------


def test_a_held_message_of_stripes_is_followed_again(stripe):
    payment = at_checkout()
    session = stripe.pay(payment.provider_reference)
    session["amount_total"] = 100
    told(stripe)
    event = ProviderEvent.objects.quarantined().get()
    assert isinstance(offers()["stripe"].gateway, Follows)
    assert following.can_look_up(event)
    finance = staff("finance")
    assert held.retry(event, finance).state == EventState.QUARANTINED
    session["amount_total"] = 2500
    after = held.retry(ProviderEvent.objects.get(pk=event.pk), finance)
    assert (after.state, after.kind) == (EventState.APPLIED, "settle")
    assert LedgerEntry.objects.count() == 2


def test_a_message_of_a_refund_that_the_provider_does_not_know_holds_nobody_up(stripe):
    payment = paid_once(stripe).payments.get()
    event = ProviderEvent.objects.create(
        gateway="stripe",
        event_id="evt_lost",
        kind="refund",
        payment=payment,
        payload={"kind": "refund.created", "subject": "re_nowhere"},
        state=EventState.QUARANTINED,
    )
    assert held.retry(event, staff("finance")).state == EventState.IGNORED
    assert LedgerEntry.objects.filter(account="gifts").count() == 1


def test_what_a_person_recorded_by_hand_has_nothing_to_follow(stripe):
    payment = paid_once(stripe).payments.get()
    event = ProviderEvent.objects.create(
        gateway="stripe", event_id="by-hand:R-1", kind="refund", payment=payment, state=EventState.QUARANTINED
    )
    assert not following.can_look_up(event)


# --- Click ---------------------------------------------------------------------------------------


def paid_at_click() -> tuple[Payment, int]:
    payment, number = order("click"), click_id()
    prepared = prepare(payment, number)["merchant_prepare_id"]
    complete(payment, number, prepared)
    return Payment.objects.get(pk=payment.pk), number


def test_click_is_asked_about_what_was_paid(server):
    payment, _number = paid_at_click()
    server.knows(payment.reference, 2)
    run = compare("click")
    assert (run.asked, run.differences, run.state) == (1, 0, RunState.DONE)


@pytest.mark.parametrize(("status", "theirs"), [(-1, Stand.ENDED), (1, Stand.OPEN)])
def test_paid_here_but_not_at_click(server, status, theirs):
    payment, number = paid_at_click()
    server.knows(payment.reference, status)
    compare("click")
    assert found() == [(About.PAYMENT, Kind.STATE, Stand.PAID, theirs)]
    assert Difference.objects.get().number == str(number)


def test_paid_here_and_unknown_to_click(server):
    paid_at_click()
    compare("click")
    assert found() == [(About.PAYMENT, Kind.MISSING_THERE, Stand.PAID, Stand.UNKNOWN)]


def test_paid_at_click_but_ended_here_is_found_and_not_credited(server):
    payment, number = order("click"), click_id()
    prepare(payment, number)
    payments.apply(
        release(payment, Ending.EXPIRED, provider_reference=str(number), payload={}, event_id="gone")
    )
    server.knows(payment.reference, 2)
    compare("click")
    assert found() == [(About.PAYMENT, Kind.STATE, Stand.ENDED, Stand.PAID)]
    assert not LedgerEntry.objects.exists()


def test_attempts_that_never_reached_click_are_not_asked_about(server):
    payment = order("click")
    payments.apply(release(payment, Ending.EXPIRED, payload={}))
    assert compare("click").asked == 0


def test_given_back_on_both_sides(server):
    payment, _number = paid_at_click()
    server.knows(payment.reference, 2)
    server.answers["payment/reversal/12345/777"] = {"error_code": 0, "payment_id": 777}
    payments.apply(offers()["click"].gateway.give_back(_request(payment)))
    assert ClickTransaction.objects.get().state == "given_back"
    server.knows(payment.reference, -1)
    assert compare("click").differences == 0


def _request(payment: Payment):
    from donations.gateways.requests import RefundRequest

    return RefundRequest(
        order="R-AAAA-BBBB-CCCC",
        reference=payment.reference,
        provider_reference=payment.provider_reference,
        amount=payment.amount,
    )


def test_a_silent_click_says_nothing_about_anything(server):
    payment, _number = paid_at_click()
    server.answers[f"payment/status_by_mti/12345/{payment.reference}/{timezone.localdate().isoformat()}"] = (
        500
    )
    assert compare("click").state == RunState.SILENT
    assert not Difference.objects.exists()


@pytest.fixture
def cancelled_after_all(server) -> ProviderEvent:
    """Click tells of a failure after we said that it was paid."""
    payment, number = paid_at_click()
    prepared = ClickTransaction.objects.get().pk
    assert complete(payment, number, prepared, error="-5017")["error"] == -9
    server.knows(payment.reference, 2)
    return ProviderEvent.objects.quarantined().get()


def test_a_cancelling_that_click_does_not_know_of_any_more_is_nothing_new(cancelled_after_all):
    after = held.retry(cancelled_after_all, staff("finance"))
    assert (after.state, after.reason) == (EventState.REPEATED, "payment is succeeded")
    assert LedgerEntry.objects.count() == 2


def test_a_cancelling_that_click_confirms_stays_held(cancelled_after_all, server):
    server.knows(Payment.objects.get().reference, -1)
    after = held.retry(cancelled_after_all, staff("finance"))
    assert (after.state, after.reason) == (
        EventState.QUARANTINED,
        "Click cancels what it had completed: see its statement",
    )
    assert Payment.objects.get().state == PaymentState.SUCCEEDED


def test_click_saying_nothing_of_it_leaves_it_held(cancelled_after_all, server):
    server.answers.clear()
    assert held.retry(cancelled_after_all, staff("finance")).state == EventState.QUARANTINED
