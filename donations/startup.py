"""What connects itself: checks of the settings, messages that wait, pages whose campaigns and purposes change."""

from core.page_cache import invalidate_on_change
from donations import checks  # noqa: F401  registers itself
from donations.models import Campaign, Designation
from donations.services import following, inbox

inbox.waiting.connect(following.enqueue, dispatch_uid="donations.following")
invalidate_on_change(Campaign)
invalidate_on_change(Designation)
