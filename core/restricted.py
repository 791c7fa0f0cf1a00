"""Pages that staff closed to the public, by a password or to those who sign in: nobody else is told of them."""

from typing import TypeVar

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction

Pages = TypeVar("Pages", bound=QuerySet)


def open_to_all(pages: Pages, seen_from: Page | None = None) -> Pages:
    """Those of `pages` that everybody may open, or everybody who may open `seen_from`, which lists them.

    Within the query itself: most sites have no restriction at all, and every list asks.
    """
    inside = ExpressionWrapper(OuterRef("path"), CharField())
    around = PageViewRestriction.objects.alias(inside=inside).filter(inside__startswith=F("page__path"))
    if seen_from is not None:
        around = around.exclude(page__path__in=_paths_down_to(seen_from))
    return pages.exclude(Exists(around))


def is_restricted(request: HttpRequest | None) -> bool:
    """Whether the page that is asked for is one of them: then Wagtail has asked who reads it."""
    return getattr(request, "is_private_page", False)


def _paths_down_to(page: Page) -> list[str]:
    return [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]
