"""The listing: enough to choose the next one, and nothing of what was written."""

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic

from accounts.services import members_of
from safeguarding.concerns.notifications import ROLE
from safeguarding.concerns.states import ConcernState
from safeguarding.models import Concern


class ConcernFilterSet(WagtailFilterSet):
    """State, person, date."""

    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=ConcernState.choices, widget=forms.CheckboxSelectMultiple
    )
    assigned_to = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Assigned to"), queryset=lambda request: members_of(ROLE)
    )
    created_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Received"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Concern
        fields = ["state", "assigned_to", "created_at"]


class ConcernIndexView(generic.IndexView):
    """What has come in, latest first."""

    any_permission_required = ["view"]
    default_ordering = "-created_at"

    def get_base_queryset(self) -> QuerySet:
        """One query for a page of the list, without what was written."""
        return self.model.objects.select_related("assigned_to").defer("text", "contact", "name")

    @cached_property
    def columns(self) -> list[Column]:
        """Reference, whether something is unread, state, person, date."""
        title = self._get_title_column_class(TitleColumn)
        return [
            title("reference", label=_("Reference"), get_url=self.get_inspect_url, sort_key="reference"),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor="get_state_display",
                sort_key="state",
                primary=lambda row: row.state == ConcernState.NEW,
            ),
            Column("unread", label=_("To read"), accessor=lambda row: _("yes") if row.unread_since else "–"),
            Column("child", label=_("By a child"), accessor=lambda row: _("yes") if row.is_child else "–"),
            Column("assigned_to", label=_("Assigned to"), accessor=lambda row: row.assigned_to or "–"),
            Column("language", label=_("Language"), accessor="get_language_display"),
            DateColumn("created_at", label=_("Received"), sort_key="created_at"),
        ]
