"""Gifts: found by reference, name or address; each has a page (`donation_page`)."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from core.spreadsheets import Streamed
from donations import countries
from donations.gateways import registry
from donations.models import (
    Campaign,
    Designation,
    Donation,
    DonationState,
    Frequency,
    Payment,
)
from donations.services import to_decide
from donations.services.to_decide import MoneyBack
from programmes.models import Village

from . import columns_of_files
from .base import ReadOnlyIndexView, ReadOnlyViewSet
from .columns import LinkColumn, MomentColumn, MoneyColumn, StateColumn, TextColumn, giver, payment_methods
from .donation_page import DonationInspectView
from .ledger import REAL, TEST


class DonationFilterSet(WagtailFilterSet):
    """State, purpose, place, country, currency, day, how often, gateway, real money or not."""

    state = django_filters.MultipleChoiceFilter(
        distinct=False,
        label=gettext_lazy("State"),
        choices=DonationState.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    designation = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Purpose"), queryset=Designation.objects.all()
    )
    currency = django_filters.ChoiceFilter(
        label=gettext_lazy("Currency"), choices=lambda: [(code, code) for code in registry.currencies()]
    )
    village = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Village"), field_name="designation__village", queryset=Village.objects.all()
    )
    campaign = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Campaign"), field_name="designation__campaign", queryset=Campaign.objects.all()
    )
    country = django_filters.ChoiceFilter(
        label=gettext_lazy("Country of the donor"),
        choices=countries.known,
        null_label=gettext_lazy("Not known"),
        null_value="-",
        method="of_country",
    )
    created_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Made"), widget=DateRangePickerWidget
    )
    paid_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Paid at"), widget=DateRangePickerWidget
    )
    frequency = django_filters.ChoiceFilter(
        label=gettext_lazy("How often"), choices=Frequency.choices, method="of_frequency"
    )
    gateway = django_filters.ChoiceFilter(
        label=gettext_lazy("Payment method"),
        choices=payment_methods,
        method="of_gateway",
    )

    livemode = django_filters.ChoiceFilter(
        label=gettext_lazy("Real money"),
        choices=[(REAL, gettext_lazy("Yes")), (TEST, gettext_lazy("No"))],
        method="of_mode",
    )
    money_back = django_filters.ChoiceFilter(
        label=gettext_lazy("Giving back"), choices=MoneyBack.choices, method="of_money_back"
    )

    class Meta:
        model = Donation
        fields = [
            "state",
            "money_back",
            "designation",
            "village",
            "campaign",
            "country",
            "currency",
            "created_at",
            "paid_at",
            "frequency",
            "gateway",
            "livemode",
        ]

    def of_mode(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """At least one attempt was made in it."""
        return rows.filter(pk__in=Payment.objects.filter(livemode=value == REAL).values("donation"))

    def of_money_back(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """What somebody has to decide, carry out, or still owes."""
        return rows.filter(pk__in=to_decide.gifts(MoneyBack(value)))

    def of_country(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Where the donor lives, as far as it is known."""
        return rows.filter(donor__country="" if value == "-" else value)

    def of_frequency(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Single gifts have no sponsorship."""
        wanted = Q(sponsorship=None) if value == Frequency.ONCE else Q(sponsorship__frequency=value)
        return rows.filter(wanted)

    def of_gateway(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """At least one attempt went there."""
        return rows.filter(pk__in=Payment.objects.filter(gateway=value).values("donation"))


class DonationIndexView(Streamed, ReadOnlyIndexView):
    """Latest first. What a filter finds is what a file holds."""

    default_ordering = "-created_at"
    related = ("donor", "designation__village", "designation__campaign", "sponsorship")
    search_in = ("reference", "donor_name", "donor__email", "donor__name", "donor__number")
    list_export = [
        "reference",
        "created_at",
        "paid_at",
        "amount.major",
        "currency",
        "purpose",
        "designation.code",
        "designation.kind",
        "village",
        "campaign",
        "frequency",
        "state",
        "gateway",
        "livemode",
        "given_back",
        "fee",
        "net",
        "account_currency",
        "payout_reference",
        "donor_name",
        "donor.email",
        "is_anonymous",
        "country",
        "language",
    ]
    export_headings = columns_of_files.HEADINGS | {
        "amount.major": gettext_lazy("Amount"),
        "designation.code": gettext_lazy("Code of the purpose"),
        "designation.kind": gettext_lazy("Kind of purpose"),
        "frequency": gettext_lazy("How often"),
        "donor.email": gettext_lazy("E-mail address"),
    }

    def get_queryset(self) -> QuerySet:
        """A file has the money of each gift beside it; a page of the list does not show it."""
        rows = super().get_queryset()
        return rows.with_money() if self.is_export else rows

    @cached_property
    def export_words(self) -> dict[str, columns_of_files.Said]:
        """What a file says in words, and what came of each gift's money."""
        often = dict(Frequency.choices)
        return columns_of_files.of_gifts() | {"frequency": lambda row: often[row.frequency]}

    @cached_property
    def columns(self) -> list[Column]:
        """Who gave what, when, for what, and whether it came."""
        return [
            LinkColumn(
                "reference",
                label=_("Reference"),
                get_url=self.get_inspect_url,
                classname="w-whitespace-nowrap",
            ),
            TextColumn("donor", label=_("Donor"), accessor=giver, classname="cell-breaks"),
            MoneyColumn("amount", label=_("Amount"), sort_key="amount_minor"),
            TextColumn("designation", label=_("Purpose")),
            TextColumn(
                "frequency", label=_("How often"), accessor=lambda row: Frequency(row.frequency).label
            ),
            StateColumn(DonationState.PAID),
            MomentColumn("created_at", label=_("Made"), sort_key="created_at"),
        ]


class DonationViewSet(ReadOnlyViewSet):
    """Below /admin/giving/donations/."""

    model = Donation
    name = "donations"
    url_prefix = "giving/donations"
    export_filename = "gifts"
    menu_label = gettext_lazy("Gifts")
    icon = "pick"
    index_view_class = DonationIndexView
    inspect_view_class = DonationInspectView
    filterset_class = DonationFilterSet
    inspect_view_fields = [
        "reference",
        "donor",
        "donor_name",
        "is_anonymous",
        "amount",
        "designation",
        "sponsorship",
        "period",
        "language",
        "consented_at",
        "created_at",
        "paid_at",
    ]
