"""Takedowns ask the newsletter which issues carried what comes down; the worker has it fill the outbox."""

from core.worker import queues
from newsletter import traces  # noqa: F401  registers itself
from newsletter.services import sending

queues.register("newsletter", sending.feed)
