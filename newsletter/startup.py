"""Takedowns ask the newsletter which issues carried what comes down; the worker has it fill the outbox.

It hears of addresses that are no more.
"""

from core.worker import queues
from newsletter import traces  # noqa: F401  registers itself
from newsletter.services import refusals, sending  # noqa: F401  refusals register themselves

queues.register("newsletter", sending.feed)
