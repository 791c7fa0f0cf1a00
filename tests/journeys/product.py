"""The product as people run it: `manage.py serve` in processes of its own, with its own database and folder."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from django.db import connections
from environ import Env

from portal.serving.processes import die_with_parent

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 120  # with static files to compress, on a busy machine
STOP_SECONDS = 40


class Product:
    """One running product. Files and mails are below `folder`, what it said is in `folder/serve.log`.

    `Model.objects.using(product.alias)` reads what it has in its database.
    """

    def __init__(self, folder: Path, database_url: str, **environment: str) -> None:
        self.folder = folder
        self.alias = folder.name
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.development",
            "DATABASE_URL": database_url,
            "DATA_DIR": str(folder),
            "PORT": str(self.port),
            "SITE_URL": self.url,
            "SECRET_KEY": "for-journeys-only",
            "EMAIL_URL": "",
            # Products of several processes share a Redis, and their people have the same numbers and codes.
            "REDIS_PREFIX": f"{self.port}-",
            "PAYMENTS_LIVE": "false",
            # Each visitor says where they come from, so that one's haste does not use up another's tries.
            "TRUSTED_PROXY_COUNT": "1",
            **environment,
        }

    def connect(self) -> None:
        """Make `alias` known to Django."""
        settings = Env.db_url_config(self.environment["DATABASE_URL"])
        connections.databases[self.alias] = {**connections.databases["default"], **settings}

    def disconnect(self) -> None:
        """Undo `connect`."""
        if self.alias in connections.databases:
            connections[self.alias].close()
            del connections[self.alias]
            del connections.databases[self.alias]

    def manage(self, *arguments: str) -> None:
        """Run a management command on the same data; raises CalledProcessError with its output in the log."""
        with self._log() as log:
            command = [sys.executable, "manage.py", *arguments]
            subprocess.run(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, check=True)

    def start(self) -> None:
        """Return once it is ready. Raises RuntimeError with the end of its log when it ends or takes too long."""
        with self._log() as log:
            command = [sys.executable, "manage.py", "serve"]
            # A session of its own: Ctrl-C in the terminal stops the tests, and the tests stop the product.
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=partial(die_with_parent, os.getpid()),  # also when the tests are killed
            )
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Return once `/readyz` says so."""
        wait_until(self._is_ready_or_dead, READY_SECONDS, self.last_words)
        if self.process is None or self.process.poll() is not None:
            raise RuntimeError(f"The product ended:\n{self.last_words()}")

    def stop(self) -> list[int]:
        """End it as Ctrl-C would; returns the processes that outlived it, which are killed."""
        family = self.family()
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        orphans = [pid for pid in family if is_alive(pid)]
        kill(*orphans)
        return orphans

    def crash(self) -> None:
        """Kill every process of it at once, without a word, as a power cut would."""
        kill(*self.family())
        if self.process is not None:
            self.process.wait()

    def family(self) -> list[int]:
        """All its processes, parents first."""
        found = [self.process.pid] if self.process else []
        for pid in found:
            found.extend(children(pid))
        return found

    def worker(self) -> int:
        """The process that sends mail and runs jobs: the one without processes below it."""
        return next(pid for pid in children(self._main()) if not children(pid))

    def web(self) -> list[int]:
        """The web server's processes, its own parent first."""
        parent = next(pid for pid in children(self._main()) if children(pid))
        return [parent, *children(parent)]

    def last_words(self) -> str:
        """The end of what it wrote to its log."""
        return (self.folder / "serve.log").read_text(errors="replace")[-3000:]

    def _main(self) -> int:
        assert self.process is not None, "the product does not run"
        return self.process.pid

    def _log(self):
        return (self.folder / "serve.log").open("ab")

    def _is_ready_or_dead(self) -> bool:
        if self.process is None or self.process.poll() is not None:
            return True
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


def wait_until(fact: Callable[[], object], seconds: float, otherwise: Callable[[], str] = str) -> None:
    """Look until `fact()` is true; raises TimeoutError with `otherwise()` after so many seconds."""
    until = time.monotonic() + seconds
    while not fact():
        if time.monotonic() > until:
            raise TimeoutError(f"It did not come true within {seconds} s. {otherwise()}")
        time.sleep(0.05)


def children(pid: int) -> list[int]:
    """The processes that a process has started and not yet buried; none where the system does not tell (not Linux)."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in task.read_text().split()]
        except (OSError, ProcessLookupError):  # it ended while we looked
            continue
    return sorted(found)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that is dead and waits to be buried does not."""
    return _states(pid)[:1] not in ([], ["Z"])


def is_halted(pid: int) -> bool:
    """Whether SIGSTOP has reached every thread of a process."""
    return set(_states(pid)) == {"T"}


def _states(pid: int) -> list[str]:
    """A letter for each thread, as Linux tells them, the first one's first; none where the process is gone."""
    found = []
    for thread in sorted(Path(f"/proc/{pid}/task").glob("*/stat"), key=lambda stat: int(stat.parent.name)):
        try:
            found.append(thread.read_text().rpartition(")")[2].split()[0])
        except (OSError, IndexError):  # it ended while we looked
            continue
    return found


def kill(*pids: int) -> None:
    """SIGKILL, at once."""
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
