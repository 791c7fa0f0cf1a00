"""The back office's first page: the shortest way to a new piece of writing."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Page, PagePermissionTester
from wagtail.permissions import page_permission_policy

from core.home_panel import HomePanel, Line
from news.models import ArticlePage, EventIndexPage, EventPage, NewsIndexPage, StoryIndexPage, StoryPage

WRITTEN_BELOW: tuple[tuple[type[Page], type[Page], object], ...] = (
    (StoryIndexPage, StoryPage, _("Write a story")),
    (NewsIndexPage, ArticlePage, _("Write a piece of news")),
    (EventIndexPage, EventPage, _("Announce an event")),
)


@hooks.register("construct_homepage_panels")
def offer_to_write(request: HttpRequest, panels: list[Component]) -> None:
    """For whoever may add pages there. In the language that the others are made of."""
    if not page_permission_policy.user_has_permission(request.user, "add"):
        return
    lines = []
    for listing, written, words in WRITTEN_BELOW:
        parent = listing.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
        if parent and PagePermissionTester(request.user, parent).can_add_subpage():
            address = reverse("wagtailadmin_pages:add", args=[*_kind(written), parent.pk])
            lines.append(Line(str(words), address))
    panels.append(HomePanel("write", _("Something new"), lines, order=90))


def _kind(model: type[Page]) -> tuple[str, str]:
    return model._meta.app_label, model._meta.model_name
