"""Reports in the back office's menu and on its first page, for focal points."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.permissions import register_permission_policy

from core.home_panel import HomePanel, Line
from safeguarding.concerns.back_office import ConcernViewSet
from safeguarding.concerns.policy import FocalPointPolicy
from safeguarding.focal_points import is_focal_point
from safeguarding.models import Concern

register_permission_policy(Concern, FocalPointPolicy(Concern))
MOST_LINES = 20


@hooks.register("register_admin_viewset")
def register_concerns() -> ConcernViewSet:
    """Put it into the menu."""
    return ConcernViewSet()


@hooks.register("construct_homepage_panels")
def show_unread(request: HttpRequest, panels: list[Component]) -> None:
    """What nobody has opened, the oldest first: its number and the day, as anybody may look over a shoulder."""
    if not is_focal_point(request.user):
        return
    lines = [
        Line(str(one), reverse("concerns:inspect", args=[one.pk]), date_format(localtime(one.unread_since)))
        for one in Concern.objects.unread().order_by("unread_since")[:MOST_LINES]
    ]
    heading = _("Reported concerns that nobody has opened")
    panels.append(HomePanel("unread-concerns", heading, lines, order=80, quiet=_("Nothing waits")))
