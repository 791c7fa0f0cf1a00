"""Volunteers' interests in the back office."""

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column

from core.interests.back_office import InterestFilterSet, InterestIndexView, InterestViewSet, show_new
from programmes.models import Village
from volunteers.models import VolunteerInterest


class VolunteerFilterSet(InterestFilterSet):
    """Also by place."""

    place = django_filters.ModelChoiceFilter(label=_("Preferred place"), queryset=Village.objects.all())

    class Meta:
        model = VolunteerInterest
        fields = ["state", "assigned_to", "place", "created_at", "confirmed"]


class VolunteerIndexView(InterestIndexView):
    """With the place."""

    def get_base_queryset(self) -> QuerySet:
        """One query."""
        return super().get_base_queryset().select_related("place")

    def kind_columns(self) -> list[Column]:
        """Where they would like to help."""
        return [Column("place", label=_("Place"), accessor="get_place_display")]


class VolunteerInterestViewSet(InterestViewSet):
    """Below /admin/volunteers/."""

    model = VolunteerInterest
    name = "volunteer_interests"
    url_prefix = "volunteers"
    icon = "group"
    menu_label = _("Volunteers")
    menu_order = 310
    index_view_class = VolunteerIndexView
    filterset_class = VolunteerFilterSet
    inspect_view_fields = [
        "reference",
        "name",
        "email",
        "phone",
        "place",
        "message",
        "language",
        "consented_at",
        "consent_version",
    ]


@hooks.register("register_admin_viewset")
def register_volunteer_interests() -> VolunteerInterestViewSet:
    """Put it into the menu."""
    return VolunteerInterestViewSet()


@hooks.register("construct_homepage_panels")
def show_new_volunteers(request: HttpRequest, panels: list[Component]) -> None:
    """What waits for whoever takes them up."""
    show_new(VolunteerInterest, request, panels)
