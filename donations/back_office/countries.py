"""Gifts by country: what authorities ask for, as a page and as a file. And the country of one donor."""

from collections import OrderedDict
from datetime import datetime
from typing import Any

from django import forms
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.viewsets.base import ViewSet

from core import audit
from core.spreadsheets import ReadersFile, plain
from donations import countries
from donations.by_country import CountryGifts, gifts_by_country
from donations.models import Donation
from donations.services import donors

PERMISSION = "donations.view_ledgerentry"
KEPT_SECONDS = 15 * 60


class PeriodForm(forms.Form):
    """From a day, until a day; both may be open."""

    since = forms.DateField(
        label=gettext_lazy("From the day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=gettext_lazy("Until the day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def clean(self) -> dict[str, Any]:
        """In this order."""
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))
        return cleaned


class CountriesView(ReadersFile, SpreadsheetExportMixin, WagtailAdminTemplateMixin, TemplateView):
    """The report; as a file it has a row for each country and currency."""

    template_name = "donations/back_office/countries.html"
    page_title = gettext_lazy("Gifts by country")
    header_icon = "globe"
    export_filename = "gifts-by-country"
    list_export = ["code", "name", "givers", "amount", "currency"]
    export_headings = {
        "code": gettext_lazy("Country code"),
        "name": gettext_lazy("Country"),
        "givers": gettext_lazy("Givers in this currency"),
        "amount": gettext_lazy("Amount"),
        "currency": gettext_lazy("Currency"),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the permission first."""
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or the file; who took it away is on the record."""
        self.form = PeriodForm(request.GET)
        self.form.is_valid()
        if not self.is_export or self.form.errors:
            return super().get(request, *args, **kwargs)
        audit.record(action=f"export.{self.export_filename}", obj=request.user, actor=request.user)
        response = self.as_spreadsheet(self.lines(), request.GET["export"])
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def rows(self) -> list[CountryGifts]:
        """Of the days that were asked for; none while they make no sense."""
        if self.form.errors:
            return []
        return gifts_by_country(self.form.cleaned_data["since"], self.form.cleaned_data["until"])

    def kept(self) -> tuple[datetime, list[CountryGifts]]:
        """What the page shows, and as of when. Years of the books take seconds, so it is added up once for a while."""
        if self.form.errors:
            return timezone.now(), []
        days = "{since}:{until}".format(**self.form.cleaned_data)
        key = f"{self.export_filename}:{days}:{get_language()}"
        return cache.get_or_set(key, lambda: (timezone.now(), self.rows()), KEPT_SECONDS)

    def lines(self) -> list[OrderedDict[str, Any]]:
        """For a file: numbers as numbers."""
        return [
            OrderedDict(
                code=row.code,
                name=row.name or _("Not known"),
                givers=row.givers_in[money.currency],
                amount=money.major,
                currency=money.currency,
            )
            for row in self.rows()
            for money in row.amounts
        ]

    def to_row_dict(self, item: OrderedDict[str, Any]) -> OrderedDict[str, Any]:
        """It is one already."""
        return item

    def get_preprocess_function(self, field: str, value: object, export_format: str) -> Any:
        """Names without formulas."""
        return plain if isinstance(value, str) else None

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The page itself."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the rows."""
        at, rows = self.kept()
        return super().get_context_data(**kwargs) | {"form": self.form, "rows": rows, "at": at}


class DonorCountryView(View):
    """Staff note where the donor of a gift lives."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Raises PermissionDenied, Http404."""
        if not request.user.has_perm("donations.change_donor"):
            raise PermissionDenied
        donation = get_object_or_404(Donation.objects.select_related("donor"), pk=pk)
        country = request.POST.get("country", "")
        if country and not countries.is_country(country):
            messages.error(request, _("Choose a country from the list."))
        elif donors.set_country(donation.donor, country, request.user):
            messages.success(request, _("The country is noted."))
        return redirect("donations:inspect", pk)


class _LedgerItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)


class CountriesViewSet(ViewSet):
    """Below /admin/giving/countries/."""

    name = "gift_countries"
    url_prefix = "giving/countries"
    menu_label = gettext_lazy("Gifts by country")
    icon = "globe"

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        """For those who may see the ledger."""
        return _LedgerItem

    def get_urlpatterns(self) -> list[Any]:
        """One page."""
        return [path("", CountriesView.as_view(), name="index")]


def of_gift(donation: Donation, user: Any) -> dict[str, Any]:
    """What a gift's page shows of the donor's country."""
    may = user.has_perm("donations.change_donor")
    return {
        "country": countries.name_of(donation.donor.country),
        "countries": countries.choices() if may else [],
        "country_url": reverse("donor_country", args=[donation.pk]) if may else "",
    }


urls = [path("giving/donations/<int:pk>/country/", DonorCountryView.as_view(), name="donor_country")]
