"""Every page shows these, so every page goes from the cache when one changes. What is written for the public is
checked. Redirects may not lead round.
"""

from core.page_cache import invalidate_on_change
from home.models import Announcement, FooterColumn, FooterLink, SiteSettings
from home.redirect_chains import refuse_loops
from safeguarding.back_office.check import check_panel

for model in (Announcement, SiteSettings, FooterColumn, FooterLink):
    invalidate_on_change(model)
Announcement.panels.append(check_panel())
refuse_loops()
