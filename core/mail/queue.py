"""Writing mail into the outbox."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from core.models import OutboxMessage

from .rendering import render


def enqueue(
    *,
    key: str,
    to: str,
    language: str,
    template: str,
    context: Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
    sensitive: bool = False,
) -> OutboxMessage:
    """Write one message in the current transaction and return its row; with a known `key`, return that one.

    `key` names the cause ("receipt:D-123"), at most 200 characters, no personal data. `headers` are added to
    the message. `sensitive` ones (a sign-in code) lose their words once sent; others keep them a month.
    """
    if existing := OutboxMessage.objects.filter(key=key).first():
        return existing
    words = render(template, language, context)
    message = OutboxMessage(
        key=key,
        to=to,
        language=language,
        template=template,
        subject=words.subject[:300],
        text=words.text,
        html=words.html,
        headers=dict(headers or {}),
        sensitive=sensitive,
        due_at=timezone.now(),
    )
    # The unique key decides between two at once, without an error that would spoil the caller's transaction.
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
    return OutboxMessage.objects.get(key=key)
