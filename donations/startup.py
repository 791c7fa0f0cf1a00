"""What connects itself: checks of the settings, messages that wait, pages whose campaigns and purposes change, and the
checker beside what is written in those.
"""

from core import audit_words
from core.page_cache import invalidate_on_change
from core.worker import queues
from donations import (
    checks,  # noqa: F401  registers itself
    history,
)
from donations.models import Campaign, Designation
from donations.services import following
from safeguarding.back_office.check import check_panel

audit_words.add(history.WORDS, history.NOTES)
queues.register("messages", following.follow_next)
for model in (Campaign, Designation):
    invalidate_on_change(model)
    model.panels.append(check_panel())
