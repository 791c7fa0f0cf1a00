"""`/sitemap.xml`: every public page in each of its languages, told as one page with translations.

https://developers.google.com/search/docs/specialty/international/localized-versions
"""

from collections import defaultdict
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe
from wagtail.models import Page

from core.page_cache import cacheable, depends_on
from languages.info import CONTENT_LANGUAGES, HTML_LANG

# Forms that people look for; the rest of what is not a page is nobody's landing place.
FORMS = ("donate", "volunteer_register", "partner_register")
MOST = 50_000  # addresses in one file, by https://www.sitemaps.org/protocol.html


@require_safe
@cacheable()
def sitemap(request: HttpRequest) -> HttpResponse:
    """The whole site in one file; two queries."""
    depends_on(Page, "menu")
    entries = [entry for addresses, changed in _things() for entry in _entries(addresses, changed)]
    return render(request, "search/sitemap.xml", {"entries": entries[:MOST]}, content_type="application/xml")


def _things() -> Iterator[tuple[dict[str, str], object]]:
    """Addresses by language of one page and its translations, with the time of the last change."""
    for name in FORMS:
        yield {code: _form(name, code) for code, _name in CONTENT_LANGUAGES}, None
    groups: dict[object, list[Page]] = defaultdict(list)
    pages = Page.objects.live().public().filter(depth__gt=1).select_related("locale").order_by("path")
    for page in pages.only("url_path", "translation_key", "last_published_at", "locale__language_code"):
        groups[page.translation_key].append(page)
    for pages in groups.values():
        changed = max((page.last_published_at for page in pages if page.last_published_at), default=None)
        yield {page.locale.language_code: page.url_path for page in pages}, changed


def _entries(addresses: dict[str, str], changed: object) -> Iterator[dict[str, object]]:
    urls = {code: f"{settings.SITE_URL}{address}" for code, address in addresses.items()}
    others = [(HTML_LANG[code], url) for code, url in urls.items() if code in HTML_LANG]
    if "uz" in urls:
        others.append(("x-default", urls["uz"]))
    for url in urls.values():
        yield {"url": url, "alternates": others, "changed": changed}


def _form(name: str, code: str) -> str:
    with override(code):
        return reverse(name)
