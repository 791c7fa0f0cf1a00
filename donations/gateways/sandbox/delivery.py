"""The sandbox provider calls the shop: signed requests through the same URL and view as anybody's, until answered.

They stay inside the process, so that they need neither a free server process nor a reachable address.
"""

import json
import logging
from datetime import timedelta
from io import BytesIO

from django.core.handlers.wsgi import WSGIRequest
from django.db.models import F
from django.http import HttpResponse
from django.urls import resolve
from django.utils import timezone
from django_tasks import task

from .models import EventKind, SandboxEvent, SandboxPayment
from .signing import HEADER, sign

logger = logging.getLogger(__name__)
CALLBACK = "/payments/sandbox/"
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)


def deliver_due(payment: SandboxPayment | None = None) -> int:
    """Send every message whose time has come (of one payment, or of all); returns how many were taken."""
    events = SandboxEvent.objects.filter(copies_left__gt=0, next_try_at__lte=timezone.now())
    if payment is not None:
        events = events.filter(payment=payment)
    return sum(_deliver(event) for event in events.select_related("payment__token")[:500])


@task()
def deliver_what_is_due() -> None:
    """Put into the queue for the time of an event (provider)."""
    deliver_due()


def is_allowed(payment: SandboxPayment) -> bool:
    """Ask the shop whether it still wants this payment, as providers do before they move money."""
    answer = post(message("payment.check", payment))
    return answer.status_code == 200 and json.loads(answer.content).get("allow") is True


def report(order: str) -> dict[str, object] | None:
    """How the payment under the shop's number stands, as the provider's API would tell; None: never heard of."""
    payment = SandboxPayment.objects.filter(order=order).select_related("token").first()
    if payment is None:
        return None
    event = payment.events.filter(happens_at__lte=timezone.now()).last()
    return message(event.kind if event else "payment.waiting", payment, event)


def message(kind: str, payment: SandboxPayment, event: SandboxEvent | None = None) -> dict[str, object]:
    """What the provider says about a payment."""
    happened = event.happens_at if event else timezone.now()
    told = payment.recurring and payment.token is not None and kind == EventKind.SUCCEEDED
    return {
        "id": event.public_id if event else "",
        "type": kind,
        "created": int(happened.timestamp()),
        "livemode": False,
        "data": {
            "payment": payment.public_id,
            "order": payment.order,
            "amount": payment.amount_minor,
            "currency": payment.currency,
            "token": payment.token.token if told and payment.token else "",
        },
    }


def post(content: dict[str, object]) -> HttpResponse:
    """Send one message, signed now, and return the shop's answer."""
    body = json.dumps(content).encode()
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": CALLBACK,
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.input": BytesIO(body),
        "wsgi.url_scheme": "http",
        f"HTTP_{HEADER.upper().replace('-', '_')}": sign(body),
    }
    match = resolve(CALLBACK)
    answer = match.func(WSGIRequest(environ), *match.args, **match.kwargs)
    if not isinstance(answer, HttpResponse):
        raise TypeError("the callback view answers with a plain response")
    return answer


def _deliver(event: SandboxEvent) -> bool:
    try:
        taken = 200 <= post(message(event.kind, event.payment, event)).status_code < 300
    except Exception:
        # Whatever broke on the shop's side, a provider comes again.
        logger.exception("callback %s was not taken", event.public_id)
        taken = False
    changes: dict[str, object] = {"copies_left": F("copies_left") - 1}
    if not taken:
        wait = min(FIRST_WAIT * 2 ** min(event.failed_tries, 12), LONGEST_WAIT)
        changes = {"failed_tries": F("failed_tries") + 1, "next_try_at": timezone.now() + wait}
    SandboxEvent.objects.filter(pk=event.pk, copies_left__gt=0).update(**changes)
    return taken
