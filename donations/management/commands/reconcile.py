"""`manage.py reconcile`: ask the payment providers about everything that is open, now."""

from django.core.management.base import BaseCommand

from donations.services import reconciliation


class Command(BaseCommand):
    """What the scheduler does every 15 minutes."""

    help = "Asks the payment providers about payments whose end is unknown."

    def handle(self, *args: object, **options: object) -> None:
        """Print how many changed."""
        self.stdout.write(f"{reconciliation.reconcile()} payments changed")
