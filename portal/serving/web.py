"""The web server: granian, a few processes with a few threads each."""

import gc
import logging
import multiprocessing
import os
import signal
import sys
from _thread import start_new_thread
from functools import partial
from http.client import HTTPConnection, HTTPException
from typing import Any

from django.conf import settings
from granian import Granian
from granian.constants import HTTPModes, Interfaces

from .processes import die_with_parent

# Enough to go on while one waits for the database; more would only queue for the interpreter's lock.
THREADS = 4
TARGET = "portal.wsgi:application"


class Server(Granian):
    """Granian, which may wait for ever when a signal meets it at the wrong moment."""

    def signal_handler_interrupt(self, *args: object, **kwargs: object) -> None:
        """Wake the main loop from a thread: the one that the signal interrupted may hold the event's lock."""
        self.interrupt_signal = True
        start_new_thread(self.main_loop_interrupt.set, ())


def load(parent: int, target: str) -> Any:
    """Run in each of granian's processes: what was loaded before the fork is used as it is."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)  # until granian's own, the parent's handlers would swallow them
    die_with_parent(parent)
    module, _, name = target.partition(":")
    application = getattr(__import__(module, fromlist=[name]), name)
    # What is loaded stays: looked through for rubbish again and again, it would hold up a request for half a second.
    gc.collect()
    gc.freeze()
    return application


def serve_web(host: str, port: int, workers: int, target: str = TARGET) -> None:
    """Serve until SIGTERM."""
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
    logging.getLogger("_granian").setLevel(logging.WARNING)
    Server(
        target,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=15,
        log_level="warning",
    ).serve(target_loader=partial(load, os.getpid()))


def default_workers() -> int:
    """WEB_WORKERS, else one for each processor but two at most."""
    return int(os.environ.get("WEB_WORKERS") or min(2, os.cpu_count() or 1))


def is_ready(host: str, port: int) -> bool:
    """Whether `/readyz` says so. It is asked by a name that the settings allow."""
    allowed = settings.ALLOWED_HOSTS[0].lstrip(".") if settings.ALLOWED_HOSTS else "localhost"
    connection = HTTPConnection(host if host != "0.0.0.0" else "127.0.0.1", port, timeout=5)  # noqa: S104
    try:
        connection.request("GET", "/readyz", headers={"Host": "localhost" if allowed == "*" else allowed})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
