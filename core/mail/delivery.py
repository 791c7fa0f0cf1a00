"""Sending what is in the outbox."""

import logging
import random
from collections.abc import Callable
from datetime import timedelta
from email.utils import parseaddr
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.utils import timezone

from core.models import OutboxMessage

from . import refusals

logger = logging.getLogger(__name__)
# Longer than any attempt takes (EMAIL_TIMEOUT is 20 s a step).
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 10
FIRST_WAIT = timedelta(seconds=20)
LONGEST_WAIT = timedelta(hours=6)


def send_due(stopping: Callable[[], bool] = lambda: False, most: int = 100) -> int:
    """Send messages that are due, at most `most`, until `stopping()`; return how many were tried."""
    connection = get_connection()
    tried = 0
    try:
        while tried < most and not stopping():
            message = OutboxMessage.objects.claim(timezone.now(), LEASE)
            if message is None:
                break
            tried += 1
            _attempt(message, connection)
    finally:
        connection.close()
    return tried


def message_id(key: str) -> str:
    """The same for every attempt at one message, so that a receiver can drop a second copy."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def _attempt(message: OutboxMessage, connection: object) -> None:
    if message.attempts > MOST_ATTEMPTS:  # each of them took its worker down
        _settle(message, state=OutboxMessage.State.FAILED, error="WorkerLost")
        return
    try:
        _compose(message, connection).send()
    except Exception as error:  # whatever a provider's library raises: the message waits for its next turn
        _put_back(message, error)
    else:
        words = {"text": "", "html": ""} if message.sensitive else {}
        _settle(message, state=OutboxMessage.State.SENT, sent_at=timezone.now(), error="", **words)


def _compose(message: OutboxMessage, connection: object) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        message.subject,
        message.text,
        to=[message.to],
        connection=connection,
        headers={
            "Message-ID": message_id(message.key),
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
            **message.headers,
        },
    )
    mail.attach_alternative(message.html, "text/html")
    mail.outbox_key = message.key
    return mail


def _put_back(message: OutboxMessage, error: Exception) -> None:
    """Wait longer each time, and give up after the last or when the receiver's server says never."""
    # The text of an SMTP error has the address in it; its name says enough.
    name = type(error).__name__
    if message.attempts >= MOST_ATTEMPTS or refusals.is_final(error):
        logger.error("mail %s failed for good: %s", message.key, name)
        _give_up(message, name, is_no_more=refusals.is_no_more(error))
        return
    logger.warning("mail %s failed (attempt %d): %s", message.key, message.attempts, name)
    wait = min(FIRST_WAIT * 3 ** (message.attempts - 1), LONGEST_WAIT) * random.uniform(0.9, 1.1)  # noqa: S311
    _settle(message, state=OutboxMessage.State.PENDING, due_at=timezone.now() + wait, error=name)


@transaction.atomic
def _give_up(message: OutboxMessage, name: str, *, is_no_more: bool) -> None:
    if _settle(message, state=OutboxMessage.State.FAILED, error=name) and is_no_more:
        refusals.tell(message)


def _settle(message: OutboxMessage, **values: object) -> bool:
    """Write the outcome, unless the lease ran out and another attempt has begun: then False."""
    mine = OutboxMessage.objects.filter(
        pk=message.pk, state=OutboxMessage.State.SENDING, attempts=message.attempts
    )
    return bool(mine.update(**values))
