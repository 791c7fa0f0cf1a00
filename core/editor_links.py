"""What the links and page choosers of an editor show, fetched together when the editor opens.

Wagtail asks one by one: for each linked page its row, its own kind's row and its parent, and for each linked document.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from wagtail.blocks.stream_block import StreamValue
from wagtail.documents import get_document_model
from wagtail.models import Page

from core import body_links

_pages: ContextVar[dict[int, Page]] = ContextVar("pages that an editor shows")
_documents: ContextVar[dict[int, Any]] = ContextVar("documents that an editor shows")


@contextmanager
def known(body: StreamValue) -> Iterator[None]:
    """Within it, the pages and documents that `body` refers to are there without asking again."""
    raw = body_links.raw(body)
    papers = body_links.documents_in(raw)
    pages_before = _pages.set(_fetch_pages(body_links.pages_in(raw)))
    documents_before = _documents.set(get_document_model().objects.in_bulk(papers) if papers else {})
    try:
        yield
    finally:
        _pages.reset(pages_before)
        _documents.reset(documents_before)


def page(pk: object) -> Page | None:
    """The page, of its own kind and with its parent, if it is known."""
    return _pages.get({}).get(int(pk)) if str(pk).isdecimal() else None


def document(pk: object) -> Any:
    """The document, if it is known."""
    return _documents.get({}).get(int(pk)) if str(pk).isdecimal() else None


def _fetch_pages(ids: set[int]) -> dict[int, Page]:
    # Deferred, so of its own kind without a query a kind: the editor shows only what every page has.
    pages = list(Page.objects.filter(pk__in=ids).specific(defer=True)) if ids else []
    above = {each.path[: -Page.steplen] for each in pages}
    parents = {each.path: each for each in Page.objects.filter(path__in=above)} if above else {}
    for each in pages:
        each._cached_parent_obj = parents.get(each.path[: -Page.steplen])  # where treebeard keeps it
    return {each.pk: each for each in pages}
