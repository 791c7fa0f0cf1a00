"""Checks of the settings; pages that show campaigns and purposes go from the cache when these change."""

from core.page_cache import invalidate_on_change
from donations import checks  # noqa: F401  registers itself
from donations.models import Campaign, Designation

invalidate_on_change(Campaign)
invalidate_on_change(Designation)
