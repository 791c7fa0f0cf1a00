"""Pages that staff closed to the public, by a password or to those who sign in: nobody else is told of them."""

from contextvars import ContextVar
from typing import TypeVar

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction

Pages = TypeVar("Pages", bound=QuerySet)
_read: ContextVar[Page | None] = ContextVar("the restricted page that is being read", default=None)


def open_to_all(pages: Pages, seen_from: Page | None = None) -> Pages:
    """Those of `pages` that everybody may open, or everybody who may open `seen_from`, which lists them."""
    return pages.exclude(is_closed(seen_from))


def is_closed(seen_from: Page | None = None) -> Exists:
    """For a query of pages: whether one is not open to everybody, or to everybody who may open `seen_from`.

    Within the query itself: most sites have no restriction at all, and every list asks.
    """
    inside = ExpressionWrapper(OuterRef("path"), CharField())
    around = PageViewRestriction.objects.alias(inside=inside).filter(inside__startswith=F("page__path"))
    if seen_from is not None:
        around = around.exclude(page__path__in=_paths_down_to(seen_from))
    return Exists(around)


def reading(page: Page, request: HttpRequest) -> None:
    """Note what is being rendered: whoever reads a restricted page may see what is open to all its readers."""
    _read.set(page if is_restricted(request) else None)


def being_read() -> Page | None:
    """The restricted page that is being rendered; None for what everybody sees."""
    return _read.get()


def forget(**_signal: object) -> None:
    """What one reader may see must not stand in what the next one gets."""
    _read.set(None)


def is_restricted(request: HttpRequest | None) -> bool:
    """Whether the page that is asked for is one of them: then Wagtail has asked who reads it."""
    return getattr(request, "is_private_page", False)


def _paths_down_to(page: Page) -> list[str]:
    return [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]
