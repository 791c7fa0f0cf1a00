"""The books: every movement of money, found by day, gateway and purpose, taken away as a file."""

from datetime import timedelta
from typing import Any

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from core.spreadsheets import Streamed
from donations import countries
from donations.gateways import registry
from donations.models import Account, Campaign, Designation, LateBooking, LedgerEntry
from donations.models.ledger import account_label
from donations.services import account_sums
from programmes.models import Village

from . import columns_of_files
from .balance_lines import balance_lines
from .base import ReadOnlyIndexView, ReadOnlyInspectView, ReadOnlyViewSet
from .columns import (
    GatewayColumn,
    LinkColumn,
    MomentColumn,
    MoneyColumn,
    TextColumn,
    caused_by,
    month_within,
    payment_methods,
)
from .long_lists import BoundedPaginator

REAL, TEST = "real", "test"
MOST_DAYS = 31  # whose sums do not keep anybody waiting


class LedgerFilterSet(WagtailFilterSet):
    """When, through what, for what, in which currency, on which side of the books."""

    booked_on = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Belongs to the day"), widget=DateRangePickerWidget
    )
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
    village = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Village"),
        field_name="designation__village",
        queryset=Village.objects.all(),
    )
    campaign = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Campaign"),
        field_name="designation__campaign",
        queryset=Campaign.objects.all(),
    )
    country = django_filters.ChoiceFilter(
        label=gettext_lazy("Country of the donor"),
        field_name="donation__donor__country",
        choices=countries.known,
        null_label=gettext_lazy("Not known"),
        null_value="-",
        method="of_country",
    )
    currency = django_filters.ChoiceFilter(
        label=gettext_lazy("Currency"), choices=lambda: [(code, code) for code in registry.currencies()]
    )
    account = django_filters.ChoiceFilter(
        label=pgettext_lazy("in the books", "Account"), choices=Account.choices
    )
    livemode = django_filters.ChoiceFilter(
        label=gettext_lazy("Real money"),
        choices=[(REAL, gettext_lazy("Yes")), (TEST, gettext_lazy("No"))],
        method="of_mode",
    )

    class Meta:
        model = LedgerEntry
        fields = [
            "booked_on",
            "created_at",
            "gateway",
            "designation",
            "village",
            "campaign",
            "country",
            "currency",
            "account",
            "livemode",
        ]

    def of_mode(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """What was tried out before the books began stays in them."""
        return rows.filter(livemode=value == REAL)

    def of_country(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """What moved for no single gift has no donor, so no country either."""
        return rows.filter(donation__donor__country="" if value == "-" else value)


class LedgerIndexView(Streamed, ReadOnlyIndexView):
    """Latest day first. What a filter finds is what a file holds."""

    default_ordering = "-booked_on"
    related = ("payment", "donation__donor", "designation__village", "designation__campaign")
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
        "booked_on",
        "happened_on",
        "purpose",
        "village",
        "campaign",
        "country",
        "fee",
        "net",
        "account_currency",
        "payout_reference",
    ]
    export_headings = columns_of_files.HEADINGS | {
        "amount.major": gettext_lazy("Amount"),
        "donation.reference": gettext_lazy("Donation"),
        "payment.reference": gettext_lazy("Payment"),
        "payment.provider_reference": gettext_lazy("Provider's reference"),
        "designation.code": gettext_lazy("Code of the purpose"),
        "donation.donor_name": gettext_lazy("Donor"),
        "donation.donor.email": gettext_lazy("E-mail address"),
        "donation.is_anonymous": gettext_lazy("Wants to stay unnamed"),
        "happened_on": gettext_lazy("Happened on, where booked late"),
    }

    @cached_property
    def export_words(self) -> dict[str, columns_of_files.Said]:
        """What a file says in words, and what was kept of each movement."""
        return columns_of_files.of_entries() | {"account": lambda row: row.account_in_words}

    def get_base_queryset(self) -> QuerySet:
        """With the day that a late movement really happened on, and with what says which payout each went with: a
        query more, for a page and for each part of a file.
        """
        return super().get_base_queryset().with_happened().with_payouts()

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """A whole source, as one copies it, is looked up as such: its letters are those of a million others."""
        if self.is_searching:
            whole = queryset.filter(source=self.search_query.strip())
            if whole.exists():
                return whole
        return super().search_queryset(queryset)

    @cached_property
    def columns(self) -> list[Column]:
        """When, what for, how much, on which account."""
        return [
            LinkColumn(
                "source", label=_("Source"), get_url=self.get_inspect_url, accessor=caused_by, width="22%"
            ),
            TextColumn("account", label=pgettext("in the books", "Account"), accessor="account_in_words"),
            MoneyColumn("amount", label=_("Amount"), sort_key="amount_minor"),
            TextColumn("designation", label=_("Purpose")),
            GatewayColumn(),
            TextColumn("booked_on", label=_("Belongs to the day"), accessor=belongs_to, sort_key="booked_on"),
            TextColumn("payout_reference", label=_("Payout"), classname="cell-breaks"),
            # Entries are only added: in the order of their keys they were booked.
            MomentColumn("created_at", label=_("Booked"), sort_key="pk"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the sums of what a filter has found; of the whole books they would take long and say nothing."""
        context = super().get_context_data(**kwargs)
        if self.is_filtering and not self.is_export:
            context |= self._sums(context["paginator"])
        return context

    def _sums(self, paginator: BoundedPaginator) -> dict[str, Any]:
        """Of few rows, or of a month, at once; of years of the books when they are asked for (`?sums=1`)."""
        if paginator.is_cut and not self._is_short and "sums" not in self.request.GET:
            return {"sums_wait": True}
        totals = self._totals()
        has_test_money = settings.PAYMENTS_LIVE or len({livemode for *_account, livemode in totals}) > 1
        words = [
            (_of_test_money(label) if has_test_money and not livemode else label, moneys)
            for (account, ours, livemode), moneys in totals.items()
            for label in (account_label(account, ours),)
        ]
        return {"sums": words}

    def _totals(self) -> account_sums.Totals:
        """What was found, on each account; of closed months by what was kept of them, where that tells it apart."""
        chosen = {name: value for name, value in self.filters.form.cleaned_data.items() if value}
        if "livemode" in chosen:
            chosen["livemode"] = chosen["livemode"] == REAL
        chosen.pop("booked_on", None)
        if self.is_searching or not chosen.keys() <= account_sums.KEPT_BY:
            return account_sums.added_up(self.get_queryset())
        return account_sums.added_up_by_months(self.get_queryset(), self._days, chosen)

    @property
    def _days(self) -> account_sums.Days:
        """Those of the filter."""
        chosen = self.filters.form.cleaned_data.get("booked_on") or slice(None)
        first, last = (day.date() if day else None for day in (chosen.start, chosen.stop))
        return account_sums.Days(first, last)

    @property
    def _is_short(self) -> bool:
        """Whether the filter's days are no more than a month."""
        first, last = self._days.first, self._days.last
        return bool(first and last and last - first < timedelta(days=MOST_DAYS))


class LedgerInspectView(ReadOnlyInspectView):
    """One side of a movement, and the other."""

    template_name = "donations/back_office/ledger_entry.html"

    def around(self, obj: LedgerEntry) -> dict[str, Any]:
        """All sides: together they are nothing. Of a gift, what the provider kept of it and when it paid it out."""
        lines = balance_lines(self.request, [obj.payment] if obj.payment else [])
        return {
            "sides": LedgerEntry.objects.filter(source=obj.source),
            "late": (late := LateBooking.objects.filter(source=obj.source).first()),
            "late_month": month_within(late.happened_on) if late else "",
            **lines,
        }


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
        "account_in_words",
        "amount",
        "gateway",
        "livemode",
        "payment",
        "donation",
        "designation",
        "booked_on",
        "payout_reference",
        "created_at",
    ]


def _of_test_money(label: str) -> str:
    return f"{label} ({_('test')})"


def belongs_to(entry: LedgerEntry) -> str:
    """The day in the books; for what came after its month was closed, that month, too."""
    day = date_format(entry.booked_on, "SHORT_DATE_FORMAT")
    if not entry.happened_on:
        return day
    return _("%(day)s (late, for %(month)s)") % {"day": day, "month": month_within(entry.happened_on)}
