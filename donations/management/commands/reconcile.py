"""`manage.py reconcile`: ask the payment providers about everything, now."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from donations.gateways.registry import offers
from donations.models import Origin, ReconcileRun, RunState
from donations.services import rounds

HEADINGS = ("gateway", "kind", "asked", "changed", "no answer", "differences", "result")


class Command(BaseCommand):
    """What the scheduler does by and by. Ends with 1 where a provider was silent or something went wrong."""

    help = "Asks the payment providers about open payments, lost messages, regular gifts and the books."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Of one gateway, or one kind."""
        parser.add_argument("--gateway", choices=list(offers()), default="", help="only this one")
        parser.add_argument(
            "--kind", choices=[kind.value for kind in rounds.KINDS], default="", help="only this"
        )

    def handle(self, *args: object, **options: str) -> None:
        """Print a line for each run."""
        done = rounds.run_all(options["gateway"], options["kind"], Origin.COMMAND)
        rows = [HEADINGS, *(_cells(run) for run in done)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
        troubled = sorted({run.gateway for run in done if run.state != RunState.DONE})
        if troubled:
            raise CommandError(f"not everything was answered: {', '.join(troubled)}", returncode=1)


def _cells(run: ReconcileRun) -> tuple[str, ...]:
    numbers = (run.asked, run.changed, run.failed, run.differences)
    return run.gateway, run.kind, *map(str, numbers), run.state
