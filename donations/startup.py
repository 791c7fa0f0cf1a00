"""What connects itself: checks of the settings, messages that wait, pages whose campaigns and purposes change."""

from core import audit_words
from core.page_cache import invalidate_on_change
from core.worker import queues
from donations import (
    checks,  # noqa: F401  registers itself
    history,
)
from donations.models import Campaign, Designation
from donations.services import following

audit_words.add(history.WORDS)
queues.register("messages", following.follow_next)
invalidate_on_change(Campaign)
invalidate_on_change(Designation)
