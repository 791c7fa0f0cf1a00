"""Every page shows these, so every page goes from the cache when one changes."""

from core.page_cache import invalidate_on_change
from home.models import Announcement, FooterColumn, FooterLink, SiteSettings

for model in (Announcement, SiteSettings, FooterColumn, FooterLink):
    invalidate_on_change(model)
