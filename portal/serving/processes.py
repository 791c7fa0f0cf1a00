"""Processes that stand and fall with this one."""

import ctypes
import logging
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess

logger = logging.getLogger(__name__)
# A child that ends sooner than this after its start is broken, not unlucky.
SOON_SECONDS = 5
MOST_QUICK_ENDS = 3
STOP_SECONDS = 30
PR_SET_PDEATHSIG = 1
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Broken(Exception):
    """A child ends again and again."""


def die_with_parent(parent: int) -> None:
    """Where the system can (Linux): a process whose `parent` was killed gets SIGTERM instead of living on."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        # It was killed before we said so. (In a container the parent itself may be process 1.)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)


class Child:
    """A function in a process of its own, which inherits all that is loaded here."""

    def __init__(self, name: str, target: Callable[[], None]) -> None:
        self.name = name
        self.target = target
        self.quick_ends = 0
        self.process: BaseProcess
        self.started_at = 0.0

    def start(self) -> None:
        """Begin, or begin again."""
        self.started_at = time.monotonic()
        self.process = multiprocessing.get_context("fork").Process(
            target=self._run, args=(os.getpid(),), name=self.name
        )
        # A child that is told to stop before it has its own handlers would be answered by its parent's, and live on.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
        try:
            self.process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _run(self, parent: int) -> None:
        os.setpgrp()  # Ctrl-C goes to the parent alone, which tells its children
        for number in STOPPING:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
        die_with_parent(parent)
        self.target()

    def restart(self) -> None:
        """Start again after an end that nobody asked for. Raises Broken when that keeps happening."""
        quick = time.monotonic() - self.started_at < SOON_SECONDS
        self.quick_ends = self.quick_ends + 1 if quick else 0
        if self.quick_ends >= MOST_QUICK_ENDS:
            raise Broken(self.name)
        logger.error("%s ended with code %s; starting it again", self.name, self.process.exitcode)
        self.start()


class Family:
    """Starts children, replaces those that crash, and takes all along when told to stop."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.stopping = False

    def start(self) -> None:
        """Start all; from now on SIGINT, SIGTERM and SIGHUP mean `stop`."""
        for child in self.children:
            child.start()
        for number in STOPPING:
            signal.signal(number, self._asked_to_stop)

    def _asked_to_stop(self, *_: object) -> None:
        self.stopping = True

    def tend(self, seconds: float) -> None:
        """Wait that long, and replace children that ended meanwhile. Raises Broken."""
        sentinels = {child.process.sentinel: child for child in self.children}
        for sentinel in wait(list(sentinels), timeout=seconds):
            if not self.stopping:
                sentinels[sentinel].process.join()
                sentinels[sentinel].restart()

    def stop(self) -> None:
        """Tell all to finish, wait, and kill who does not."""
        for child in self.children:
            child.process.terminate()
        until = time.monotonic() + STOP_SECONDS
        for child in self.children:
            child.process.join(max(0, until - time.monotonic()))
            if child.process.is_alive():
                logger.error("%s does not stop; killing it", child.name)
                child.process.kill()
                child.process.join()
