"""Scheduled jobs: once a slot, again after a failure or a lost worker."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from core import scheduler
from core.models import ScheduledRun
from core.scheduler import run_due, scheduled

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def calls(monkeypatch):
    """One hourly job called "job" and nothing else; a run is counted, and raises what stands in `errors`."""
    monkeypatch.setattr(scheduler, "_jobs", {})
    monkeypatch.setattr(scheduler, "autodiscover_modules", lambda name: None)
    made = []

    @scheduled(every=timedelta(hours=1), name="job", lease=10 * MINUTE)
    def job():
        made.append(len(made))
        if job.errors:
            raise job.errors.pop()

    job.errors = []
    made_list = Calls(made, job.errors)
    with time_machine.travel(NOON, tick=False):
        yield made_list


class Calls:
    def __init__(self, made, errors):
        self.made = made
        self.errors = errors

    def __len__(self):
        return len(self.made)


def test_a_job_runs_once_a_slot(calls):
    run_due(NOON)
    run_due(NOON + 59 * MINUTE)
    assert len(calls) == 1


def test_a_job_runs_again_in_the_next_slot(calls):
    run_due(NOON)
    run_due(NOON + 60 * MINUTE)
    assert len(calls) == 2


def test_slots_in_which_nobody_ran_are_not_made_up_for(calls):
    run_due(NOON)
    run_due(NOON + timedelta(days=3))
    assert len(calls) == 2


def test_another_worker_that_holds_the_slot_is_left_alone(calls):
    hold()
    assert run_due(NOON) == []


def hold(**values):
    row = {"job": "job", "slot": NOON, "holder": "0" * 32, "due_at": NOON + 10 * MINUTE}
    return ScheduledRun.objects.create(**(row | values))


def test_a_run_whose_worker_died_is_made_again_when_its_lease_ends(calls):
    hold()
    assert run_due(NOON + 11 * MINUTE) == ["job"]


def test_two_workers_that_find_the_same_dead_run_make_it_once(calls):
    stale = hold()
    job = scheduler.jobs()[0]
    now = NOON + 11 * MINUTE
    assert [scheduler._claim(job, stale, now) is not None for _ in range(2)] == [True, False]


def test_two_workers_that_find_an_empty_slot_run_it_once(calls):
    job = scheduler.jobs()[0]
    assert [scheduler._claim(job, None, NOON) is not None for _ in range(2)] == [True, False]


def test_a_job_that_failed_waits_before_it_is_tried_again(calls):
    calls.errors.append(ValueError("x"))
    run_due(NOON)
    run_due(NOON)
    assert len(calls) == 1


def test_a_job_that_failed_is_tried_again_in_the_same_slot(calls):
    calls.errors.append(ValueError("x"))
    run_due(NOON)
    run_due(NOON + 2 * MINUTE)
    assert ScheduledRun.objects.get().state == ScheduledRun.State.DONE


def test_a_job_that_always_fails_is_given_up_for_this_slot(calls):
    calls.errors.extend(ValueError("x") for _ in range(20))
    for minute in range(59):
        run_due(NOON + minute * MINUTE)
    assert len(calls) == scheduler.MOST_ATTEMPTS


def test_a_failing_job_does_not_stop_the_others(calls):
    calls.errors.append(ValueError("x"))
    ran = []
    scheduled(every=MINUTE, name="other")(lambda: ran.append(1))
    run_due(NOON)
    assert ran == [1]


def test_two_jobs_cannot_have_one_name(calls):
    with pytest.raises(ValueError, match="called job"):
        scheduled(every=MINUTE, name="job")(print_nothing)


def print_nothing():
    """Stands for a second job."""


def test_an_offset_moves_the_slot(calls):
    scheduled(every=timedelta(days=1), offset=timedelta(hours=-3), name="night")(print_nothing)
    job = next(job for job in scheduler.jobs() if job.name == "night")
    assert job.slot(NOON) == datetime(2026, 11, 22, 21, tzinfo=UTC)


def test_the_jobs_of_the_apps_are_found():
    assert "safeguarding.tasks.publish_what_is_due" in {job.name for job in scheduler.jobs()}


def test_all_jobs_of_the_apps_run():
    run_due(NOON)
    assert not ScheduledRun.objects.exclude(state=ScheduledRun.State.DONE).exists()
