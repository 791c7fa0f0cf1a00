"""Every page shows these, so every page goes from the cache when one changes. Redirects may not lead round."""

from core.page_cache import invalidate_on_change
from home.models import Announcement, FooterColumn, FooterLink, SiteSettings
from home.redirect_chains import refuse_loops

for model in (Announcement, SiteSettings, FooterColumn, FooterLink):
    invalidate_on_change(model)
refuse_loops()
