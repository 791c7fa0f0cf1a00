"""Payouts: what a provider sent to our bank, each with the gifts in it."""

from typing import Any

import django_filters
from django import forms
from django.core.paginator import Paginator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from donations.gateways import registry
from donations.models import Payout, PayoutState

from .balance_lines import totals
from .base import ReadOnlyIndexView, ReadOnlyInspectView, ReadOnlyViewSet, page_of
from .columns import GatewayColumn, LinkColumn, MoneyColumn, StateColumn, TextColumn

LINES_ON_A_PAGE = 50


class PayoutFilterSet(WagtailFilterSet):
    """How it stands, when it arrived, in which currency."""

    state = django_filters.MultipleChoiceFilter(
        distinct=False,
        label=gettext_lazy("State"),
        choices=PayoutState.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    arrived_on = django_filters.DateFromToRangeFilter(
        label=pgettext_lazy("of a payout", "Arrives on"), widget=DateRangePickerWidget
    )
    currency = django_filters.ChoiceFilter(
        label=gettext_lazy("Currency"), choices=lambda: [(code, code) for code in registry.currencies()]
    )

    class Meta:
        model = Payout
        fields = ["state", "arrived_on", "currency"]


class PayoutIndexView(ReadOnlyIndexView):
    """Latest first."""

    default_ordering = "-arrived_on"
    search_in = ("provider_reference", "lines__provider_reference", "lines__payment__donation__reference")

    @cached_property
    def columns(self) -> list[Column]:
        """How much, when, and whether it came."""
        return [
            LinkColumn("provider_reference", label=_("Provider's reference"), get_url=self.get_inspect_url),
            MoneyColumn("amount", label=_("Amount"), sort_key="amount_minor"),
            TextColumn("arrived_on", label=pgettext("of a payout", "Arrives on"), sort_key="arrived_on"),
            StateColumn(PayoutState.HELD, PayoutState.FAILED),
            TextColumn("explanation", label=_("Reason")),
            GatewayColumn(),
        ]


class PayoutInspectView(ReadOnlyInspectView):
    """One payout, gift by gift."""

    template_name = "donations/back_office/payout.html"

    def around(self, obj: Payout) -> dict[str, Any]:
        """A page of its lines and the sums of all; four queries, however many lines."""
        lines = obj.lines.select_related("payment__donation__designation__village")
        pages = Paginator(lines, LINES_ON_A_PAGE)
        page = pages.get_page(self.request.GET.get("p"))
        return {
            "lines": page,
            "elided_page_range": pages.get_elided_page_range(page.number),
            "balance_totals": totals(obj.lines.all()),
            "page_there": page_of(obj),
        }


class PayoutViewSet(ReadOnlyViewSet):
    """Below /admin/giving/payouts/."""

    model = Payout
    name = "payouts"
    url_prefix = "giving/payouts"
    menu_label = gettext_lazy("Payouts")
    icon = "download"
    index_view_class = PayoutIndexView
    inspect_view_class = PayoutInspectView
    filterset_class = PayoutFilterSet
    inspect_view_fields = [
        "provider_reference",
        "amount",
        "arrived_on",
        "sent_at",
        "gateway",
        "livemode",
        "explanation",
        "created_at",
    ]
