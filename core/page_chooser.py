"""Wagtail's chooser of pages answers everybody who may enter. Drafts, and what was taken down, are for those who work
on pages: a title may say who a child is.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.views.chooser import ChosenMultipleView
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


class ChosenPagesView(ChosenMultipleView):
    """Several at once, by their numbers."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Raises PermissionDenied to those who do not work on pages: none of their forms takes several."""
        if not page_permission_policy.user_has_any_permission(request.user, WORKING):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
