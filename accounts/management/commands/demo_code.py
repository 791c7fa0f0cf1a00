"""`manage.py demo_code <email>`: the code that the demo account's authenticator app would show now."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.services import current_code


class Command(BaseCommand):
    """Stands in for a phone, on the demo only."""

    help = "Print the second-factor code of a demo account; works on a demo instance only."

    def add_arguments(self, parser: CommandParser) -> None:
        """One address."""
        parser.add_argument("email")

    def handle(self, *args: object, email: str, **options: object) -> None:
        """Print six digits; raises CommandError anywhere but on a demo, or for an account without an app."""
        if not settings.DEMO:
            raise CommandError("This is not a demo instance. Use the authenticator app of the account.")
        try:
            self.stdout.write(current_code(User.objects.get_by_natural_key(email)))
        except (User.DoesNotExist, Authenticator.DoesNotExist) as missing:
            raise CommandError(f"{email} has no account with an authenticator app.") from missing
