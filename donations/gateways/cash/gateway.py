"""Cash: no provider, no pay page. Staff enter what was given (donations.services.cash)."""

from django.conf import settings

from donations.gateways.requests import Instructions, PaymentRequest


class CashGateway:
    """Never offered on the donate form: it takes no currency there. What lies in the safe is what it holds."""

    code = "cash"

    @property
    def livemode(self) -> bool:
        """Cash is real money wherever real money moves."""
        return bool(settings.PAYMENTS_LIVE)

    def begin(self, request: PaymentRequest) -> Instructions:
        """Nothing to open anywhere: who wants to pay so comes to us."""
        return Instructions()
