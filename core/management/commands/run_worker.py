"""`manage.py run_worker`: queued tasks, scheduled jobs and mail, until told to stop."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.worker import WorkerProcess


class Command(BaseCommand):
    """Runs one worker process."""

    help = "Runs queued tasks and scheduled jobs and sends mail. Start as many as you like."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One switch."""
        parser.add_argument("--once", action="store_true", help="do what is due now, then exit")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        """Exits with an error when a loop ended by itself, so that whatever started it starts it again."""
        worker = WorkerProcess()
        if once:
            worker.drain()
        elif not worker.run():
            raise CommandError("the worker stopped by itself")
