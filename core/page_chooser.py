"""Wagtail's chooser of pages answers everybody who may enter, and so do screens that ask once more before something is
done with a page. Drafts, and what was taken down, are for those who work on pages: a title may say who a child is.
"""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.auth import require_admin_access
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.query import PageQuerySet

WORKING = {"add", "change", "publish"}


def what_everybody_sees(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Those of `pages` that this person may choose. Raises Http404 where what is below a draft is asked for."""
    if page_permission_policy.user_has_any_permission(request.user, WORKING):
        return pages
    above = request.resolver_match.kwargs.get("parent_page_id")
    if above and not Page.objects.live().filter(pk=above).exists():
        raise Http404
    return pages.live()


def working_on_pages(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of Wagtail's that names pages by their numbers, closed to those whose screens never lead there."""

    @wraps(view)
    def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not page_permission_policy.user_has_any_permission(request.user, WORKING):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return require_admin_access(asked)
