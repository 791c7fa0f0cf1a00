"""The listing: found in any script, narrowed down by state, person, date and address."""

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic

from core.interests.states import InterestState

from .people import colleagues, name_of


class InterestFilterSet(WagtailFilterSet):
    """State, person, date and whether the address was confirmed; concrete apps add theirs."""

    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=InterestState.choices, widget=forms.CheckboxSelectMultiple
    )
    assigned_to = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Assigned to"), queryset=lambda request: get_user_model().objects.none()
    )
    created_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Registered"), widget=DateRangePickerWidget
    )
    confirmed = django_filters.BooleanFilter(
        label=gettext_lazy("Address confirmed"),
        field_name="address_confirmed_at",
        lookup_expr="isnull",
        exclude=True,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.filters["assigned_to"].queryset = colleagues(self._meta.model)


class InterestIndexView(generic.IndexView):
    """Whoever has registered, latest first."""

    any_permission_required = ["view"]
    is_searchable = True
    default_ordering = "-created_at"

    def get_base_queryset(self) -> QuerySet:
        """One query for a page of the list."""
        return self.model.objects.select_related("assigned_to")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """Find in any script what was typed in any other."""
        return queryset.matching(self.search_query) if self.is_searching else queryset

    @cached_property
    def columns(self) -> list[Column]:
        """What the coordinator needs to see to choose the next one."""
        title = self._get_title_column_class(TitleColumn)
        return [
            title(
                "title",
                label=pgettext("of a person", "Name"),
                get_url=self.get_inspect_url,
                sort_key=self.title_field,
            ),
            *self.kind_columns(),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor="get_state_display",
                sort_key="state",
                primary=lambda row: row.state == InterestState.NEW,
            ),
            Column("assigned_to", label=_("Assigned to"), accessor=lambda row: name_of(row.assigned_to)),
            Column(
                "confirmed",
                label=_("Address"),
                accessor=lambda row: _("confirmed") if row.is_confirmed else _("not confirmed"),
            ),
            DateColumn("created_at", label=_("Registered"), sort_key="created_at"),
        ]

    title_field = "name"

    def kind_columns(self) -> list[Column]:
        """Columns that only this kind has."""
        return []
