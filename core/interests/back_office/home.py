"""Who has just registered, on the first page of the back office."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from core.home_panel import HomePanel, Line
from core.interests.models import Interest
from core.interests.states import InterestState

MOST_LINES = 20


def show_new(model: type[Interest], request: HttpRequest, panels: list[Component]) -> None:
    """For whoever takes them up: those who are still new, the first to come first."""
    if not request.user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}"):
        return
    new = model.objects.confirmed().filter(state=InterestState.NEW).order_by("created_at")[:MOST_LINES]
    lines = [
        Line(
            one.title,
            reverse(f"{model.kind}_interests:inspect", args=[one.pk]),
            date_format(localtime(one.created_at)),
        )
        for one in new
    ]
    heading = capfirst(model._meta.verbose_name_plural)
    panels.append(
        HomePanel(f"new-{model.kind}-interests", heading, lines, order=110, quiet=_("Nothing waits"))
    )
