"""Gifts: found by reference, name or address; each with its payments, bookings, messages and mails."""

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn

from core.models import AuditEntry, OutboxMessage
from core.spreadsheets import Streamed
from donations.gateways import registry
from donations.models import (
    BoxAmount,
    CashGift,
    Designation,
    Dispute,
    Donation,
    DonationState,
    Frequency,
    ImportedRow,
    Receipt,
    Statement,
)
from donations.receipts.year import years_of

from . import corrections, countries, giving_back
from .balance_lines import balance_lines
from .base import MoneyColumn, ReadOnlyIndexView, ReadOnlyInspectView, ReadOnlyViewSet, payment_methods

MOST_STATEMENTS = 10


class DonationFilterSet(WagtailFilterSet):
    """State, purpose, currency, day, how often, gateway."""

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
    created_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Made"), widget=DateRangePickerWidget
    )
    frequency = django_filters.ChoiceFilter(
        label=gettext_lazy("How often"), choices=Frequency.choices, method="of_frequency"
    )
    gateway = django_filters.ChoiceFilter(
        label=gettext_lazy("Payment method"),
        choices=payment_methods,
        method="of_gateway",
    )

    class Meta:
        model = Donation
        fields = ["state", "designation", "currency", "created_at", "frequency", "gateway"]

    def of_frequency(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Single gifts have no sponsorship."""
        wanted = Q(sponsorship=None) if value == Frequency.ONCE else Q(sponsorship__frequency=value)
        return rows.filter(wanted)

    def of_gateway(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """At least one attempt went there."""
        return rows.filter(pk__in=Donation.objects.filter(payments__gateway=value).values("pk"))


class DonationIndexView(Streamed, ReadOnlyIndexView):
    """Latest first. What a filter finds is what a file holds."""

    default_ordering = "-created_at"
    related = ("donor", "designation", "sponsorship")
    search_in = ("reference", "donor_name", "donor__email", "donor__name", "donor__number")
    list_export = [
        "reference",
        "created_at",
        "paid_at",
        "amount.major",
        "currency",
        "designation.code",
        "designation.kind",
        "frequency",
        "state",
        "donor_name",
        "donor.email",
        "is_anonymous",
        "language",
    ]
    export_headings = {
        "amount.major": gettext_lazy("Amount"),
        "designation.code": gettext_lazy("Purpose"),
        "designation.kind": gettext_lazy("Kind of purpose"),
        "frequency": gettext_lazy("How often"),
        "donor.email": gettext_lazy("E-mail address"),
    }

    @cached_property
    def columns(self) -> list[Column]:
        """Who gave what, when, for what, and whether it came."""
        title = self._get_title_column_class(TitleColumn)
        return [
            title(
                "reference",
                label=_("Reference"),
                get_url=self.get_inspect_url,
                classname="w-whitespace-nowrap",
            ),
            Column("donor", label=_("Donor"), accessor=_donor),
            MoneyColumn("amount", label=_("Amount"), sort_key="amount_minor"),
            Column("designation", label=_("Purpose")),
            Column("frequency", label=_("How often"), accessor=lambda row: Frequency(row.frequency).label),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor="get_state_display",
                sort_key="state",
                primary=lambda row: row.state == DonationState.PAID,
            ),
            DateColumn("created_at", label=_("Made"), sort_key="created_at"),
        ]


class DonationInspectView(ReadOnlyInspectView):
    """Everything about one gift."""

    template_name = "donations/back_office/donation.html"

    def around(self, obj: Donation) -> dict[str, Any]:
        """Eighteen queries at most, however many rows."""
        payments = list(obj.payments.prefetch_related("events", "refunds"))
        keys = [f"{cause}:{one.reference}" for one in payments for cause in ("receipt", "charge-failed")]
        receipts = list(Receipt.objects.with_correction().filter(payment__in=payments).order_by("pk"))
        keys += [f"{cause}:{one.reference}" for one in receipts for cause in ("correction", "void")]
        about = Q(object_label=obj._meta.label_lower, object_pk=str(obj.pk))
        about |= Q(object_label="donations.receipt", object_pk__in=[str(one.pk) for one in receipts])
        about |= Q(object_label="donations.payment", object_pk__in=[str(one.pk) for one in payments])
        user = self.request.user
        more = corrections.of_gift(payments, user) | countries.of_gift(obj, user)
        lines = balance_lines(self.request, payments)
        return (
            giving_back.around(obj, user)
            | more
            | lines
            | {
                "cash_gift": CashGift.objects.select_related("entered_by").filter(donation=obj).first(),
                "box_amount": BoxAmount.objects.select_related("count").filter(donation=obj).first(),
                "disputes": Dispute.objects.filter(payment__in=payments),
                "payments": payments,
                "entries": obj.ledger_entries.select_related("payment"),
                "mails": OutboxMessage.objects.filter(key__in=keys),
                "receipts": receipts,
                "statements": Statement.objects.filter(donor=obj.donor_id)[:MOST_STATEMENTS],
                "years": [year for _donor, year in years_of([obj.donor])],
                "languages": settings.LANGUAGES,
                "imported": ImportedRow.objects.select_related("data_import").filter(donation=obj).first(),
                "history": AuditEntry.objects.filter(about).order_by("at", "pk"),
            }
        )


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


def _donor(row: Donation) -> str:
    """Finance must know who gave; that it stays unnamed elsewhere is said beside the name."""
    known_as = row.donor.email or row.donor.number
    words = f"{row.donor_name} ({known_as})" if known_as else row.donor_name
    return f"{words}, {_('wants to stay unnamed')}" if row.is_anonymous else words
