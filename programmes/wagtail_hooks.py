"""Key figures in the back office: their register, their place in running text, those that have grown old."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet

from core.home_panel import HomePanel, Line
from programmes import rich_text
from programmes.back_office.key_figures import KeyFigureViewSet, refuse_to_delete_what_is_used
from programmes.models import KeyFigure

MOST_LINES = 20

register_snippet(KeyFigureViewSet)
hooks.register("register_rich_text_features", rich_text.register)
hooks.register("before_delete_snippet", refuse_to_delete_what_is_used)


@hooks.register("construct_homepage_panels")
def show_stale_figures(request: HttpRequest, panels: list[Component]) -> None:
    """For those who may change them."""
    if not request.user.has_perm("programmes.change_keyfigure"):
        return
    age = timedelta(days=settings.KEY_FIGURE_MAX_AGE_DAYS)
    figures = KeyFigure.objects.stale(timezone.localdate(), age)[:MOST_LINES]
    lines = [
        Line(
            title=str(figure),
            url=reverse(KeyFigure.snippet_viewset.get_url_name("edit"), args=[figure.pk]),
            note=_("as of %(date)s") % {"date": date_format(figure.as_of)},
        )
        for figure in figures
    ]
    panels.append(HomePanel("stale-figures", _("Key figures that have grown old"), lines))
