"""An account at a Stripe that lives in memory, switched on as its own keys would."""

from collections.abc import Iterator

import pytest

from donations.gateways.stripe import client
from tests.donations.gateways.stripe_memory import MemoryStripe

STRIPE = {
    "class": "donations.gateways.stripe.gateway.StripeGateway",
    "label": "Bank card (Stripe)",
    "frequencies": ("once", "month", "year"),
    "limits": {"USD": ("1", "5000"), "EUR": ("1", "5000"), "JPY": ("100", "500000")},
}


@pytest.fixture
def stripe_account(settings, monkeypatch) -> Iterator[MemoryStripe]:
    """At its end nothing may have been asked that Stripe does not know."""
    account = MemoryStripe()
    monkeypatch.setattr(client, "http_client", lambda: account)
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = account.key, account.secret
    settings.STRIPE_API_BASE = ""
    settings.PAYMENT_GATEWAYS = {**settings.PAYMENT_GATEWAYS, "stripe": STRIPE}
    yield account
    assert account.problems == []


@pytest.fixture
def stripe(stripe_account: MemoryStripe) -> MemoryStripe:
    """The same, as tests speak of it."""
    return stripe_account
