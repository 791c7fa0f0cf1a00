"""Asking providers is on record: when, by whom, how far it came; dying in the middle and asking twice do no harm."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from donations.gateways.registry import offers
from donations.gateways.requests import GatewayUnavailable
from donations.gateways.sandbox.gateway import SandboxGateway
from donations.gateways.sandbox.models import Choice
from donations.gateways.sandbox.provider import decide
from donations.models import (
    Difference,
    Donation,
    DonationState,
    LedgerEntry,
    Origin,
    ReconcileRun,
    RunKind,
    RunState,
)
from donations.services import reconciliation, rounds, runs
from tests.donations.test_race import at_once
from tests.factories.accounts import staff
from tests.factories.donations import begun
from tests.factories.donations import paid as paid_gift

pytestmark = pytest.mark.django_db


def later(minutes: int):
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False)


def silent(*_args: object) -> None:
    raise GatewayUnavailable


def lost_success():
    payment = begun()
    decide(payment.provider_reference, Choice.SUCCESS)
    return payment


def of(kind: str, gateway: str = "sandbox") -> ReconcileRun:
    return ReconcileRun.objects.filter(kind=kind, gateway=gateway).latest("pk")


def test_a_run_says_how_many_were_asked_and_changed():
    lost_success()
    begun(email="b@donors.example")
    with later(15):
        reconciliation.reconcile()
    run = of("open")
    assert (run.state, run.origin, run.started_by) == (RunState.DONE, Origin.CLOCK, None)
    assert (run.asked, run.changed, run.failed) == (2, 1, 0)
    assert run.ended_at >= run.started_at


def test_a_silent_provider_is_counted_and_named(monkeypatch):
    begun()
    monkeypatch.setattr(SandboxGateway, "status", silent)
    with later(15):
        reconciliation.reconcile()
    assert (of("open").state, of("open").asked, of("open").failed) == (RunState.SILENT, 1, 1)


def test_an_error_of_ours_is_no_silence(monkeypatch):
    begun()
    monkeypatch.setattr(SandboxGateway, "status", lambda *_args: 1 / 0)
    with later(15):
        reconciliation.reconcile()
    assert (of("open").state, of("open").failed) == (RunState.FAILED, 1)


def test_questions_that_are_refused_at_once_keep_nobody_from_their_turn(monkeypatch):
    refused = {begun(email=f"{n}@donors.example").reference for n in range(4)}
    last = lost_success()
    real = SandboxGateway.status
    monkeypatch.setattr(
        SandboxGateway, "status", lambda self, ref: silent() if ref in refused else real(self, ref)
    )
    with later(15):
        assert reconciliation.reconcile() == 1
    assert Donation.objects.get(pk=last.donation_id).state == DonationState.PAID


def test_a_provider_that_is_silent_for_long_is_let_be(monkeypatch):
    for number in range(3):
        begun(email=f"{number}@donors.example")
    monkeypatch.setattr(SandboxGateway, "status", silent)
    monkeypatch.setattr(runs, "PATIENCE", 0)
    with later(15):
        reconciliation.reconcile()
    assert (of("open").state, of("open").asked) == (RunState.SILENT, 1)


def test_a_run_that_dies_is_shown_as_unfinished_and_running_again_is_safe(monkeypatch):
    payment = lost_success()

    def die(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, later(15):
        patch.setattr(SandboxGateway, "status", die)
        with pytest.raises(KeyboardInterrupt):
            reconciliation.reconcile()
    dead = of("open")
    with later(20):
        assert (dead.state, dead.is_unfinished, dead.is_under_way) == (RunState.RUNNING, False, True)
    with later(40):
        assert (dead.is_unfinished, dead.is_under_way) == (True, False)
        assert reconciliation.reconcile() == 1
        assert of("open").state == RunState.DONE
    assert Donation.objects.get(pk=payment.donation_id).state == DonationState.PAID
    dead.refresh_from_db()
    assert dead.state == RunState.RUNNING


def test_a_long_run_shows_a_sign_of_life(monkeypatch):
    begun(), begun(email="b@donors.example")
    real, seen = SandboxGateway.status, []

    def slowly(self, reference):
        seen.append(ReconcileRun.objects.latest("pk").asked)
        moment.shift(timedelta(seconds=20))
        return real(self, reference)

    monkeypatch.setattr(SandboxGateway, "status", slowly)
    with later(15) as moment:
        reconciliation.reconcile()
    assert seen == [0, 1]


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_do_no_harm():
    payment = lost_success()
    with time_machine.travel(timezone.now() + timedelta(minutes=15)):
        at_once(4, lambda _index: reconciliation.reconcile())
    assert Donation.objects.get(pk=payment.donation_id).state == DonationState.PAID
    assert LedgerEntry.objects.count() == 2
    assert ReconcileRun.objects.filter(kind="open", gateway="sandbox", state=RunState.DONE).count() == 4


@pytest.mark.django_db(transaction=True)
def test_two_comparisons_at_once_find_one_difference():
    paid_gift()  # the sandbox knows of no success
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        at_once(4, lambda _index: rounds.run_all("sandbox", "books"))
    assert Difference.objects.count() == 1


# --- The command --------------------------------------------------------------------------------


def test_the_command_asks_everything_and_prints_a_table(capsys):
    lost_success()
    with later(15):
        call_command("reconcile")
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[0][:3] == ["gateway", "kind", "asked"]
    assert ["sandbox", "open", "1", "1", "0", "0", "done"] in lines
    assert ["sandbox", "books", "1", "0", "0", "0", "done"] in lines
    assert set(ReconcileRun.objects.values_list("origin", flat=True)) == {Origin.COMMAND}


def test_the_command_ends_with_one_where_a_provider_was_silent(monkeypatch):
    begun()
    monkeypatch.setattr(SandboxGateway, "status", silent)
    with later(15), pytest.raises(CommandError) as error:
        call_command("reconcile")
    assert error.value.returncode == 1
    assert "sandbox" in str(error.value)


def test_the_command_asks_only_what_is_wanted():
    call_command("reconcile", gateway="sandbox", kind="books")
    assert list(ReconcileRun.objects.values_list("gateway", "kind")) == [("sandbox", "books")]


def test_the_command_knows_no_other_gateway():
    with pytest.raises(CommandError):
        call_command("reconcile", "--gateway", "paypal")


# --- Asking for somebody who waits ---------------------------------------------------------------


def test_pressing_twice_waits_for_the_same_run():
    finance = staff("finance")
    first = rounds.ask_soon(offers()["sandbox"], finance)
    second = rounds.ask_soon(offers()["sandbox"], staff("finance"))
    assert [run.pk for run in first] == [run.pk for run in second]
    assert {run.started_by for run in first} == {finance}
    assert DBTaskResult.objects.count() == 2


def test_a_run_that_waited_is_begun_once():
    lost_success()
    with later(15):
        queued = [run.pk for run in rounds.ask_soon(offers()["sandbox"], staff("finance"))]
        rounds.run_queued.func(queued)
        rounds.run_queued.func(queued)
    assert set(ReconcileRun.objects.values_list("state", flat=True)) == {RunState.DONE}
    assert of("open").changed == 1


def test_a_gateway_switched_off_meanwhile_ends_the_run(settings):
    queued = [run.pk for run in rounds.ask_soon(offers()["sandbox"], staff("finance"))]
    settings.PAYMENT_GATEWAYS = {}
    rounds.run_queued.func(queued)
    assert set(ReconcileRun.objects.values_list("state", flat=True)) == {RunState.FAILED}


def test_the_database_keeps_one_waiting_run_of_a_kind():
    ReconcileRun.objects.create(gateway="x", kind="open", state=RunState.QUEUED)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReconcileRun.objects.create(gateway="x", kind="open", state=RunState.QUEUED)


# --- Forgetting ---------------------------------------------------------------------------------


def test_old_runs_are_forgotten_but_not_the_last_nor_those_that_found_something(settings):
    settings.RECONCILE_KEEP_DAYS = 30
    old = [runs.begin("sandbox", RunKind.OPEN) for _ in range(3)]
    finder = runs.begin("sandbox", RunKind.BOOKS)
    Difference.objects.create(
        gateway="sandbox", kind="state", reference="x", ours="paid", theirs="open", found_in=finder
    )
    runs.begin("sandbox", RunKind.BOOKS)
    ReconcileRun.objects.update(started_at=timezone.now() - timedelta(days=31))
    young = runs.begin("click", RunKind.OPEN)
    assert runs.forget_old() == 2
    left = set(ReconcileRun.objects.values_list("pk", flat=True))
    assert {old[-1].pk, finder.pk, young.pk} < left
    assert runs.forget_old() == 0
