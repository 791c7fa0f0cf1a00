"""The SDK's own HTTP client, over a socket: the address, the keys, the time-out."""

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from donations.gateways.requests import GatewayUnavailable
from donations.gateways.stripe import client
from donations.gateways.stripe.gateway import StripeGateway
from tests.donations.gateways.stripe_driver import PAYMENT
from tests.donations.gateways.stripe_memory import MemoryStripe


class Server(ThreadingHTTPServer):
    """A Stripe at an address of this machine."""

    account: MemoryStripe
    delay = 0.0


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the Stripe in memory."""

    server: Server

    def do_GET(self) -> None:
        self._answer("get", None)

    def do_POST(self) -> None:
        self._answer("post", self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _answer(self, method: str, body: str | None) -> None:
        time.sleep(self.server.delay)
        text, status, _headers = self.server.account.request(method, self.path, dict(self.headers), body)
        self.send_response(status)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_args: Any) -> None:
        """Quiet."""


@pytest.fixture
def server(settings) -> Iterator[Server]:
    account = MemoryStripe()
    with Server(("127.0.0.1", 0), Handler) as running:
        running.account = account
        Thread(target=running.serve_forever, daemon=True).start()
        settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = account.key, account.secret
        settings.STRIPE_API_BASE = f"http://127.0.0.1:{running.server_port}"
        yield running
        running.shutdown()
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
