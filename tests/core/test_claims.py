"""Many workers at once: each message, each slot and each task goes to one of them."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core import scheduler
from core.models import OutboxMessage
from core.scheduler import Job
from core.worker.task_queue import TaskQueue
from tests.core import worker_tasks

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 6


def at_once(work):
    """Run `work(number)` in so many threads that begin together; return what each returned."""
    together = threading.Barrier(WORKERS)
    results, faults = [], []

    def run(number):
        together.wait()
        try:
            results.append(work(number))
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    return results


def take_all(number):
    taken = []
    while message := OutboxMessage.objects.claim(timezone.now(), timedelta(minutes=5)):
        taken.append(message.key)
    return taken


def test_each_message_is_taken_by_one_worker():
    for number in range(30):
        OutboxMessage.objects.create(key=f"k{number}", due_at=timezone.now())
    taken = [key for keys in at_once(take_all) for key in keys]
    assert sorted(taken) == sorted(f"k{number}" for number in range(30))


def test_each_slot_is_run_by_one_worker():
    job = Job("job", lambda: None, timedelta(hours=1), timedelta(0), timedelta(minutes=5))
    now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    claims = at_once(lambda number: scheduler._claim(job, None, now))
    assert len([claim for claim in claims if claim]) == 1


def test_each_task_is_run_by_one_worker():
    DBTaskResult.objects.all().delete()
    for number in range(20):
        worker_tasks.note.enqueue(str(number))

    def work(number):
        queue = TaskQueue(f"worker-{number}")
        while queue.step():
            pass

    at_once(work)
    assert sorted(worker_tasks.done) == sorted(str(number) for number in range(20))


def test_one_key_written_by_many_at_once_is_one_message(monkeypatch):
    from core import mail
    from core.mail.rendering import Rendered

    monkeypatch.setattr("core.mail.queue.render", lambda *args: Rendered("s", "t", "h"))
    sent = at_once(
        lambda n: mail.enqueue(key="k", to="a@x.example", language="uz", template="x", context={}).pk
    )
    assert len(set(sent)) == 1
