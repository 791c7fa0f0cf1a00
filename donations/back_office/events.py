"""What payment providers told us; first of all what waits for a person."""

import json
from typing import Any

import django_filters
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn

from donations.models import EventState, ProviderEvent

from .base import ReadOnlyIndexView, ReadOnlyInspectView, ReadOnlyViewSet


class EventFilterSet(WagtailFilterSet):
    """What came of it, and when it came."""

    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=EventState.choices, widget=forms.CheckboxSelectMultiple
    )
    received_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Received"), widget=DateRangePickerWidget
    )

    class Meta:
        model = ProviderEvent
        fields = ["state", "received_at"]


class EventIndexView(ReadOnlyIndexView):
    """Latest first."""

    default_ordering = "-received_at"
    related = ("payment",)
    search_in = ("event_id", "payment__reference", "payment__provider_reference")

    @cached_property
    def columns(self) -> list[Column]:
        """What was said, of which payment, and what came of it."""
        title = self._get_title_column_class(TitleColumn)
        return [
            title("event_id", label=_("Provider's number"), get_url=self.get_inspect_url),
            Column("gateway", label=_("Payment method")),
            Column("kind", label=_("Kind")),
            Column("payment", label=_("Payment")),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor="get_state_display",
                sort_key="state",
                primary=lambda row: row.state == EventState.QUARANTINED,
            ),
            Column("reason", label=_("Reason")),
            DateColumn("received_at", label=_("Received"), sort_key="received_at"),
        ]


class EventInspectView(ReadOnlyInspectView):
    """One message."""

    template_name = "donations/back_office/event.html"

    def around(self, obj: ProviderEvent) -> dict[str, Any]:
        """The message as it was told."""
        return {"payload": json.dumps(obj.payload, indent=2, ensure_ascii=False)}


class EventViewSet(ReadOnlyViewSet):
    """Below /admin/giving/messages/."""

    model = ProviderEvent
    name = "provider_events"
    url_prefix = "giving/messages"
    menu_label = gettext_lazy("Messages from providers")
    icon = "mail"
    index_view_class = EventIndexView
    inspect_view_class = EventInspectView
    filterset_class = EventFilterSet
    inspect_view_fields = [
        "event_id",
        "gateway",
        "livemode",
        "kind",
        "payment",
        "state",
        "reason",
        "occurred_at",
        "received_at",
    ]
