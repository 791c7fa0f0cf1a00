"""Queued tasks (django-tasks-db), with what it lacks: further tries after a failure or a killed worker.

So every task may run twice, and must not mind.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult

from core.models import Heartbeat

logger = logging.getLogger(__name__)
MOST_TRIES = 5
FIRST_WAIT = timedelta(seconds=5)


class WorkerLost(Exception):
    """The process that ran the task ended without saying how it went."""


class TaskQueue(QueueWorker):
    """The library's worker, one task at a time."""

    def __init__(self, worker_id: str, backend_name: str = "default") -> None:
        super().__init__(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name=backend_name,
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        )
        self._current: object = None

    def step(self) -> bool:
        """Run the next task, if there is one; return whether there was."""
        task = self._claim()
        if task is None:
            return False
        self._current = task.pk
        try:
            self.run_task(task)
        finally:
            self._current = None
        if task.status == TaskResultStatus.FAILED and len(task.worker_ids) < MOST_TRIES:
            _try_again(task)
        return True

    def reap(self) -> int:
        """Give tasks of workers that are gone another try, or up; return how many were found."""
        running = list(DBTaskResult.objects.running().filter(backend_name=self.backend_name))
        if not running:
            return 0
        alive = set(Heartbeat.objects.alive(timezone.now()).values_list("worker", flat=True))
        found = 0
        for task in running:
            if self._is_lost(task, alive):
                found += 1
                logger.warning("task %s was lost with its worker (try %d)", task.id, len(task.worker_ids))
                if len(task.worker_ids) < MOST_TRIES:
                    _try_again(task)
                else:
                    task.set_failed(WorkerLost())
        return found

    def _is_lost(self, task: DBTaskResult, alive: set[str]) -> bool:
        owner = task.worker_ids[-1] if task.worker_ids else ""
        # Ours and not in hand: noting its outcome failed, for instance because the database was away.
        return owner not in alive or (owner == self.worker_id and task.pk != self._current)

    def _claim(self) -> DBTaskResult | None:
        ready = DBTaskResult.objects.ready().filter(backend_name=self.backend_name)
        if not ready.exists():  # asked first, because on SQLite a transaction takes the write lock
            return None
        with transaction.atomic():
            task = ready.get_locked()
            if task is not None:
                task.claim(self.worker_id)
        return task


def _try_again(task: DBTaskResult) -> None:
    """Queue it for later, each time twice as late, unless somebody has touched it meanwhile."""
    wait = FIRST_WAIT * 2 ** (len(task.worker_ids) - 1)
    DBTaskResult.objects.filter(pk=task.pk, status=task.status, started_at=task.started_at).update(
        status=TaskResultStatus.READY, run_after=timezone.now() + wait, finished_at=None
    )
