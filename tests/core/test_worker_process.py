"""The worker as a process of its own: told to stop, and killed."""

import multiprocessing
import os
import signal
import time
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.models import Heartbeat
from core.worker import WorkerProcess
from tests.core import worker_tasks

pytestmark = pytest.mark.django_db(transaction=True)


def work():
    os._exit(0 if WorkerProcess().run() else 1)


@pytest.fixture
def worker():
    DBTaskResult.objects.all().delete()  # the seed leaves a thousand, which would go first
    connection.close()  # a connection must not be shared with the child
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    yield process
    process.kill()
    process.join()


def wait_until(fact):
    for _ in range(600):
        if fact():
            return
        time.sleep(0.05)
    raise AssertionError("it never came true")


def test_a_worker_that_is_told_to_stop_ends_well_and_says_so(worker):
    wait_until(Heartbeat.objects.exists)
    os.kill(worker.pid, signal.SIGTERM)
    worker.join(30)
    assert (worker.exitcode, Heartbeat.objects.exists()) == (0, False)


def test_a_running_worker_takes_up_what_is_enqueued(worker, tmp_path):
    mark = tmp_path / "mark"
    mark.touch()
    worker_tasks.die_the_first_time.enqueue(str(mark))
    wait_until(lambda: mark.read_text() == "ran\n")


def test_a_task_whose_worker_was_killed_runs_to_its_end_later(worker, tmp_path):
    mark = tmp_path / "mark"
    worker_tasks.die_the_first_time.enqueue(str(mark))
    worker.join(30)
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False) as clock:
        WorkerProcess().drain()
        clock.shift(60)
        WorkerProcess().drain()
    assert mark.read_text() == "ran\n"
