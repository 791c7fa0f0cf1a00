"""Redirects of staff's that Wagtail's own middleware would miss, or would send visitors round by.

A star in an address stands for any rest: `/news-and-events/*.htm`. Wagtail knows exact addresses only.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from wagtail.contrib.redirects.middleware import RedirectMiddleware

from home.redirect_chains import find, goes_round, leads_to_what_is_not_shown, target_of


class ExactRedirectMiddleware(RedirectMiddleware):
    """Wagtail's, which stays with 404 where its redirect leads round: rows from before they were refused, and pages
    that were moved there and back, then withdrawn. So it does where the page is not published (any more).
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The redirect, or the answer as it was."""
        answer = super().process_response(request, response)
        if answer is response or _arrives(request, answer.url):
            return answer
        return response


class StarRedirectMiddleware:
    """Asks the database only where nothing else answered.

    It stands before the other in the settings, so it answers after it: an exact row of staff's wins over a star.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        redirect = find(request.path_info)
        target = redirect and target_of(redirect)
        if not target or not _arrives(request, target):
            return response
        kind = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
        return kind(target)


def _arrives(request: HttpRequest, target: str) -> bool:
    return not goes_round(request.get_full_path(), target) and not leads_to_what_is_not_shown(target)
