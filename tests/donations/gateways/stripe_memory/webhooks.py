"""Stripe speaks first: signed messages, as often, as late and in what order a test wants."""

import json
import time
from typing import Any

import stripe
from django.http import HttpRequest
from django.test import Client, RequestFactory

Row = dict[str, Any]
ADDRESS = "/payments/stripe/webhook/"


class Webhooks:
    """Part of MemoryStripe."""

    def tell(self, kind: str, row: Row) -> Row:
        """Something happened: make the event, with the object as it is now. It waits until it is delivered."""
        return self.add(
            stripe.Event,
            "evt",
            type=kind,
            api_version=stripe.api_version,
            data={"object": json.loads(json.dumps(row))},
            pending_webhooks=1,
            request={"id": None, "idempotency_key": None},
        )

    def events(self, *kinds: str) -> list[Row]:
        """What happened, oldest first; of these kinds only, if any are named."""
        found = list(reversed(self.all("event")))
        return [event for event in found if not kinds or event["type"] in kinds]

    def signed(self, event: Row | bytes, at: int | None = None, secret: str = "") -> tuple[bytes, str]:
        """The body of a message and its header."""
        body = event if isinstance(event, bytes) else _body(event)
        header = stripe.WebhookSignature.generate_signature_header(
            body.decode(), secret or self.secret, at or int(time.time())
        )
        return body, header

    def message(self, event: Row | bytes) -> HttpRequest:
        """A request that carries one."""
        return self.as_request(*self.signed(event))

    @staticmethod
    def as_request(body: bytes, header: str) -> HttpRequest:
        """The same of a body and a header, whatever they are."""
        return RequestFactory().post(ADDRESS, body, "application/json", headers={"Stripe-Signature": header})

    def deliver(self, *events: Row) -> list[int]:
        """Send these (or all that were not taken yet) over HTTP; returns the statuses."""
        return [
            self._send(event) for event in (events or [e for e in self.events() if e["pending_webhooks"]])
        ]

    def _send(self, event: Row) -> int:
        body, header = self.signed(event)
        answer = Client().post(
            ADDRESS, body, content_type="application/json", headers={"Stripe-Signature": header}
        )
        if answer.status_code == 200:
            event["pending_webhooks"] = 0
        return answer.status_code


def _body(event: Row) -> bytes:
    return json.dumps(event).encode()
