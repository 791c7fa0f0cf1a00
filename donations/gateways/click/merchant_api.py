"""Click's Merchant API: how a payment stands, and giving it back. `Auth: user:sha1(timestamp + secret):timestamp`."""

import json
import time
from collections.abc import Mapping
from hashlib import sha1
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

from donations.gateways.requests import GatewayUnavailable

PATIENCE = 5  # seconds; the donor's page may be waiting
LONGEST = 65_536  # bytes of an answer
PAID = 2  # of payment_status; 0 and 1 are under way, what is below zero has failed or was given back


class NotThere(Exception):
    """Click answered with an error: it does not know this payment, or will not do this to it. Carries its code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def payment_id(order: str, day: str) -> int:
    """Click's number of the payment of our order, made on `day` (2026-11-05). Raises NotThere, GatewayUnavailable."""
    return _number(
        _call("GET", f"payment/status_by_mti/{settings.CLICK_SERVICE_ID}/{order}/{day}"), "payment_id"
    )


def payment_status(number: int) -> int:
    """How it stands: see PAID. Raises NotThere, GatewayUnavailable."""
    return _number(_call("GET", f"payment/status/{settings.CLICK_SERVICE_ID}/{number}"), "payment_status")


def reverse(number: int) -> None:
    """Give it back, whole; Click does so within the month only. Raises NotThere, GatewayUnavailable."""
    _call("DELETE", f"payment/reversal/{settings.CLICK_SERVICE_ID}/{number}")


def auth(now: int) -> str:
    """The header's value at a unix time. SHA-1 is Click's choice."""
    digest = sha1(f"{now}{settings.CLICK_SECRET_KEY}".encode(), usedforsecurity=False).hexdigest()
    return f"{settings.CLICK_MERCHANT_USER_ID}:{digest}:{now}"


def _call(method: str, path: str) -> Mapping[str, object]:
    """The answer. What is no answer of Click's at all is GatewayUnavailable: it may be asked again."""
    headers = {
        "Auth": auth(int(time.time())),
        "Accept": "application/json",
        "Content-Type": "application/json",
    }
    base = urlsplit(settings.CLICK_API_URL)
    kind = HTTPSConnection if base.scheme == "https" else HTTPConnection
    connection = kind(base.netloc, timeout=PATIENCE)
    try:
        connection.request(method, f"{base.path.rstrip('/')}/{path}", headers=headers)
        response = connection.getresponse()
        status, body = response.status, response.read(LONGEST)
    except (OSError, HTTPException) as error:
        raise GatewayUnavailable(f"Click: {type(error).__name__}") from None
    finally:
        connection.close()
    if status != 200:
        raise GatewayUnavailable(f"Click: HTTP {status}")
    return _content(body)


def _content(body: bytes) -> Mapping[str, object]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise GatewayUnavailable("Click: no JSON") from None
    if not isinstance(content, dict):
        raise GatewayUnavailable("Click: no object")
    code = _number(content, "error_code")
    if code != 0:
        raise NotThere(code)
    return content


def _number(content: Mapping[str, object], name: str) -> int:
    value = content.get(name)
    if type(value) is not int:
        raise GatewayUnavailable(f"Click: no {name}")
    return value
