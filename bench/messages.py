"""Messages as Stripe sends them: each of another event, signed just now."""

import json
import time
from uuid import uuid4

import stripe
from django.conf import settings

from bench.load import post
from donations.gateways.stripe.webhook import HEADER

ADDRESS = "/payments/stripe/webhook/"
SIZE = 3000  # bytes of what an event tells about a Checkout Session, about as much as a real one


def messages(number: str) -> list[str]:
    """So many of them; latin-1 text of whole requests."""
    return [_message().decode("latin-1") for _ in range(int(number))]


def _message() -> bytes:
    session = {"id": f"cs_test_{uuid4().hex}", "object": "checkout.session", "metadata": {"x": "y" * SIZE}}
    event = {
        "id": f"evt_{uuid4().hex}",
        "object": "event",
        "type": "checkout.session.completed",
        "created": int(time.time()),
        "livemode": False,
        "data": {"object": session},
    }
    body = json.dumps(event)
    signed = stripe.WebhookSignature.generate_signature_header(body, settings.STRIPE_WEBHOOK_SECRET)
    return post(ADDRESS, body.encode(), settings.ALLOWED_HOSTS[0], f"{HEADER}: {signed}\r\n")
