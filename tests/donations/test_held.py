"""Messages that were held: looked up again by the provider's word of now, or dismissed with a reason. Never twice."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st

from core.models import AuditEntry, OutboxMessage
from donations.gateways.instructions import Ending, Refund
from donations.gateways.requests import GatewayUnavailable
from donations.gateways.sandbox.gateway import SandboxGateway
from donations.gateways.sandbox.models import Choice, SandboxEvent, SandboxPayment
from donations.gateways.sandbox.provider import decide
from donations.models import (
    Donation,
    DonationState,
    EventState,
    LedgerEntry,
    Payment,
    PaymentState,
    ProviderEvent,
)
from donations.services import following, held, inbox, payments
from donations.services.decisions import Refused
from tests.donations.test_bank_statements import bring, line, transfer
from tests.donations.test_invariants import check_the_books, say, undone
from tests.donations.test_race import at_once
from tests.factories.accounts import staff
from tests.factories.donations import begun, message, post, release, settle, som, sponsoring
from tests.factories.stripe import follow_left
from tests.thorough import tries

pytestmark = pytest.mark.django_db
ENOUGH = "Checked with the provider: it was a test of theirs."


@pytest.fixture
def finance():
    return staff("finance")


def of_another_amount(**changes: object) -> Payment:
    """Held: the message said one soʻm."""
    payment = begun(**changes)
    payments.apply(settle(payment, amount=som(1)))
    return payment


def the_one() -> ProviderEvent:
    return ProviderEvent.objects.quarantined().get()


def test_a_held_message_keeps_what_it_names_and_nothing_of_the_payer():
    payment = begun()
    post(message(payment, amount=100))
    event = the_one()
    assert (event.named, event.provider_reference) == (payment.reference, payment.provider_reference)
    assert "aziza" not in str(event.payload).lower()


def test_a_retry_acts_on_what_the_provider_says_now(finance):
    payment = of_another_amount()
    decide(payment.provider_reference, Choice.SUCCESS)
    after = held.retry(the_one(), finance)
    assert (after.state, after.decided_by) == (EventState.APPLIED, finance)
    assert Donation.objects.get().state == DonationState.PAID
    assert LedgerEntry.objects.count() == 2
    assert OutboxMessage.objects.filter(key=f"receipt:{payment.reference}").count() == 1


def test_the_amount_of_back_then_is_never_taken(finance):
    payment = of_another_amount()
    decide(payment.provider_reference, Choice.SUCCESS)
    SandboxPayment.objects.update(amount_minor=100)
    after = held.retry(the_one(), finance)
    assert (after.state, "instead of" in after.reason) == (EventState.QUARANTINED, True)
    assert not LedgerEntry.objects.exists()


def test_what_still_does_not_fit_stays_held_with_the_new_reason(finance):
    payment = of_another_amount()
    decide(payment.provider_reference, Choice.SUCCESS)
    payments.apply(release(payment, Ending.CANCELLED))
    assert "instead of" in the_one().reason
    assert held.retry(the_one(), finance).reason == "money for a payment that is cancelled"


def test_what_is_not_decided_there_stays_held(finance):
    of_another_amount()
    after = held.retry(the_one(), finance)
    assert (after.state, after.reason) == (EventState.QUARANTINED, "the provider tells nothing new")


def test_what_came_in_another_way_meanwhile_is_nothing_new(finance):
    payment = of_another_amount()
    decide(payment.provider_reference, Choice.SUCCESS)
    payments.apply(settle(payment))
    assert held.retry(the_one(), finance).state == EventState.REPEATED
    assert LedgerEntry.objects.count() == 2


def test_a_silent_provider_leaves_the_message_to_the_sweep(finance, monkeypatch):
    payment = of_another_amount()
    decide(payment.provider_reference, Choice.SUCCESS)

    def silent(*_args: object) -> None:
        raise GatewayUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(SandboxGateway, "status", silent)
        assert held.retry(the_one(), finance).state == EventState.RECEIVED
    ProviderEvent.objects.update(due_at="2026-01-01T00:00Z")
    assert follow_left() == 1
    assert ProviderEvent.objects.get().state == EventState.APPLIED


def test_an_error_on_our_side_leaves_it_to_the_sweep(finance, monkeypatch):
    payment = of_another_amount()
    decide(payment.provider_reference, Choice.SUCCESS)
    with monkeypatch.context() as patch:
        patch.setattr("donations.services.settlement.ledger.book_capture", lambda *_args: 1 / 0)
        assert held.retry(the_one(), finance).state == EventState.RECEIVED
    assert not LedgerEntry.objects.exists()
    following.follow(ProviderEvent.objects.get().pk)
    assert LedgerEntry.objects.count() == 2


def test_a_message_about_a_payment_that_we_know_by_now_is_looked_up(finance):
    payment = begun()
    reference = payment.reference
    Payment.objects.update(reference="P-0000-1111-2222")
    payments.apply(settle(payment))
    assert (the_one().payment, the_one().reason) == (None, "no such payment")
    Payment.objects.update(reference=reference)
    decide(payment.provider_reference, Choice.SUCCESS)
    assert held.retry(the_one(), finance).state == EventState.APPLIED
    assert ProviderEvent.objects.get().payment_id == payment.pk


def test_a_message_about_nothing_that_we_know_cannot_be_looked_up(finance):
    payment = begun()
    payments.apply(settle(payment, reference="P-0000-1111-2222", provider_reference="sbx_other"))
    with pytest.raises(Refused):
        held.retry(the_one(), finance)
    assert the_one().state == EventState.QUARANTINED


def test_a_refund_that_the_provider_knows_nothing_of_is_nothing_new(finance):
    payment = begun()
    decide(payment.provider_reference, Choice.SUCCESS)
    payments.apply(settle(payment))
    payments.apply(
        Refund(
            gateway="sandbox",
            livemode=False,
            event_id="evt_more",
            reference=payment.reference,
            amount=payment.amount * 2,
            refund_reference="re_more",
        )
    )
    held.retry(the_one(), finance)
    assert LedgerEntry.objects.count() == 2
    assert ProviderEvent.objects.get(event_id="evt_more").state == EventState.REPEATED


def test_what_a_bank_statement_brought_cannot_be_looked_up(finance):
    payment = transfer()
    payments.apply(release(payment, Ending.CANCELLED))
    inbox.quarantine(settle(payment, event_id="line:abc"), "money for a payment that is cancelled", payment)
    with pytest.raises(Refused):
        held.retry(the_one(), finance)
    bring(line(begun(gateway="bank", email="b@donors.example").reference))
    assert the_one().event_id == "line:abc"


def test_each_retry_is_on_record_with_its_outcome(finance):
    of_another_amount()
    held.retry(the_one(), finance)
    held.retry(the_one(), finance)
    entries = AuditEntry.objects.about(the_one()).order_by("pk")
    assert [entry.action for entry in entries if entry.actor == finance] == [
        "providerevent.received",
        "providerevent.looked_up",
    ] * 2
    assert {entry.new for entry in entries.filter(action="providerevent.looked_up")} == {"quarantined"}


def test_people_are_not_told_again_of_the_same_message(finance, settings):
    settings.PAYMENTS_ALERT_EMAILS = ["money@sos.example"]
    payment = of_another_amount()
    decide(payment.provider_reference, Choice.SUCCESS)
    payments.apply(release(payment, Ending.CANCELLED))
    for _ in range(3):
        held.retry(the_one(), finance)
    assert OutboxMessage.objects.filter(key__startswith="quarantine:").count() == 1


# --- Dismissing ---------------------------------------------------------------------------------


def test_dismissed_it_stays_with_a_name_a_reason_and_a_time(finance):
    of_another_amount()
    held.dismiss(the_one(), f"  {ENOUGH}\n ", finance)
    event = ProviderEvent.objects.get()
    assert (event.state, event.note, event.decided_by) == (EventState.DISMISSED, ENOUGH, finance)
    assert event.changed_at is not None
    entry = AuditEntry.objects.get(action="providerevent.dismissed")
    assert (entry.actor, entry.old, entry.new, entry.note) == (finance, "quarantined", "dismissed", "")


@pytest.mark.parametrize("reason", ["", "   ", "no", "x" * 19, " x" * 9])
def test_money_is_not_let_be_without_a_reason_of_some_length(finance, reason):
    of_another_amount()
    with pytest.raises(Refused):
        held.dismiss(the_one(), reason, finance)
    assert the_one().note == ""


def test_asking_once_more_in_vain_does_not_make_a_word_enough(finance):
    of_another_amount()
    after = held.retry(the_one(), finance)
    assert (after.state, after.kind) == (EventState.QUARANTINED, "settle")
    with pytest.raises(Refused, match="20"):
        held.dismiss(after, "no", finance)


def test_what_is_no_money_needs_a_word(finance):
    payment = begun()
    payments.apply(release(payment, livemode=True))
    with pytest.raises(Refused):
        held.dismiss(the_one(), "", finance)
    held.dismiss(the_one(), "test", finance)
    assert ProviderEvent.objects.get().state == EventState.DISMISSED


def test_what_is_dismissed_comes_again_and_changes_nothing(finance):
    payment = begun()
    content = message(payment, amount=100)
    post(content)
    held.dismiss(the_one(), ENOUGH, finance)
    assert post(content).json()["verdict"] == "repeated"
    assert ProviderEvent.objects.get().state == EventState.DISMISSED


def test_what_was_decided_is_not_decided_again(finance):
    of_another_amount()
    stale = the_one()
    held.dismiss(the_one(), ENOUGH, finance)
    for again in (held.dismiss, None):
        with pytest.raises(Refused):
            again(stale, ENOUGH, finance) if again else held.retry(stale, finance)
    with pytest.raises(Refused):
        held.retry(ProviderEvent.objects.get(), finance)


def test_the_database_wants_a_name_and_a_reason(finance):
    of_another_amount()
    for fields in ({}, {"decided_by": finance}, {"note": "why"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProviderEvent.objects.update(state=EventState.DISMISSED, **fields)


# --- Several at once -----------------------------------------------------------------------------


def _attempt(act: object, *arguments: object) -> bool:
    try:
        act(*arguments)
    except Refused:
        return False
    return True


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_who_retry_and_dismiss_at_once_one_acts():
    payment = of_another_amount()
    decide(payment.provider_reference, Choice.SUCCESS)
    people = [staff("finance") for _ in range(16)]
    rows = [the_one() for _ in people]

    def work(index: int) -> bool:
        if index % 2:
            return _attempt(held.dismiss, rows[index], ENOUGH, people[index])
        return _attempt(held.retry, rows[index], people[index])

    assert at_once(16, work).count(True) == 1
    state = ProviderEvent.objects.get().state
    assert state in (EventState.APPLIED, EventState.DISMISSED)
    assert LedgerEntry.objects.count() == (2 if state == EventState.APPLIED else 0)
    assert AuditEntry.objects.filter(old="quarantined").exclude(action="providerevent.looked_up").count() == 1


@pytest.mark.django_db(transaction=True)
def test_retries_beside_the_callback_that_comes_after_all_credit_once():
    payment = of_another_amount()
    decide(payment.provider_reference, Choice.SUCCESS)
    SandboxEvent.objects.update(copies_left=0)
    people = [staff("finance") for _ in range(4)]
    rows = [the_one() for _ in people]
    contents = [message(payment) for _ in people]

    def work(index: int) -> object:
        if index < 4:
            return _attempt(held.retry, rows[index], people[index])
        return post(contents[index - 4]).status_code

    at_once(8, work)
    assert Donation.objects.get().state == DonationState.PAID
    assert LedgerEntry.objects.count() == 2
    assert OutboxMessage.objects.filter(key=f"receipt:{payment.reference}").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_sweep_beside_a_retry_credits_once():
    payment = of_another_amount()
    decide(payment.provider_reference, Choice.SUCCESS)
    pk, finance = the_one().pk, staff("finance")
    row = the_one()
    at_once(6, lambda index: following.follow(pk) if index else _attempt(held.retry, row, finance))
    assert Payment.objects.get().state == PaymentState.SUCCEEDED
    assert LedgerEntry.objects.count() == 2


# --- Whatever is held, however often --------------------------------------------------------------

HELD = st.sampled_from(["wrong_amount", "wrong_mode", "refunded", "succeeded", "cancelled", "failed"])
STEPS = st.one_of(
    st.tuples(st.just("say"), HELD, st.integers(0, 2)),
    st.tuples(st.just("pay"), st.sampled_from(list(Choice)[:6]), st.just(0)),
    st.tuples(st.just("retry"), st.just(""), st.integers(1, 3)),
    st.tuples(st.just("retry"), st.just(""), st.integers(1, 3)),
    st.tuples(st.just("dismiss"), st.just(""), st.just(0)),
)


def _step(what: tuple, payment: Payment, finance: object) -> None:
    kind, choice, number = what
    if kind == "say":
        say(payment, choice, number)
    elif kind == "pay":
        decide(payment.provider_reference, choice)
    for event in ProviderEvent.objects.quarantined():
        if kind == "dismiss":
            held.dismiss(event, ENOUGH, finance)
        for _ in range(number if kind == "retry" else 0):
            _attempt(held.retry, ProviderEvent.objects.get(pk=event.pk), finance)


@tries(20)
@given(st.lists(STEPS, min_size=2, max_size=10))
def test_retrying_any_held_message_any_number_of_times_never_credits_twice(steps):
    with undone():
        finance, payment = staff("finance"), begun()
        for what in steps:
            _step(what, payment, finance)
            check_the_books()
        gifts = LedgerEntry.objects.filter(account="gifts", amount_minor__lt=0)
        assert -(gifts.aggregate(total=Sum("amount_minor"))["total"] or 0) in (0, payment.amount_minor)


@tries(5)
@given(st.integers(1, 4))
def test_a_retry_of_a_regular_gifts_message_asks_for_its_card_again(times):
    """What is kept of a message has no leave to charge: the provider's answer has it."""
    with undone():
        finance = staff("finance")
        payment = of_another_amount(designation="tashkent", frequency="month")
        decide(payment.provider_reference, Choice.SUCCESS)
        for _ in range(times):
            event = ProviderEvent.objects.order_by("pk").first()
            _attempt(held.retry, event, finance)
        sponsorship = Donation.objects.get(pk=payment.donation_id).sponsorship
        assert sponsorship.state == "active"
        assert sponsorship.charge_token
        assert "tok_" not in str(list(ProviderEvent.objects.values_list("payload", flat=True)))


def test_a_sponsorship_that_runs_is_not_touched_by_a_retry(finance):
    sponsorship = sponsoring()
    payment = Payment.objects.get()
    payments.apply(settle(payment, amount=som(1)))
    held.retry(the_one(), finance)
    sponsorship.refresh_from_db()
    assert sponsorship.state == "active"
    assert LedgerEntry.objects.count() == 2
