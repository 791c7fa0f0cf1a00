"""How the sandbox provider signs its callbacks: `Sandbox-Signature: t=<unix time>,v1=<hex HMAC of "t.body">`."""

import re
import time

from django.utils.crypto import constant_time_compare, salted_hmac

HEADER = "Sandbox-Signature"
TOLERANCE = 300  # seconds that a signature holds
SKEW = 30  # seconds that its clock may be ahead of ours
_SHAPE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})", re.ASCII)


class WrongSignature(Exception):
    """Not from the provider, not meant for now, or changed on its way."""


def sign(body: bytes, at: int | None = None) -> str:
    """The header's value for a body sent at a unix time (default: now)."""
    at = int(time.time()) if at is None else at
    return f"t={at},v1={_digest(body, at)}"


def verify(body: bytes, header: str) -> None:
    """Raises WrongSignature unless the header fits the raw body and is fresh. The future is refused too."""
    match = _SHAPE.fullmatch(header)
    if match is None:
        raise WrongSignature("malformed")
    at = int(match[1])
    if not constant_time_compare(_digest(body, at), match[2]):
        raise WrongSignature("wrong")
    if not -SKEW <= time.time() - at <= TOLERANCE:
        raise WrongSignature("stale")


def _digest(body: bytes, at: int) -> str:
    return salted_hmac("donations.gateways.sandbox", b"%d." % at + body, algorithm="sha256").hexdigest()
