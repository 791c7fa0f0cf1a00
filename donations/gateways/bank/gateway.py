"""A way to pay without a provider: nobody calls us, the bank's statement tells (donations.services.bank_statements)."""

from django.conf import settings

from donations.gateways.requests import Instructions, PaymentRequest
from donations.models import BankAccount


class BankTransferGateway:
    """Shows the donor what to write on the transfer."""

    code = "bank"

    @property
    def livemode(self) -> bool:
        """A transfer moves real money wherever real money moves."""
        return bool(settings.PAYMENTS_LIVE)

    def begin(self, request: PaymentRequest) -> Instructions:
        """Nothing to open anywhere."""
        return Instructions()

    def is_ready(self, currency: str) -> bool:
        """Whether there is an account to pay into."""
        return BankAccount.objects.filter(currency=currency, is_open=True).exists()
