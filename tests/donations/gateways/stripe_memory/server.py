"""The Stripe in memory at an address of this machine, for the SDK's own HTTP client."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import stripe

from .account import MemoryStripe


class Server(ThreadingHTTPServer):
    """Answers for an account, after `delay` seconds."""

    account: MemoryStripe
    delay = 0.0

    @property
    def address(self) -> str:
        """What goes into STRIPE_API_BASE."""
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the account; while that is down, the line breaks."""

    server: Server

    def do_GET(self) -> None:
        self._answer("get", None)

    def do_DELETE(self) -> None:
        self._answer("delete", None)

    def do_POST(self) -> None:
        self._answer("post", self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _answer(self, method: str, body: str | None) -> None:
        time.sleep(self.server.delay)
        try:
            text, status, _headers = self.server.account.request(method, self.path, dict(self.headers), body)
        except stripe.APIConnectionError:
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_args: Any) -> None:
        """Quiet."""


@contextmanager
def serving(account: MemoryStripe) -> Iterator[Server]:
    """The account has an address for as long as this lasts."""
    with Server(("127.0.0.1", 0), Handler) as running:
        running.account = account
        Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()
