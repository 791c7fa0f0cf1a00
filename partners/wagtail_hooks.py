"""Partners' interests in the back office."""

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column

from core.interests.back_office import InterestFilterSet, InterestIndexView, InterestViewSet, show_new
from partners.models import Engagement, PartnerInterest


class PartnerFilterSet(InterestFilterSet):
    """Also by kind of engagement and by whether the organisation is abroad."""

    engagement = django_filters.ChoiceFilter(
        label=_("Kind of engagement"), choices=Engagement.choices, method="filter_engagement"
    )
    abroad = django_filters.BooleanFilter(
        label=_("From abroad"), field_name="country", method="filter_abroad"
    )

    def filter_engagement(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Kinds are a JSON list; SQLite has no `contains`, so the quoted value is looked for in its text."""
        return queryset.filter(engagements__icontains=f'"{value}"')

    def filter_abroad(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        """Foreign money needs to be coordinated with the Ministry of Justice."""
        return queryset.exclude(country="UZ") if value else queryset.filter(country="UZ")

    class Meta:
        model = PartnerInterest
        fields = ["state", "assigned_to", "engagement", "abroad", "created_at", "confirmed"]


class PartnerIndexView(InterestIndexView):
    """Under the organisation's name."""

    title_field = "organisation"

    def kind_columns(self) -> list[Column]:
        """Who writes, and what for."""
        return [
            Column("name", label=_("Contact person"), sort_key="name"),
            Column("engagements", label=_("Engagement"), accessor="get_engagements_display"),
        ]


class PartnerInterestViewSet(InterestViewSet):
    """Below /admin/partners/."""

    model = PartnerInterest
    name = "partner_interests"
    url_prefix = "partners"
    icon = "thumbtack"
    menu_label = _("Partners")
    menu_order = 320
    index_view_class = PartnerIndexView
    filterset_class = PartnerFilterSet
    inspect_view_fields = [
        "reference",
        "organisation",
        "country",
        "website",
        "name",
        "email",
        "phone",
        "engagements",
        "message",
        "language",
        "consented_at",
        "consent_version",
    ]


@hooks.register("register_admin_viewset")
def register_partner_interests() -> PartnerInterestViewSet:
    """Put it into the menu."""
    return PartnerInterestViewSet()


@hooks.register("construct_homepage_panels")
def show_new_partners(request: HttpRequest, panels: list[Component]) -> None:
    """What waits for whoever takes them up."""
    show_new(PartnerInterest, request, panels)
