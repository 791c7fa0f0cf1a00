"""The worker: tasks get further tries, and a worker that is gone takes nothing with it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_tasks_db.compat import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult

from core import scheduler
from core.models import Heartbeat
from core.worker import WorkerProcess
from core.worker.task_queue import MOST_TRIES, TaskQueue
from tests.core import worker_tasks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    DBTaskResult.objects.all().delete()
    monkeypatch.setattr(scheduler, "_jobs", {})
    monkeypatch.setattr(scheduler, "autodiscover_modules", lambda name: None)


@pytest.fixture
def queue():
    Heartbeat.objects.create(worker="me", beat_at=timezone.now())
    return TaskQueue("me")


def row():
    return DBTaskResult.objects.get()


def lose(queue, worker="gone", tries=1):
    """A task that a worker had begun before it was killed."""
    worker_tasks.note.enqueue("x")
    row().claim(worker)
    DBTaskResult.objects.update(worker_ids=[worker] * tries)


def later(seconds=3600):
    return time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=False)


def test_a_task_runs(queue):
    worker_tasks.note.enqueue("x")
    queue.step()
    assert worker_tasks.done == ["x"]


def test_an_empty_queue_says_so(queue):
    assert queue.step() is False


def test_a_task_that_failed_waits_for_another_try(queue):
    worker_tasks.faults.append(ValueError("x"))
    worker_tasks.note.enqueue("x")
    queue.step()
    assert (row().status, row().run_after > timezone.now()) == (Status.READY, True)


def test_a_task_that_failed_runs_again(queue):
    worker_tasks.faults.append(ValueError("x"))
    worker_tasks.note.enqueue("x")
    queue.step()
    with later():
        queue.step()
    assert worker_tasks.done == ["x"]


def test_a_task_that_always_fails_is_given_up(queue):
    worker_tasks.faults.extend(ValueError("x") for _ in range(20))
    worker_tasks.note.enqueue("x")
    with later() as clock:
        for _ in range(10):
            queue.step()
            clock.shift(3600)
    assert (row().status, len(row().worker_ids)) == (Status.FAILED, MOST_TRIES)


def test_a_task_of_a_killed_worker_gets_another_try(queue):
    lose(queue)
    queue.reap()
    with later():
        queue.step()
    assert worker_tasks.done == ["x"]


def test_a_task_of_a_worker_that_lives_is_left_alone(queue):
    Heartbeat.objects.create(worker="other", beat_at=timezone.now())
    lose(queue, "other")
    assert queue.reap() == 0


def test_a_worker_that_was_not_heard_of_counts_as_gone(queue):
    Heartbeat.objects.create(worker="other", beat_at=timezone.now() - 2 * Heartbeat.PATIENCE)
    lose(queue, "other")
    assert queue.reap() == 1


def test_a_task_whose_outcome_we_could_not_note_gets_another_try(queue):
    lose(queue, "me")
    assert queue.reap() == 1


def test_the_task_in_hand_is_not_lost(queue):
    lose(queue, "me")
    queue._current = row().pk
    assert queue.reap() == 0


def test_a_task_that_takes_every_worker_down_is_given_up(queue):
    lose(queue, tries=MOST_TRIES)
    queue.reap()
    assert row().status == Status.FAILED


def test_draining_runs_what_is_due_and_ends(queue):
    worker_tasks.note.enqueue("x")
    worker_tasks.note.enqueue("y")
    WorkerProcess().drain()
    assert sorted(worker_tasks.done) == ["x", "y"]


def test_a_worker_that_is_done_is_not_listed_as_alive():
    WorkerProcess().drain()
    assert not Heartbeat.objects.exists()
