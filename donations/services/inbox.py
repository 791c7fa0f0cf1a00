"""What providers told us, each message once, written in the transaction that acts on it."""

import logging

from django.conf import settings
from django.db import IntegrityError

from core.mail import enqueue
from donations.gateways.base import Instruction
from donations.models import EventState, Payment, ProviderEvent
from donations.querysets import EventQuerySet

logger = logging.getLogger(__name__)


class AlreadyReceived(Exception):
    """The message is in the inbox: a copy of it was acted on."""


def has_received(instruction: Instruction) -> bool:
    """Whether this very message was taken before."""
    return bool(instruction.event_id) and _same(instruction).exists()


def receive(
    instruction: Instruction, state: EventState, payment: Payment | None = None, reason: str = ""
) -> None:
    """Note a message with what came of it, inside a transaction.

    Raises AlreadyReceived when a copy was quicker: the caller lets it pass, so that all it wrote rolls back.
    """
    if not instruction.event_id:
        return
    event = ProviderEvent(
        gateway=instruction.gateway,
        livemode=instruction.livemode,
        event_id=instruction.event_id,
        kind=type(instruction).__name__.lower(),
        payment=payment,
        payload=dict(instruction.payload),
        state=state,
        reason=reason,
        occurred_at=instruction.occurred_at,
    )
    try:
        event.save(force_insert=True)
    except IntegrityError:
        raise AlreadyReceived from None


def quarantine(instruction: Instruction, reason: str, payment: Payment | None = None) -> None:
    """Keep a genuine message that must not be acted on, and tell the people who look after payments."""
    receive(instruction, EventState.QUARANTINED, payment, reason)
    logger.error(
        "payment message %s of %s quarantined: %s", instruction.event_id, instruction.gateway, reason
    )
    alert(f"quarantine:{instruction.gateway}:{instruction.event_id}", reason, payment)


def alert(key: str, reason: str, payment: Payment | None = None) -> None:
    """Mail those named in PAYMENTS_ALERT_EMAILS, once for a key."""
    for number, address in enumerate(settings.PAYMENTS_ALERT_EMAILS):
        enqueue(
            key=f"{key}:{number}",
            to=address,
            language=settings.LANGUAGE_CODE,
            template="donations/emails/alert",
            context={"reason": reason, "reference": payment.reference if payment else ""},
        )


def _same(instruction: Instruction) -> EventQuerySet:
    return ProviderEvent.objects.filter(
        gateway=instruction.gateway, livemode=instruction.livemode, event_id=instruction.event_id
    )
