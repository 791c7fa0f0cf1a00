"""What providers told us, each message once, written in the transaction that acts on it."""

import logging
from typing import Any

from django.conf import settings
from django.db import IntegrityError
from django.db.models import Case, F, Value, When
from django.utils.functional import Promise
from django.utils.text import format_lazy

from accounts.models import User
from core.mail import enqueue
from donations import explanations
from donations.gateways.instructions import Attend, Notice, Told
from donations.models import EventState, Payment, ProviderEvent
from donations.querysets import EventQuerySet

logger = logging.getLogger(__name__)


class AlreadyReceived(Exception):
    """The message is in the inbox: a copy of it was acted on."""


def has_received(instruction: Notice) -> bool:
    """Whether this very message was taken before; one that waits to be looked up was not acted on yet."""
    if not instruction.event_id:
        return False
    return _same(instruction).followed().exists()


def keep(told: Told) -> bool:
    """Keep a message that is to be looked up; False when it is here already. The row is all that it takes: the
    provider is answered at once, and a worker finds what waits (`following`).
    """
    return ProviderEvent.objects.insert_new(**_said(told, EventState.RECEIVED))


def receive(instruction: Notice, state: EventState, payment: Payment | None = None, reason: str = "") -> None:
    """Note a message with what came of it, inside a transaction. One that was waiting becomes what came of it.

    Raises AlreadyReceived when a copy was quicker: the caller lets it pass, so that all it wrote rolls back.
    """
    if not instruction.event_id or _answer_waiting(instruction, state, payment, reason):
        return
    try:
        _row(instruction, state, payment, reason).save(force_insert=True)
    except IntegrityError:
        raise AlreadyReceived from None


def quarantine(instruction: Notice, reason: str, payment: Payment | None = None) -> None:
    """Keep a genuine message that must not be acted on, and tell the people who look after payments."""
    receive(instruction, EventState.QUARANTINED, payment, reason)
    logger.error(
        "payment message %s of %s quarantined: %s", instruction.event_id, instruction.gateway, reason
    )
    known_as = instruction.event_id or instruction.provider_reference or instruction.reference
    words = format_lazy("{words} ({reason})", words=explanations.of(reason), reason=reason)
    alert(f"quarantine:{instruction.gateway}:{known_as}", words, payment)


def alert(key: str, reason: Promise, payment: Payment | None = None) -> None:
    """Mail those named in PAYMENTS_ALERT_EMAILS, once for a key; each reads `reason` in their own language."""
    addresses = settings.PAYMENTS_ALERT_EMAILS
    languages = dict(User.objects.filter(email__in=addresses).values_list("email", "language"))
    for number, address in enumerate(addresses):
        enqueue(
            key=f"{key}:{number}",
            to=address,
            language=languages.get(address) or settings.LANGUAGE_CODE,
            template="donations/emails/alert",
            context={"reason": reason, "reference": payment.reference if payment else ""},
        )


def _row(
    instruction: Notice, state: EventState, payment: Payment | None = None, reason: str = ""
) -> ProviderEvent:
    return ProviderEvent(**_said(instruction, state), payment=payment, reason=reason[:200])


def _said(instruction: Notice, state: EventState) -> dict[str, Any]:
    return {
        "gateway": instruction.gateway,
        "livemode": instruction.livemode,
        "event_id": instruction.event_id,
        "kind": _kind(instruction),
        "payload": dict(instruction.payload),
        "state": state,
        "occurred_at": instruction.occurred_at,
        "named": instruction.reference[:40],
        "provider_reference": instruction.provider_reference[:100],
    }


def _answer_waiting(instruction: Notice, state: EventState, payment: Payment | None, reason: str) -> bool:
    """Compare-and-swap: of two that looked the message up, one acts on it."""
    rows = _same(instruction).waiting()
    kind = _kept_kind() if isinstance(instruction, Attend) else _kind(instruction)
    return bool(rows.update(state=state, payment=payment, reason=reason[:200], kind=kind))


def _kept_kind() -> Case:
    """That a person must look says not what about: a message that told of money is one of money still, and not let be
    with a word. Of one that was looked up for the first time nothing else is known.
    """
    return Case(When(kind=Told.__name__.lower(), then=Value(Attend.__name__.lower())), default=F("kind"))


def _kind(instruction: Notice) -> str:
    return type(instruction).__name__.lower()


def _same(instruction: Notice) -> EventQuerySet:
    return ProviderEvent.objects.filter(
        gateway=instruction.gateway, livemode=instruction.livemode, event_id=instruction.event_id
    )
