"""Stripe's billing portal: where a donor changes the card and finds invoices. Raises GatewayUnavailable."""

import hashlib
import json
from contextlib import suppress

import stripe
from django.conf import settings
from stripe.params.billing_portal import ConfigurationCreateParams, SessionCreateParams

from donations.gateways.requests import GatewayUnavailable

from .checkout import LOCALES
from .client import asking
from .words import id_of

# Village and amount stay ours to change: an amount that we did not ask for would be held for a person.
FEATURES: ConfigurationCreateParams = {
    "name": "Donors",
    "features": {
        "customer_update": {"enabled": False},
        "invoice_history": {"enabled": True},
        "payment_method_update": {"enabled": True},
        "subscription_cancel": {"enabled": True, "mode": "at_period_end"},
        "subscription_update": {"enabled": False},
    },
}
# Marks a configuration as ours; other words make another one.
VERSION = hashlib.sha256(json.dumps(FEATURES, sort_keys=True).encode()).hexdigest()[:16]


class Portal:
    """The configuration is made once in the account, found again after that, and remembered by each process."""

    def __init__(self, client: stripe.StripeClient) -> None:
        self.api = client.v1
        self._known = ""

    def page(self, subscription: str, language: str, return_url: str) -> str:
        """For the customer of a subscription, this once; "" when Stripe has none of this number."""
        with suppress(stripe.InvalidRequestError), asking():
            customer = id_of(self.api.subscriptions.retrieve(subscription).customer)
            params: SessionCreateParams = {
                "customer": customer,
                "configuration": self._configuration(),
                "locale": LOCALES.get(language, "auto"),
                "return_url": return_url,
            }
            return self._open(params)
        return ""

    def _open(self, params: SessionCreateParams) -> str:
        try:
            with asking():
                return self.api.billing_portal.sessions.create(params).url
        except (GatewayUnavailable, stripe.InvalidRequestError) as error:
            self._known = ""  # somebody may have switched the configuration off: look for one next time
            raise GatewayUnavailable("no portal") from error

    def _configuration(self) -> str:
        self._known = self._known or settings.STRIPE_PORTAL_CONFIGURATION or self._found() or self._made()
        return self._known

    def _found(self) -> str:
        configurations = self.api.billing_portal.configurations.list({"active": True, "limit": 100})
        for one in configurations.auto_paging_iter():
            if one.metadata is not None and "donors" in one.metadata and one.metadata["donors"] == VERSION:
                return one.id
        return ""

    def _made(self) -> str:
        """Two processes at once get the same: the key is that of the words."""
        made = self.api.billing_portal.configurations.create(
            {**FEATURES, "metadata": {"donors": VERSION}}, {"idempotency_key": f"portal-{VERSION}"}
        )
        return made.id
