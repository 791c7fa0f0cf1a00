"""`manage.py serve`: the whole product on one machine, until Ctrl-C."""

import os
import socket
import time
from argparse import ArgumentParser
from functools import partial
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.urls import get_resolver

from core.worker import WorkerProcess
from home.demo.accounts import DEMO_ACCOUNTS, PASSWORD, TOTP_SECRET
from portal.serving.prepare import prepare
from portal.serving.processes import Broken, Child, Family
from portal.serving.web import default_workers, is_ready, serve_web

READY_SECONDS = 60
TENDING_SECONDS = 0.2


class Command(BaseCommand):
    """Prepares what is missing, then runs web and worker and restarts either when it crashes."""

    help = "Serves the product with web and worker. PORT, WEB_HOST and WEB_WORKERS change how."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The same as the environment variables."""
        parser.add_argument("--host", default=os.environ.get("WEB_HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        """Return when told to stop. Raises CommandError: the port is taken, or a process keeps failing."""
        _refuse_taken(host, port)
        prepare(self.say)
        # Loaded once, inherited by every process; not sooner, because it looks at the static files.
        import_module("portal.wsgi")
        get_resolver().url_patterns  # noqa: B018  (loads all views)
        connections.close_all()
        family = Family(
            [
                Child("worker", lambda: WorkerProcess().run()),
                Child("web", partial(serve_web, host, port, default_workers())),
            ]
        )
        family.start()
        try:
            self._watch(family, host, port)
        except Broken as error:
            raise CommandError(f"The {error} process ends again and again; see above.") from error
        finally:
            family.stop()
        self.say("Stopped.")

    def _watch(self, family: Family, host: str, port: int) -> None:
        until = time.monotonic() + READY_SECONDS
        while not family.stopping and not is_ready(host, port):
            family.tend(0.05)
            if time.monotonic() > until:
                raise CommandError("The site did not become ready within a minute; see above.")
        if not family.stopping:
            self._greet(port)
        while not family.stopping:
            family.tend(TENDING_SECONDS)

    def _greet(self, port: int) -> None:
        self.say(f"\nReady: http://127.0.0.1:{port}/ (the back office: /admin/). Ctrl-C stops it.")
        if settings.DEMO:
            self.say(f"\nDemo accounts; password {PASSWORD}, authenticator secret {TOTP_SECRET}:")
            for account in DEMO_ACCOUNTS:
                self.say(f"  {account.email:<28}{', '.join(account.roles) or 'donor'}")

    def say(self, text: str) -> None:
        """Print at once, also into a pipe."""
        self.stdout.write(text)
        self.stdout.flush()


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(f"Port {port} is taken. Choose another: make run PORT=8001") from error
