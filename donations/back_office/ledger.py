"""The books: every movement of money, found by day, gateway and purpose, taken away as a file."""

from typing import Any

import django_filters
from django.db.models import QuerySet, Sum
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from core.money import Money
from core.spreadsheets import Streamed
from donations.gateways import registry
from donations.models import Account, Designation, LedgerEntry

from .base import MoneyColumn, ReadOnlyIndexView, ReadOnlyInspectView, ReadOnlyViewSet, payment_methods


class LedgerFilterSet(WagtailFilterSet):
    """When, through what, for what, in which currency, on which side of the books."""

    created_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Booked"), widget=DateRangePickerWidget
    )
    gateway = django_filters.ChoiceFilter(
        label=gettext_lazy("Payment method"),
        choices=payment_methods,
    )
    designation = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Purpose"), queryset=Designation.objects.all()
    )
    currency = django_filters.ChoiceFilter(
        label=gettext_lazy("Currency"), choices=lambda: [(code, code) for code in registry.currencies()]
    )
    account = django_filters.ChoiceFilter(
        label=pgettext_lazy("in the books", "Account"), choices=Account.choices
    )

    class Meta:
        model = LedgerEntry
        fields = ["created_at", "gateway", "designation", "currency", "account"]


class LedgerIndexView(Streamed, ReadOnlyIndexView):
    """Latest first. What a filter finds is what a file holds."""

    default_ordering = "-pk"
    related = ("payment", "donation__donor", "designation")
    search_in = ("source", "donation__reference", "payment__provider_reference")
    list_export = [
        "created_at",
        "source",
        "account",
        "amount.major",
        "currency",
        "gateway",
        "livemode",
        "donation.reference",
        "payment.reference",
        "payment.provider_reference",
        "designation.code",
        "donation.donor_name",
        "donation.donor.email",
        "donation.is_anonymous",
    ]
    export_headings = {
        "amount.major": gettext_lazy("Amount"),
        "donation.reference": gettext_lazy("Donation"),
        "payment.reference": gettext_lazy("Payment"),
        "payment.provider_reference": gettext_lazy("Provider's reference"),
        "designation.code": gettext_lazy("Purpose"),
        "donation.donor_name": gettext_lazy("Donor"),
        "donation.donor.email": gettext_lazy("E-mail address"),
        "donation.is_anonymous": gettext_lazy("wants to stay unnamed"),
    }

    @cached_property
    def columns(self) -> list[Column]:
        """When, what for, how much, on which account."""
        title = self._get_title_column_class(TitleColumn)
        return [
            title("source", label=_("Source"), get_url=self.get_inspect_url),
            Column("account", label=_("Account"), accessor="get_account_display"),
            MoneyColumn("amount", label=_("Amount"), sort_key="amount_minor"),
            Column("designation", label=_("Purpose")),
            Column("gateway", label=_("Payment method")),
            DateColumn("created_at", label=_("Booked"), sort_key="created_at"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the sums of what a filter has found; of the whole books they would take long and say nothing."""
        context = super().get_context_data(**kwargs)
        if self.is_filtering and not self.is_export:
            context["sums"] = sums(self.get_queryset())
        return context


class LedgerInspectView(ReadOnlyInspectView):
    """One side of a movement, and the other."""

    template_name = "donations/back_office/ledger_entry.html"

    def around(self, obj: LedgerEntry) -> dict[str, Any]:
        """All sides: together they are nothing."""
        return {"sides": LedgerEntry.objects.filter(source=obj.source)}


class LedgerViewSet(ReadOnlyViewSet):
    """Below /admin/giving/ledger/."""

    model = LedgerEntry
    name = "ledger"
    url_prefix = "giving/ledger"
    export_filename = "ledger"
    menu_label = gettext_lazy("Ledger")
    icon = "table"
    index_view_class = LedgerIndexView
    inspect_view_class = LedgerInspectView
    index_results_template_name = "donations/back_office/ledger_results.html"
    filterset_class = LedgerFilterSet
    inspect_view_fields = [
        "source",
        "account",
        "amount",
        "gateway",
        "livemode",
        "payment",
        "donation",
        "designation",
        "created_at",
    ]


def sums(entries: QuerySet) -> list[tuple[str, list[Money]]]:
    """What stands on each account, by currency; one query."""
    rows = entries.order_by().values_list("account", "currency").annotate(total=Sum("amount_minor"))
    found: dict[str, list[Money]] = {}
    for account, currency, total in sorted(rows):
        found.setdefault(account, []).append(Money(int(total), currency))
    return [(str(Account(account).label), totals) for account, totals in found.items()]
