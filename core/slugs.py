"""Which addresses pages may have: none of a form or another view of ours, which would answer in the page's place, so
that the page would be published and never seen.
"""

from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, gettext, override
from wagtail.models import Page, Revision

from core.publishing import PublishRefused

# Where pages are served (portal.urls): everywhere, and at the fixed addresses of some of them.
OF_PAGES = {"wagtail_home", "wagtail_serve", "privacy", "terms", "concern"}

# Wagtail's own words, of which it has translations.
TAKEN = 'This slug is already in use within the context of its parent page "%(parent_page_title)s"'


def is_taken(address: str) -> bool:
    """Whether something else than a page answers at `address`, or at whatever lies below it: a page there could have
    none below, whatever their names.
    """
    return _is_answered(address) or _is_answered(f"{address}any-page/")


def _is_answered(address: str) -> bool:
    with override(get_language_from_path(address)):
        try:
            return resolve(address).url_name not in OF_PAGES
        except Resolver404:
            return False


def register() -> None:
    """Called once. Wagtail asks here wherever an address is given or kept: by a form, by moving, by itself."""
    among_pages = Page._slug_is_available

    def is_available(slug: str, parent_page: Page | None, page: Page | None = None) -> bool:
        is_free = among_pages(slug, parent_page, page)
        return is_free and (parent_page is None or not is_taken(f"{parent_page.url_path}{slug}/"))

    Page._slug_is_available = staticmethod(is_available)


def free_slug(page: Page, parent: Page, wanted: str) -> str:
    """What `page` may be called below `parent`: as `wanted`, with a number where that is taken."""
    slug, number = wanted, 0
    while not page._slug_is_available(slug, parent, page):
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def before_publishing(revision: Revision) -> None:
    """Another page may have got its address since it was written: one that nobody knows yet gets a number.

    Raises PublishRefused for a page that was published before, or was approved to appear there on its day.
    """
    page = revision.as_object()
    parent = page.get_parent()
    if page._slug_is_available(page.slug, parent, page):
        return
    if page.first_published_at or revision.approved_go_live_at:
        raise PublishRefused(gettext(TAKEN) % {"parent_page_title": parent})
    revision.content["slug"] = free_slug(page, parent, page.slug)
    Revision.objects.filter(pk=revision.pk).update(content=revision.content)
