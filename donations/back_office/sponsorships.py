"""Gifts that come again."""

from typing import Any

import django_filters
from django import forms
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from core.models import AuditEntry
from core.spreadsheets import Streamed
from donations import notifications
from donations.models import Designation, Frequency, ImportedRow, Sponsorship, SponsorshipState

from .base import ReadOnlyIndexView, ReadOnlyInspectView, ReadOnlyViewSet
from .columns import LinkColumn, MoneyColumn, StateColumn, TextColumn, giver
from .columns_of_files import Said, method_of_row


def _next_payment(row: Sponsorship) -> str:
    """The day itself: how long it is until then says nothing to somebody who plans."""
    return date_format(row.next_charge_on, "SHORT_DATE_FORMAT") if row.next_charge_on else "–"


def _how_paid(row: Sponsorship) -> str:
    return _("Pledge, paid by hand") if row.is_pledge else _("Charged by itself")


class SponsorshipFilterSet(WagtailFilterSet):
    """State, purpose, how often, next payment."""

    state = django_filters.MultipleChoiceFilter(
        distinct=False,
        label=gettext_lazy("State"),
        choices=SponsorshipState.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    designation = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Purpose"), queryset=Designation.objects.all()
    )
    frequency = django_filters.ChoiceFilter(
        label=gettext_lazy("How often"),
        choices=[(f.value, f.label) for f in Frequency if f != Frequency.ONCE],
    )
    is_pledge = django_filters.ChoiceFilter(
        label=gettext_lazy("How it is paid"),
        choices=[(False, gettext_lazy("Charged by itself")), (True, gettext_lazy("Pledge, paid by hand"))],
    )
    unpaid = django_filters.ChoiceFilter(
        label=gettext_lazy("Unpaid in a row"),
        field_name="failures",
        lookup_expr="gte",
        choices=[(1, gettext_lazy("One or more")), (2, gettext_lazy("Two or more"))],
    )
    next_charge_on = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Next payment"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Sponsorship
        fields = ["state", "designation", "frequency", "is_pledge", "unpaid", "next_charge_on"]


class SponsorshipIndexView(Streamed, ReadOnlyIndexView):
    """Latest first. What a filter finds is what a file holds."""

    default_ordering = "-created_at"
    related = ("donor", "designation__village", "designation__campaign")
    search_in = ("reference", "donor_name", "donor__email", "donor__name", "donor__number")
    list_export = [
        "reference",
        "started_on",
        "amount.major",
        "currency",
        "frequency",
        "designation",
        "designation.code",
        "state",
        "next_charge_on",
        "is_pledge",
        "failures",
        "gateway",
        "livemode",
        "donor_name",
        "donor.email",
        "is_anonymous",
        "language",
    ]
    export_headings = {
        "amount.major": gettext_lazy("Amount"),
        "designation.code": gettext_lazy("Code of the purpose"),
        "livemode": gettext_lazy("Real money"),
        "donor.email": gettext_lazy("E-mail address"),
    }

    @cached_property
    def export_words(self) -> dict[str, Said]:
        """What a file says in words."""
        return {"gateway": method_of_row()}

    @cached_property
    def columns(self) -> list[Column]:
        """Who stands by what, and when the next payment is due."""
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
            TextColumn("frequency", label=_("How often"), accessor="get_frequency_display"),
            TextColumn("is_pledge", label=_("How it is paid"), accessor=_how_paid),
            StateColumn(SponsorshipState.PAST_DUE, accessor="state_words"),
            TextColumn(
                "next_charge_on",
                label=_("Next payment"),
                accessor=_next_payment,
                sort_key="next_charge_on",
            ),
        ]


class SponsorshipInspectView(ReadOnlyInspectView):
    """One sponsorship with its periods."""

    template_name = "donations/back_office/sponsorship.html"

    def around(self, obj: Sponsorship) -> dict[str, Any]:
        """Four queries."""
        return {
            "imported": ImportedRow.objects.select_related("data_import").filter(sponsorship=obj).first(),
            "donations": obj.donations.order_by("-period"),
            "mails": notifications.of_sponsorship(obj),
            "history": AuditEntry.objects.about(obj).select_related("actor").order_by("at", "pk"),
        }


class SponsorshipViewSet(ReadOnlyViewSet):
    """Below /admin/giving/sponsorships/."""

    model = Sponsorship
    name = "sponsorships"
    url_prefix = "giving/sponsorships"
    export_filename = "sponsorships"
    menu_label = gettext_lazy("Regular gifts")
    icon = "calendar-check"
    index_view_class = SponsorshipIndexView
    inspect_view_class = SponsorshipInspectView
    filterset_class = SponsorshipFilterSet
    inspect_view_fields = [
        "reference",
        "donor",
        "donor_name",
        "is_anonymous",
        "amount",
        "designation",
        "frequency",
        "is_pledge",
        "state",
        "started_on",
        "next_charge_on",
        "failures",
        "retry_at",
        "remind_on",
        "ends_on",
        "paused_until",
        "gateway",
        "language",
        "created_at",
    ]
