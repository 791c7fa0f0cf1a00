"""The shared password of a page or of documents that staff closed to the public: Wagtail asks for it, we count."""

from collections.abc import Callable

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.documents.views.serve import authenticate_with_password as of_documents
from wagtail.views import authenticate_with_password as of_page

LIMIT = "shared_password"


@sensitive_post_parameters("password")
@never_cache
def enter_page(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponse:
    """Open a page for a visitor who knows its password; 429, right or wrong, after too many wrong ones."""
    key = f"page:{page_view_restriction_id}"
    return _counted(request, key, lambda: of_page(request, page_view_restriction_id, page_id))


@sensitive_post_parameters("password")
@never_cache
def enter_documents(request: HttpRequest, restriction_id: int) -> HttpResponse:
    """The same of a collection of documents."""
    return _counted(request, f"documents:{restriction_id}", lambda: of_documents(request, restriction_id))


def _counted(request: HttpRequest, key: str, ask: Callable[[], HttpResponse]) -> HttpResponse:
    """What Wagtail answers. Right passwords do not count: many people stand behind one address.

    The wrong ones of all networks together have a limit of their own, by restriction. What was typed is neither kept
    nor shown again.
    """
    if request.method != "POST":
        return ask()
    if not ratelimit.consume(request, action=LIMIT, key=key, dry_run=True):
        return ratelimit.respond_429(request)
    answer = ask()
    if answer.status_code == 200:  # asked again
        ratelimit.consume(request, action=LIMIT, key=key)
    return answer
