"""Disputes: what payers' banks want back, and by when it wants an answer."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from core.models import AuditEntry
from donations.models import Dispute, DisputeState

from .balance_lines import balance_lines
from .base import ReadOnlyIndexView, ReadOnlyInspectView, ReadOnlyViewSet, page_of
from .columns import LinkColumn, MoneyColumn, StateColumn, TextColumn


def _due(row: Dispute) -> str:
    """The day and the hour: afterwards no answer is taken."""
    return date_format(localtime(row.due_at), "SHORT_DATETIME_FORMAT") if row.due_at else "–"


class DisputeFilterSet(WagtailFilterSet):
    """How it stands, when it is to be answered by."""

    state = django_filters.MultipleChoiceFilter(
        distinct=False,
        label=gettext_lazy("State"),
        choices=DisputeState.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    due_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("To be answered by"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Dispute
        fields = ["state", "due_at"]


class DisputeIndexView(ReadOnlyIndexView):
    """Those that want an answer first, by the day that they want it."""

    related = ("payment__donation",)
    search_in = ("provider_reference", "payment__donation__reference", "payment__reference")

    def get_base_queryset(self) -> QuerySet:
        """In that order, the others latest first."""
        is_over = Case(
            When(state=DisputeState.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField()
        )
        due = Case(When(state=DisputeState.OPEN, then=F("due_at")))
        return super().get_base_queryset().order_by(is_over, due, "-opened_at", "-pk")

    @cached_property
    def columns(self) -> list[Column]:
        """Which gift, how much, what the payer says, how it stands, by when."""
        return [
            LinkColumn("provider_reference", label=_("Provider's reference"), get_url=self.get_inspect_url),
            TextColumn("donation", label=_("Donation"), accessor="payment.donation.reference"),
            MoneyColumn("amount", label=_("Amount"), sort_key="amount_minor"),
            TextColumn("reason", label=_("What the payer says"), accessor="get_reason_display"),
            StateColumn(DisputeState.OPEN),
            TextColumn("due_at", label=_("To be answered by"), accessor=_due, sort_key="due_at"),
        ]


class DisputeInspectView(ReadOnlyInspectView):
    """One dispute: its gift, its money, the way to answer it."""

    template_name = "donations/back_office/dispute.html"

    def around(self, obj: Dispute) -> dict[str, Any]:
        """Four queries."""
        return {
            "donation": obj.payment.donation,
            "page_there": page_of(obj),
            "history": AuditEntry.objects.about(obj).order_by("at", "pk"),
            **balance_lines(self.request, [obj.payment]),
        }


class DisputeViewSet(ReadOnlyViewSet):
    """Below /admin/giving/disputes/."""

    model = Dispute
    name = "disputes"
    url_prefix = "giving/disputes"
    menu_label = gettext_lazy("Disputes")
    icon = "warning"
    index_view_class = DisputeIndexView
    inspect_view_class = DisputeInspectView
    filterset_class = DisputeFilterSet
    inspect_view_fields = [
        "provider_reference",
        "amount",
        "reason",
        "due_at",
        "opened_at",
        "gateway",
        "livemode",
        "created_at",
    ]
