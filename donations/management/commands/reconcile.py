"""`manage.py reconcile`: ask the payment providers about everything that is open, now."""

from django.core.management.base import BaseCommand

from donations.services import account_lines, reconciliation


class Command(BaseCommand):
    """What the scheduler does every few minutes, and for payouts every few hours."""

    help = "Asks the payment providers about payments whose end is unknown, fees and payouts."

    def handle(self, *args: object, **options: object) -> None:
        """Print how many changed."""
        self.stdout.write(f"{reconciliation.reconcile()} payments changed")
        self.stdout.write(f"{account_lines.ask_about_costs()} costs of gifts booked")
        self.stdout.write(f"{account_lines.ask_about_payouts()} payouts looked at")
