"""Redirects whose address has a star in it: `/news-and-events/*.htm` stands for every such address.

Wagtail's own middleware knows exact addresses only. This one stands before it in the settings, so it answers after it:
an exact row of staff's wins over a star.
"""

from collections.abc import Callable
from fnmatch import fnmatchcase

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from wagtail.contrib.redirects.models import Redirect

STAR = "*"


class StarRedirectMiddleware:
    """Asks the database only where nothing else answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        redirect = find(request.path_info)
        target = redirect and _target(redirect)
        if not target or target == request.path_info:
            return response
        kind = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
        return kind(target)


def find(path: str) -> Redirect | None:
    """The redirect with the longest starred address that fits the path; one query.

    Exact addresses too: Wagtail's middleware passes over those that lead to a home page, which has no address for it.
    """
    asked = Redirect.normalise_path(path).lower()
    rows = Redirect.objects.filter(Q(old_path__contains=STAR) | Q(old_path=asked)).select_related(
        "redirect_page"
    )
    fitting = [row for row in rows if fnmatchcase(asked, _pattern(row.old_path))]
    return max(fitting, key=lambda row: len(row.old_path), default=None)


def _target(redirect: Redirect) -> str:
    """Where it leads; a page's address is its place in the tree (see core.page_view)."""
    return redirect.redirect_page.url_path if redirect.redirect_page else redirect.redirect_link


def _pattern(old_path: str) -> str:
    """Only the star means something: other signs of fnmatch stand for themselves."""
    return old_path.lower().replace("[", "[[]").replace("?", "[?]")
