"""Finds the page of an address, and the pages above it, in one query.

The root pages' slugs are the language codes, so a page's `url_path` is its address, and Wagtail's walk
down the tree (a query per segment) is not needed.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from wagtail.models import Page, PageViewRestriction
from wagtail.views import serve as wagtail_serve

from core.pages import BasePage


def serve(request: HttpRequest, path: str = "") -> HttpResponse:
    """Serve the live page at the request's address; raises Http404 where there is none."""
    address = request.path_info
    if not address.endswith("/"):
        return _with_last_slash(request)
    *above, page = trail(address)
    model = page.specific_class
    if not issubclass(model, BasePage):
        return wagtail_serve(request, path)
    if _is_restricted([*above, page]):
        # Wagtail decides who may see it, and no copy of it is ever shared.
        request.is_private_page = True
        return wagtail_serve(request, path)
    request.page_trail = above
    return model.objects.select_related("locale", *model.shown_with).get(pk=page.pk).serve(request)


def _with_last_slash(request: HttpRequest) -> HttpResponse:
    """To what stands at the address with a slash, query and all; raises Http404 where nothing does.

    People type addresses from a poster. Django would add the slash by itself, but our address of pages takes every
    path, so that to Django none is missing.
    """
    address = f"{request.path_info}/"
    stands = resolve(address).func is not serve or Page.objects.live().filter(url_path=address).exists()
    if not stands or request.method not in ("GET", "HEAD"):
        raise Http404
    return redirect(request.get_full_path(force_append_slash=True), permanent=True)


def trail(address: str) -> list[Page]:
    """The pages from the language's home down to the one at `address`; raises Http404 where that is not live."""
    pages = list(Page.objects.filter(url_path__in=_prefixes(address)).order_by("depth"))
    if not pages or pages[-1].url_path != address or not pages[-1].live:
        raise Http404
    return pages


def _prefixes(address: str) -> list[str]:
    segments = address.strip("/").split("/")
    return ["/" + "/".join(segments[:count]) + "/" for count in range(1, len(segments) + 1)]


def _is_restricted(pages: list[Page]) -> bool:
    root = pages[0].path[: Page.steplen]
    return PageViewRestriction.objects.filter(page__path__in=[root, *(page.path for page in pages)]).exists()
