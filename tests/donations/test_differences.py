"""What a provider says beside the books: found once, gone by itself, resolved with a reason, credited never."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.models import AuditEntry, OutboxMessage
from core.money import Money
from donations.gateways.instructions import Ending, Refund
from donations.gateways.reports import Seen, Standing
from donations.gateways.requests import GatewayUnavailable
from donations.gateways.sandbox.gateway import SandboxGateway
from donations.gateways.sandbox.models import Choice, SandboxPayment
from donations.gateways.sandbox.provider import decide, open_payment, refund
from donations.models import (
    Difference,
    DifferenceKind,
    DifferenceState,
    LedgerEntry,
    Payment,
    PaymentState,
    ReconcileRun,
    RunState,
    Stand,
)
from donations.services import differences, payments, reconciliation, rounds
from donations.services.decisions import Refused
from tests.donations.test_race import at_once
from tests.factories.accounts import staff
from tests.factories.donations import begun, release, settle, som

pytestmark = pytest.mark.django_db
Kind, State = DifferenceKind, DifferenceState


def compare(hours: int = 2) -> ReconcileRun:
    with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
        [run] = rounds.run_all("sandbox", "books")
    return run


def paid_on_both_sides() -> Payment:
    payment = begun()
    decide(payment.provider_reference, Choice.SUCCESS)
    payments.apply(settle(payment))
    return Payment.objects.get(pk=payment.pk)


def paid_here_only() -> Payment:
    payment = begun()
    payments.apply(settle(payment))
    return payment


def paid_there_only() -> Payment:
    """Cancelled here, so that the door took no news of it."""
    payment = begun()
    payments.apply(release(payment, Ending.CANCELLED))
    decide(payment.provider_reference, Choice.SUCCESS)
    return payment


def found() -> list[tuple[str, str, str]]:
    return list(Difference.objects.values_list("kind", "ours", "theirs"))


def test_where_both_sides_say_the_same_there_is_nothing():
    paid_on_both_sides()
    begun(email="b@donors.example")
    run = compare()
    assert (run.state, run.differences) == (RunState.DONE, 0)
    assert not Difference.objects.exists()


def test_paid_here_but_not_there():
    payment = paid_here_only()
    run = compare()
    row = Difference.objects.get()
    assert (row.kind, row.ours, row.theirs) == (Kind.STATE, Stand.PAID, Stand.OPEN)
    assert (row.payment, row.reference, row.found_in) == (payment, payment.reference, run)
    assert (row.our_amount, row.their_amount) == (payment.amount, payment.amount)
    assert run.differences == 1


def test_paid_there_but_not_here_and_nothing_is_credited():
    payment = paid_there_only()
    compare()
    assert found() == [(Kind.STATE, Stand.ENDED, Stand.PAID)]
    assert Payment.objects.get(pk=payment.pk).state == PaymentState.CANCELLED
    assert not LedgerEntry.objects.exists()


def test_unknown_there():
    paid_here_only()
    SandboxPayment.objects.all().delete()
    compare()
    assert found() == [(Kind.MISSING_THERE, Stand.PAID, Stand.UNKNOWN)]


def test_another_amount_there():
    payment = paid_on_both_sides()
    SandboxPayment.objects.update(amount_minor=5_000)
    compare()
    row = Difference.objects.get()
    assert (row.kind, row.our_amount, row.their_amount) == (Kind.AMOUNT, payment.amount, som(50))


def test_unknown_here():
    theirs = open_payment(
        order="P-0000-1111-2222",
        amount=som(70),
        description="",
        language="en",
        return_url="",
        recurring=False,
    )
    decide(theirs.public_id, Choice.SUCCESS)
    compare()
    row = Difference.objects.get()
    assert (row.kind, row.ours, row.theirs) == (Kind.MISSING_HERE, Stand.UNKNOWN, Stand.PAID)
    assert (row.reference, row.payment, row.our_amount, row.their_amount) == (
        theirs.public_id,
        None,
        None,
        som(70),
    )


def test_given_back_there_but_not_here():
    payment = paid_on_both_sides()
    refund(SandboxPayment.objects.get(order=payment.reference))
    compare()
    assert found() == [(Kind.STATE, Stand.PAID, Stand.GIVEN_BACK)]


def test_given_back_here_but_not_there():
    payment = paid_on_both_sides()
    payments.apply(
        Refund(
            gateway=payment.gateway,
            livemode=payment.livemode,
            event_id="by-hand:1",
            reference=payment.reference,
            amount=payment.amount,
            refund_reference="1",
        )
    )
    compare()
    assert found() == [(Kind.STATE, Stand.GIVEN_BACK, Stand.PAID)]


def test_attempts_that_came_to_nothing_on_both_sides_are_no_difference():
    payment = begun()
    decide(payment.provider_reference, Choice.FAIL)
    payments.apply(release(payment))
    compare()
    assert not Difference.objects.exists()


def test_what_has_just_happened_is_given_time():
    theirs = open_payment(
        order="P-0000-1111-2222",
        amount=som(70),
        description="",
        language="en",
        return_url="",
        recurring=False,
    )
    decide(theirs.public_id, Choice.SUCCESS)
    begun(email="b@donors.example")
    decide(SandboxPayment.objects.latest("pk").public_id, Choice.SUCCESS)
    assert compare(hours=0).differences == 0


def test_a_second_payment_under_our_reference_is_not_the_first_one():
    payment = paid_on_both_sides()
    told = [Standing(number="sbx_other", reference=payment.reference, seen=Seen.PAID, amount=payment.amount)]
    comparison = differences._of_statement(rounds.offers()["sandbox"], told, [])
    [one] = comparison.found
    assert (one.kind, one.reference, one.payment) == (Kind.MISSING_HERE, "sbx_other", payment)


def test_a_failed_one_under_our_reference_says_nothing_about_the_paid_one():
    payment = paid_on_both_sides()
    told = [Standing(number="sbx_other", reference=payment.reference, seen=Seen.ENDED)]
    assert differences.look_at_statement(rounds.offers()["sandbox"], told, []) == []


# --- The same one again --------------------------------------------------------------------------


def test_found_again_it_is_the_same_row():
    paid_here_only()
    first = compare()
    compare(hours=26)
    row = Difference.objects.get()
    assert (row.found_in, row.seen_at > row.found_at) == (first, True)


def test_people_are_told_once(settings):
    settings.PAYMENTS_ALERT_EMAILS = ["money@sos.example"]
    paid_here_only()
    compare()
    compare(hours=26)
    assert OutboxMessage.objects.filter(key__startswith="differences:").count() == 1


def test_one_that_no_longer_stands_goes_by_itself_and_says_so():
    payment = paid_here_only()
    compare()
    decide(payment.provider_reference, Choice.SUCCESS)
    compare(hours=3)
    row = Difference.objects.get()
    assert (row.state, row.resolved_by, row.went_by_itself) == (State.RESOLVED, None, True)
    entry = AuditEntry.objects.get(action="difference.resolved")
    assert entry.actor is None


def test_one_of_long_ago_is_asked_about_until_it_is_gone():
    payment = paid_here_only()
    compare()
    decide(payment.provider_reference, Choice.SUCCESS)
    compare(hours=24 * 60)
    assert Difference.objects.get().went_by_itself


def test_a_stranger_of_long_ago_is_asked_about_until_it_is_gone():
    theirs = open_payment(
        order="P-0000-1111-2222",
        amount=som(70),
        description="",
        language="en",
        return_url="",
        recurring=False,
    )
    decide(theirs.public_id, Choice.SUCCESS)
    compare()
    compare(hours=24 * 60)
    assert Difference.objects.get().state == State.OPEN
    SandboxPayment.objects.all().delete()
    compare(hours=24 * 61)
    assert Difference.objects.get().went_by_itself


def test_what_was_not_compared_stays_open(monkeypatch):
    paid_here_only()
    compare()
    monkeypatch.setattr(SandboxGateway, "standings", lambda self, since: iter(()))
    monkeypatch.setattr(SandboxGateway, "standing", _silent)
    assert compare(hours=3).state == RunState.SILENT
    assert Difference.objects.get().state == State.OPEN


def _silent(*_args: object) -> None:
    raise GatewayUnavailable


def test_what_was_compared_before_the_provider_fell_silent_is_kept(monkeypatch):
    paid_here_only()
    begun(email="b@donors.example")
    real = SandboxGateway.standing
    answers = iter([True, False])
    monkeypatch.setattr(
        SandboxGateway, "standing", lambda *args: real(*args) if next(answers, False) else _silent()
    )
    assert compare().differences == 1


def test_gone_and_there_again_it_is_open_again():
    payment = paid_here_only()
    compare()
    there = SandboxPayment.objects.get(order=payment.reference)
    decide(there.public_id, Choice.SUCCESS)
    compare(hours=3)
    there.events.all().delete()
    run = compare(hours=4)
    row = Difference.objects.get()
    assert (row.state, row.found_in) == (State.OPEN, run)


# --- People --------------------------------------------------------------------------------------


def test_a_person_resolves_it_with_a_reason_and_it_stays_so():
    finance = staff("finance")
    paid_here_only()
    compare()
    differences.resolve(Difference.objects.get(), "  their   mistake ", finance)
    compare(hours=26)
    row = Difference.objects.get()
    assert (row.state, row.reason, row.resolved_by) == (State.RESOLVED, "their mistake", finance)
    entry = AuditEntry.objects.get(action="difference.resolved")
    assert (entry.actor, entry.note) == (finance, "")


def test_what_a_person_resolved_stands_again_when_a_side_changes():
    payment = paid_here_only()
    compare()
    differences.resolve(Difference.objects.get(), "their mistake", staff("finance"))
    decide(payment.provider_reference, Choice.FAIL)
    compare(hours=26)
    row = Difference.objects.get()
    assert (row.state, row.theirs, row.reason, row.resolved_by) == (State.OPEN, Stand.ENDED, "", None)


def test_without_a_reason_or_twice_it_is_not_resolved():
    paid_here_only()
    compare()
    row, again = Difference.objects.get(), Difference.objects.get()
    with pytest.raises(Refused):
        differences.resolve(row, " \n ", staff("finance"))
    differences.resolve(row, "looked", staff("finance"))
    with pytest.raises(Refused):
        differences.resolve(again, "looked, too", staff("finance"))
    assert Difference.objects.get().reason == "looked"


def test_the_database_wants_a_reason_of_a_person():
    paid_here_only()
    compare()
    with pytest.raises(IntegrityError), transaction.atomic():
        Difference.objects.update(state=State.RESOLVED, resolved_by=staff("finance"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Difference.objects.update(reason="open, and resolved?")


@pytest.mark.django_db(transaction=True)
def test_of_eight_people_one_resolves_it():
    paid_here_only()
    compare()
    people = [staff("finance") for _ in range(8)]
    rows = [Difference.objects.get() for _ in people]

    def resolve(index: int) -> bool:
        try:
            differences.resolve(rows[index], f"reason {index}", people[index])
        except Refused:
            return False
        return True

    assert at_once(8, resolve).count(True) == 1
    assert AuditEntry.objects.filter(action="difference.resolved").count() == 1


def test_the_door_credits_and_the_difference_goes():
    payment = begun()
    payments.apply(release(payment))
    decide(payment.provider_reference, Choice.SUCCESS)
    compare()
    assert found() == [(Kind.STATE, Stand.ENDED, Stand.PAID)]
    reconciliation.refresh(Payment.objects.get(pk=payment.pk))
    assert Payment.objects.get(pk=payment.pk).state == PaymentState.SUCCEEDED
    compare(hours=4)
    assert Difference.objects.get().went_by_itself
    assert LedgerEntry.objects.count() == 2


def test_the_words_for_either_side_are_the_gateways_own():
    assert {one.value for one in Seen} == set(Stand.values)


def test_comparing_takes_the_same_queries_however_much_there_is(django_assert_max_num_queries):
    for number in range(30):
        payment = begun(email=f"{number}@donors.example")
        decide(payment.provider_reference, Choice.SUCCESS)
        payments.apply(settle(payment))
    with django_assert_max_num_queries(20):
        compare()


def test_amounts_in_another_currency_differ():
    payment = paid_on_both_sides()
    told = [
        Standing(number=payment.provider_reference, seen=Seen.PAID, amount=Money(payment.amount_minor, "USD"))
    ]
    [one] = differences.look_at_statement(rounds.offers()["sandbox"], told, [])
    assert one.kind == Kind.AMOUNT
