"""Reading what Stripe sends to us: is it Stripe's, is it meant for us, what is it about."""

import json
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import stripe

from donations.gateways.instructions import Ignore, Instruction, Told, Unreadable

Event = Mapping[str, Any]  # as Stripe sends it
HEADER = "Stripe-Signature"
IN_META = f"HTTP_{HEADER.upper().replace('-', '_')}"  # by which it is there without reading all other headers
TOLERANCE = 300  # seconds that a signature holds; never 0, which switches the check off
SKEW = 30  # seconds that Stripe's clock may be ahead of ours: the SDK takes any time from the future
_TIME = re.compile(r"(?:^|,)t=(\d{1,12})(?:,|$)", re.ASCII)
# All that bodies and headers raise that are not Stripe's.
_REFUSED = (stripe.SignatureVerificationError, ValueError, TypeError, AttributeError, RecursionError)
# Refunds of what was not paid by card have a name of their own, as those payments have (`py_` instead of `ch_`).
REFUND = ("re_", "pyr_")
# What each kind of message is about, by how the numbers of that begin.
FOLLOWED: Mapping[str, str | tuple[str, ...]] = {
    "checkout.session.completed": "cs_",
    "checkout.session.async_payment_succeeded": "cs_",
    "checkout.session.async_payment_failed": "cs_",
    "checkout.session.expired": "cs_",
    "payment_intent.payment_failed": "pi_",
    "invoice.paid": "in_",
    "invoice.payment_failed": "in_",
    "invoice.payment_action_required": "in_",
    "invoice.finalization_failed": "in_",
    "invoice.voided": "in_",
    "invoice.marked_uncollectible": "in_",
    "customer.subscription.created": "sub_",
    "customer.subscription.updated": "sub_",
    "customer.subscription.paused": "sub_",
    "customer.subscription.resumed": "sub_",
    "customer.subscription.deleted": "sub_",
    "refund.created": REFUND,
    "refund.updated": REFUND,
    "refund.failed": REFUND,
    "charge.dispute.created": "d",
    "charge.dispute.updated": "d",
    "charge.dispute.closed": "d",
    "charge.dispute.funds_withdrawn": "d",
    "charge.dispute.funds_reinstated": "d",
    "payout.paid": "po_",
    "payout.failed": "po_",
    "payout.reconciliation_completed": "po_",
}


def verified(body: bytes, header: str, secret: str) -> Event:
    """The event in a body that Stripe signed just now, as plain JSON. Raises Unreadable.

    Not by the SDK's `construct_event`: the objects that it makes of a body take a millisecond, for five fields.
    """
    try:
        stripe.WebhookSignature.verify_header(body.decode(), header, secret, TOLERANCE)
        event: Event = json.loads(body)
    except _REFUSED as error:
        raise Unreadable(f"signature or content: {type(error).__name__}") from None
    if not all(time.time() - int(at) >= -SKEW for at in _TIME.findall(header)):
        raise Unreadable("signed in the future")
    return event


def told(event: Event, livemode: bool) -> Instruction:
    """What a verified event is about. Raises Unreadable when it is no event of the kind we know."""
    try:
        return _told(event, livemode)
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError, OSError) as error:
        raise Unreadable(f"content: {type(error).__name__}") from None


def _told(event: Event, livemode: bool) -> Told | Ignore:
    kind, number = _text(event["type"]), _text(event["id"])
    subject = _text(event["data"]["object"]["id"]) if kind in FOLLOWED else ""
    if event["object"] != "event" or type(event["livemode"]) is not bool:  # or one of their second generation
        raise ValueError(kind)
    if not subject.startswith(FOLLOWED.get(kind, "")):
        raise ValueError(kind)
    at = datetime.fromtimestamp(event["created"], UTC)
    reason = _not_for_us(event, livemode) or ("" if subject else kind)
    # No more than this is kept: what the event says of a payer stays at Stripe.
    payload: dict[str, object] = {"kind": kind, "subject": subject}
    if reason:
        return Ignore(
            gateway="stripe",
            livemode=event["livemode"],
            event_id=number,
            occurred_at=at,
            payload=payload,
            reason=reason,
        )
    return Told(
        gateway="stripe",
        livemode=event["livemode"],
        event_id=number,
        occurred_at=at,
        payload=payload,
        kind=kind,
        subject=subject,
    )


def _not_for_us(event: Event, livemode: bool) -> str:
    if event["livemode"] is not livemode:
        return "of the other mode"
    return "of another account" if event.get("account") else ""


def _text(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 100:
        raise TypeError
    return value
