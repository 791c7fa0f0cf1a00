"""The SDK's own HTTP client, over a socket: the address, the keys, the time-out."""

import time
from collections.abc import Iterator

import pytest

from donations.gateways.requests import GatewayUnavailable
from donations.gateways.stripe import client
from donations.gateways.stripe.gateway import StripeGateway
from tests.donations.gateways.stripe_driver import PAYMENT
from tests.donations.gateways.stripe_memory import MemoryStripe
from tests.donations.gateways.stripe_memory.server import Server, serving


@pytest.fixture
def server(settings) -> Iterator[Server]:
    account = MemoryStripe()
    with serving(account) as running:
        settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = account.key, account.secret
        settings.STRIPE_API_BASE = running.address
        yield running
    assert account.problems == []


@pytest.fixture
def gateway(server, monkeypatch) -> Iterator[StripeGateway]:
    carrier = client.http_client()
    carrier._sleep_time_seconds = lambda num_retries: 0
    monkeypatch.setattr(client, "http_client", lambda: carrier)
    yield StripeGateway()
    carrier.close()


def test_a_page_is_opened_over_the_wire(server, gateway):
    assert gateway.begin(PAYMENT).url.startswith("https://checkout.stripe.com/")
    assert gateway.begin(PAYMENT) == gateway.begin(PAYMENT)
    assert gateway.status(PAYMENT.reference) is not None


def test_the_time_out_is_short():
    carrier = client.http_client()
    assert carrier._timeout == client.TIMEOUT == 10


def test_one_that_does_not_answer_in_time_is_unavailable_after_three_tries(server, gateway):
    gateway.client._requestor._client._timeout = 0.1
    server.delay = 0.5
    with pytest.raises(GatewayUnavailable):
        gateway.begin(PAYMENT)
    server.delay = 0
    time.sleep(0.6)
    gateway.client._requestor._client._timeout = 10
    assert gateway.begin(PAYMENT).provider_reference
    assert len(server.account.all("checkout.session")) == 1


def test_nobody_there_is_unavailable(settings, gateway, server):
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    with pytest.raises(GatewayUnavailable):
        StripeGateway().begin(PAYMENT)
