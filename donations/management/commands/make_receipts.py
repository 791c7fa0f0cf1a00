"""`manage.py make_receipts`: make the receipts and statements that are missing, now."""

from django.core.management.base import BaseCommand

from donations.services import receipts, statements


class Command(BaseCommand):
    """What the scheduler does every ten minutes; after an upgrade it numbers the gifts of the past."""

    help = "Makes receipts and annual statements that are missing."

    def handle(self, *args: object, **options: object) -> None:
        """Print how many were looked at."""
        self.stdout.write(f"{receipts.catch_up_on_all()} payments, {statements.make_all()} statements")
