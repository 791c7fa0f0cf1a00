"""What the search does by the clock."""

from datetime import timedelta

from core.scheduler import scheduled
from search.services import index, links


@scheduled(every=timedelta(days=1))
def refresh_search_index() -> None:
    """Find pages that changed behind Wagtail's signals (imports, restores, SQL); writes only what differs."""
    index.refresh()


@scheduled(every=timedelta(hours=6))
def look_for_broken_links() -> None:
    """Editors read them under Reports."""
    links.check_all()
