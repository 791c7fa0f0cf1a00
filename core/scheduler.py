"""What runs by the clock. Each app declares it in `tasks.py`:

    @scheduled(every=timedelta(minutes=15))
    def read_open_payments() -> None: ...

Time is cut into slots of that length (counted from 1970 UTC, moved by `offset`). In each slot one worker of
all runs the job once; when it dies or fails, the job runs again in the same slot. A slot in which no worker
ran is not made up for. So a job looks for what is due by now, and running it twice does no harm.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from core.models import ScheduledRun

logger = logging.getLogger(__name__)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_ATTEMPTS = 5
FIRST_WAIT = timedelta(minutes=1)
Function = Callable[[], object]


@dataclass(frozen=True)
class Job:
    """A function and its rhythm."""

    name: str
    function: Function
    every: timedelta
    offset: timedelta
    lease: timedelta

    def slot(self, now: datetime) -> datetime:
        """The beginning of the slot that `now` is in."""
        begin = EPOCH + self.offset
        return begin + (now - begin) // self.every * self.every


_jobs: dict[str, Job] = {}


def scheduled(
    *,
    every: timedelta,
    name: str = "",
    offset: timedelta = timedelta(0),
    lease: timedelta = timedelta(minutes=15),
) -> Callable[[Function], Function]:
    """Register a function to run once every `every`; `lease` is longer than it ever takes.

    `offset` moves the slots: daily jobs begin at 05:00 in Tashkent (00:00 UTC) plus `offset`.
    """

    def register(function: Function) -> Function:
        job = Job(name or f"{function.__module__}.{function.__qualname__}", function, every, offset, lease)
        if job.name in _jobs and _jobs[job.name].function.__code__ is not function.__code__:
            raise ValueError(f"two scheduled jobs are called {job.name}")
        _jobs[job.name] = job
        return function

    return register


def jobs() -> list[Job]:
    """All jobs of all apps."""
    autodiscover_modules("tasks")
    return list(_jobs.values())


def run_due(now: datetime | None = None, stopping: Callable[[], bool] = lambda: False) -> list[str]:
    """Run the jobs whose slot nobody has run; return the names of those that ran here, failed ones included.

    `now` chooses the slot only: what a job finds due it reads from the clock itself.
    """
    now = now or timezone.now()
    declared = jobs()
    runs = ScheduledRun.objects.filter(slot__in={job.slot(now) for job in declared})
    rows = {(row.job, row.slot): row for row in runs}
    ran = []
    for job in declared:
        if stopping():
            break
        run = _claim(job, rows.get((job.name, job.slot(now))), now)
        if run is not None:
            _run(job, run)
            ran.append(job.name)
    return ran


def _claim(job: Job, row: ScheduledRun | None, now: datetime) -> ScheduledRun | None:
    """Make the slot ours: as the first, or after its worker was lost or failed. None: it is not ours."""
    holder = uuid4()
    if row is None:
        run = ScheduledRun(job=job.name, slot=job.slot(now), holder=holder, due_at=now + job.lease)
        ScheduledRun.objects.bulk_create([run], ignore_conflicts=True)
    elif row.state == ScheduledRun.State.DONE or row.due_at > now or row.attempts >= MOST_ATTEMPTS:
        return None
    else:
        ScheduledRun.objects.filter(pk=row.pk, holder=row.holder, state=row.state).update(
            holder=holder,
            state=ScheduledRun.State.RUNNING,
            due_at=now + job.lease,
            attempts=F("attempts") + 1,
        )
    return ScheduledRun.objects.filter(job=job.name, slot=job.slot(now), holder=holder).first()


def _run(job: Job, run: ScheduledRun) -> None:
    try:
        job.function()
    except Exception as error:  # one job's failure is no reason to stop the others
        logger.exception("scheduled job %s failed (attempt %d)", job.name, run.attempts)
        wait = FIRST_WAIT * 2 ** (run.attempts - 1)
        _finish(run, ScheduledRun.State.FAILED, due_at=timezone.now() + wait, error=type(error).__name__)
    else:
        _finish(run, ScheduledRun.State.DONE, finished_at=timezone.now(), error="")


def _finish(run: ScheduledRun, state: str, **values: object) -> None:
    ScheduledRun.objects.filter(pk=run.pk, holder=run.holder).update(state=state, **values)
