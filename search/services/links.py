"""Finds links on our pages that lead nowhere on our site, so that editors learn of them before visitors do."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import StreamField
from wagtail.models import Page, ReferenceIndex

from search.models import BrokenLink

HREF = re.compile(r'(?:href="|"(?=https?:|/(?!>)))([^"\\]+)')
PAGES = "wagtail_serve"
Reason = BrokenLink.Reason


@transaction.atomic
def check_all() -> int:
    """Look at every live page anew; returns how many broken links there are. Queries grow with the pages, in bulk."""
    found = [*_to_pages(), *_to_addresses()]
    BrokenLink.objects.all().delete()
    unique = {(link.page_id, link.target): link for link in found}
    return len(BrokenLink.objects.bulk_create(unique.values()))


def _to_pages() -> Iterator[BrokenLink]:
    """Links by number, as Wagtail keeps them in its reference index: to pages that are gone or not published."""
    kind = ContentType.objects.get_for_model(Page)
    rows = ReferenceIndex.objects.filter(base_content_type=kind, to_content_type=kind)
    pairs = {(int(row[0]), int(row[1])) for row in rows.values_list("object_id", "to_object_id")}
    ours = set(Page.objects.live().values_list("pk", flat=True))
    away = dict(Page.objects.filter(live=False).values_list("pk", "url_path"))
    for source, target in sorted(pairs):
        if source in ours and target not in ours:
            reason = Reason.UNPUBLISHED if target in away else Reason.GONE
            yield BrokenLink(page_id=source, target=away.get(target, str(target)), reason=reason)


def _to_addresses() -> Iterator[BrokenLink]:
    """Links that somebody typed as addresses of our own site."""
    live = set(Page.objects.live().values_list("url_path", flat=True))
    moved = set(Redirect.objects.values_list("old_path", flat=True))
    for page in Page.objects.live().filter(depth__gt=1).specific().iterator(200):
        for path in sorted(_own_paths(page)):
            if not _answers(path, live, moved):
                yield BrokenLink(page_id=page.pk, target=path[:500], reason=Reason.GONE)


def _own_paths(page: Page) -> set[str]:
    """Paths on our own site that the page's blocks name."""
    raw = [
        field.value_to_string(page).replace('\\"', '"')
        for field in page._meta.get_fields()
        if isinstance(field, StreamField)
    ]
    parts = [urlsplit(unescape(link)) for text in raw for link in HREF.findall(text)]
    host = urlsplit(settings.SITE_URL).netloc
    return {part.path for part in parts if part.netloc in ("", host) and part.path.startswith("/")}


def _answers(path: str, live: set[str], moved: set[str]) -> bool:
    whole = path if path.endswith("/") else f"{path}/"
    if whole in live or Redirect.normalise_path(path) in moved or path == "/":
        return True
    if path.startswith((settings.MEDIA_URL, settings.STATIC_URL)):
        return True
    return any(_is_view(candidate) for candidate in {path, whole})


def _is_view(path: str) -> bool:
    """Whether something else than a page answers there, in whichever language."""
    with override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            return resolve(path).url_name != PAGES
        except Resolver404:
            return False
