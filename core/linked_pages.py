"""The pages that a body links to, fetched in one query (see core.gathered)."""

from wagtail import blocks
from wagtail.models import Page

from core import editor_links
from core.body_links import pages_in
from core.chosen import FoundTogether
from core.gathered import Gathered
from core.page_cache import depends_on
from core.restricted import being_read, is_closed


def _fetch(ids: set[int]) -> dict[int, Page]:
    pages = Page.objects.annotate(is_closed=is_closed(being_read())).in_bulk(ids)
    depends_on(*pages.values())
    return pages


find = Gathered("linked_pages", pages_in, _fetch).find


def may_lead_to(page: Page) -> bool:
    """Whether whoever reads what is being rendered may open that page; its title and its address tell of it, too."""
    if not page.live:
        return False
    if not hasattr(page, "is_closed"):  # as a form that was sent brought it
        gathered = find([page.pk]).get(page.pk)
        page.is_closed = gathered is None or gathered.is_closed
    return not page.is_closed


class PageChooserBlock(FoundTogether, blocks.PageChooserBlock):
    """Wagtail's, reading what was gathered."""

    def bulk_to_python(self, values: list[int | None]) -> list[Page | None]:
        """The pages in the order of their ids, each its own object."""
        pages = find(value for value in values if value)
        return [pages.get(value) for value in values]

    def get_form_state(self, value: Page | None) -> dict[str, object] | None:
        """What the editor shows of it."""
        return super().get_form_state(value and (editor_links.page(value.pk) or value))

    class Meta:
        icon = "doc-empty-inverse"
