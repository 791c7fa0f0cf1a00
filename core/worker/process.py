"""One worker process: a loop for each kind of work, side by side, so that a long task holds up no mail."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.db import close_old_connections, connection
from django.utils import timezone

from core import mail, scheduler
from core.models import Heartbeat

from . import queues
from .task_queue import TaskQueue

logger = logging.getLogger(__name__)
# How soon a committed mail or task is seen, and how often the clock is looked at.
POLL_SECONDS = 0.5
CLOCK_SECONDS = 5
BEAT_SECONDS = 10
LOOK_SECONDS = 0.2
PAUSE_AFTER_ERROR_SECONDS = 5
# A container is killed 30 s after SIGTERM, unless told otherwise.
GRACE_SECONDS = 25


class WorkerProcess:
    """Tasks, scheduled jobs, mail, and the queues that apps keep themselves."""

    def __init__(self) -> None:
        self.id = uuid4().hex
        self.asked_to_stop = False
        self.stopping = threading.Event()
        self.tasks = TaskQueue(self.id)

    def drain(self) -> None:
        """Do everything that is due now, and what comes of it, then return."""
        self.beat()
        self.tasks.reap()
        steps = [self.tasks.step, self.run_scheduled, self.send_mail, *queues.registered().values()]
        while any(step() for step in steps):
            self.beat()
        self.retire()

    def run(self) -> bool:
        """Work until SIGTERM or SIGINT; return whether it ended because of that, and not of a fault."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask_to_stop)
        loops = [
            self._start("tasks", self.step_tasks, POLL_SECONDS),
            self._start("clock", self.run_scheduled, CLOCK_SECONDS),
            self._start("mail", self.send_mail, POLL_SECONDS),
            *(self._start(name, step, POLL_SECONDS) for name, step in queues.registered().items()),
        ]
        next_beat = 0.0
        while not self.asked_to_stop and all(loop.is_alive() for loop in loops):
            if time.monotonic() >= next_beat:
                self._guarded(self.beat)
                next_beat = time.monotonic() + BEAT_SECONDS
            time.sleep(LOOK_SECONDS)
        self.stopping.set()
        for loop in loops:
            loop.join(GRACE_SECONDS / len(loops))
        self._guarded(self.retire)
        return self.asked_to_stop

    def _ask_to_stop(self, *_: object) -> None:
        # Setting the event here could wait for ever, for the lock that the interrupted thread holds.
        self.asked_to_stop = True

    def beat(self) -> None:
        """Say that we live."""
        Heartbeat.objects.update_or_create(worker=self.id, defaults={"beat_at": timezone.now()})

    def retire(self) -> None:
        """Say that we are gone, so that what we still hold is given to others at once."""
        Heartbeat.objects.filter(worker=self.id).delete()

    def step_tasks(self) -> bool:
        """Run one task; when there is none, look for lost ones."""
        return self.tasks.step() or self.tasks.reap() > 0

    def run_scheduled(self) -> bool:
        """Run what the clock asks for."""
        return bool(scheduler.run_due(stopping=self.stopping.is_set))

    def send_mail(self) -> bool:
        """Send what waits."""
        return mail.send_due(stopping=self.stopping.is_set) > 0

    def _start(self, name: str, step: Callable[[], bool], pause: float) -> threading.Thread:
        loop = threading.Thread(target=self._loop, args=(step, pause), name=name, daemon=True)
        loop.start()
        return loop

    def _loop(self, step: Callable[[], bool], pause: float) -> None:
        while not self.stopping.is_set():
            if not self._guarded(step):
                self.stopping.wait(pause)
        connection.close()

    def _guarded(self, step: Callable[[], Any]) -> Any:
        """A database that is away for a while ends no loop."""
        close_old_connections()
        try:
            return step()
        except Exception:
            logger.exception("the worker goes on after an error")
            self.stopping.wait(PAUSE_AFTER_ERROR_SECONDS)
            return None
