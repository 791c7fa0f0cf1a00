"""Addresses that are no more, as the receiver's server says (RFC 5321, 4.2.1): apps that keep addresses hear of it."""

import smtplib
from collections.abc import Callable

from core.models import OutboxMessage

Listener = Callable[[OutboxMessage], None]
_listeners: list[Listener] = []
# Without an enhanced code (RFC 3463) these say "no such mailbox, moved, no such name"; so do the enhanced ones below.
NO_MAILBOX = (550, 551, 553)
ADDRESS_STATUS = (b"5.1.", b"5.2.1")
# RFC 3463, 3: everything else of class 5 is about us, the way or the letter, and says nothing of the address.
ENHANCED = b"5."
# Exim and others answer so, without an enhanced code, where our own server may not send at all: then every address
# would look dead.
OUR_FAULT = b"relay"


def listener(function: Listener) -> Listener:
    """Register a function of a message whose address is no more; it runs with the note that the message failed."""
    if function not in _listeners:
        _listeners.append(function)
    return function


def tell(message: OutboxMessage) -> None:
    """Let all of them know."""
    for one in _listeners:
        one(message)


def is_final(error: Exception) -> bool:
    """Whether the receiver's server refused the address for good, for whatever reason (5xx)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _answer in error.recipients.values())
    return False


def is_no_more(error: Exception) -> bool:
    """Whether it said that there is no such mailbox: a refusal of us, or of the letter, is none of the address's."""
    return is_final(error) and all(_no_mailbox(code, answer) for code, answer in error.recipients.values())


def _no_mailbox(code: int, answer: bytes | str) -> bool:
    words = (answer.encode() if isinstance(answer, str) else answer or b"").lower()
    if words.startswith(ENHANCED):
        return words.startswith(ADDRESS_STATUS)
    return code in NO_MAILBOX and OUR_FAULT not in words
