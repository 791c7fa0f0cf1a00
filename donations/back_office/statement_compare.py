"""A statement of Payme's cabinet: choose the file, look at what differs, write it down. Nothing is booked by it."""

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from donations.bank_files import csv_file, xlsx_file
from donations.bank_files.csv_file import Table
from donations.bank_files.lines import Unreadable
from donations.gateways.payme import statement
from donations.gateways.payme.reading import CODE
from donations.gateways.registry import offers
from donations.gateways.reports import Standing
from donations.importing.words import OF_FILES
from donations.models import Stand
from donations.services import differences
from donations.services.comparing import Found

LARGEST = 1_000_000  # bytes
KEPT = signing.TimestampSigner(salt="donations.payme-statement")
WORDS = {
    "number": gettext_lazy("Payme’s number of the transaction"),
    "amount": gettext_lazy("Amount"),
    "state": gettext_lazy("State"),
    "order": gettext_lazy("Our reference (order)"),
}


class PaymeStatementForm(forms.Form):
    """The file and its days; with it which column is what. Between the two steps it travels within the form."""

    file = forms.FileField(
        label=gettext_lazy("Statement"),
        required=False,
        help_text=gettext_lazy("CSV or Excel from Payme’s cabinet, at most 1 MB. Nothing is booked by it."),
    )
    first = forms.DateField(label=gettext_lazy("First day of the statement"), widget=AdminDateInput)
    last = forms.DateField(label=gettext_lazy("Last day of the statement"), widget=AdminDateInput)
    in_tiyin = forms.BooleanField(label=gettext_lazy("Amounts are in tiyin, not in soʻm"), required=False)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    content = b""
    table: Table | None = None
    told: list[Standing] | None = None

    def clean(self) -> dict[str, Any]:
        """Read the file; what is wrong with it is said with the place."""
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        self.content = self._content(cleaned)
        if not self.content:
            raise ValidationError({"file": _("Choose the file that you have saved in Payme’s cabinet.")})
        try:
            self._read(cleaned)
        except Unreadable as error:
            self.told = None
            where = _(" Line or entry: %(place)s.") % {"place": error.place} if error.place else ""
            why = OF_FILES.get(str(error), _("The file cannot be read."))
            raise ValidationError({"file": f"{why}{where}"}) from None
        return cleaned

    def keep(self) -> str:
        """The content for the next step, signed: what is written down is what was looked at."""
        return KEPT.sign_object(self.content.decode("latin-1"), compress=True)

    def column_fields(self) -> list[forms.BoundField]:
        """Which column is what."""
        return [field for field in self if field.name.startswith("column_")]

    def _content(self, cleaned: dict[str, Any]) -> bytes:
        if upload := cleaned.get("file"):
            if upload.size > LARGEST:
                raise ValidationError({"file": _("The file is too large.")})
            return upload.read()
        try:
            return KEPT.unsign_object(cleaned.get("kept", ""), max_age=3600).encode("latin-1")
        except signing.BadSignature:
            return b""

    def _read(self, cleaned: dict[str, Any]) -> None:
        self.table = (xlsx_file.open_sheet if xlsx_file.is_xlsx(self.content) else csv_file.open_table)(
            self.content
        )
        columns = self._columns(self.table.columns)
        self._add_columns(self.table.columns, columns)
        if set(statement.REQUIRED) <= columns.keys():
            self.told = statement.read(self.table, columns, in_tiyin=cleaned.get("in_tiyin", False))

    def _add_columns(self, headings: list[str], columns: dict[str, int]) -> None:
        choices = [("", "–"), *((str(number), heading or "–") for number, heading in enumerate(headings))]
        self.data = self.data.copy()
        for field in statement.FIELDS:
            self.fields[f"column_{field}"] = forms.ChoiceField(
                label=WORDS[field], choices=choices, required=False
            )
            self.data[f"column_{field}"] = str(columns.get(field, ""))  # what is read is shown as chosen

    def _columns(self, headings: list[str]) -> dict[str, int]:
        """What was chosen, else what we guess."""
        if not any(self.data.get(f"column_{field}") for field in statement.FIELDS):
            return statement.guess(headings)
        chosen = {field: self.data.get(f"column_{field}", "") for field in statement.FIELDS}
        return {
            field: int(number)
            for field, number in chosen.items()
            if number.isascii() and number.isdecimal() and int(number) < len(headings)
        }


class StatementView(WagtailAdminTemplateMixin, FormView):
    """GET asks for the file; POST shows what differs, or writes it down when `note` is pressed."""

    form_class = PaymeStatementForm
    template_name = "donations/back_office/statement_compare.html"
    page_title = gettext_lazy("Lay Payme’s statement beside the books")
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the permission first. Where Payme is not switched on there is nothing to compare."""
        if not request.user.has_perm("donations.add_reconcilerun"):
            raise PermissionDenied
        if CODE not in offers():
            messages.warning(request, _("Payme is not switched on here."))
            return redirect("reconciliation:index")
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Back to the cards."""
        cards = {"url": reverse("reconciliation:index"), "label": _("Reconciliation")}
        return [*self.breadcrumbs_items, cards, {"url": "", "label": self.page_title}]

    def form_valid(self, form: PaymeStatementForm) -> HttpResponse:
        """Write down on the second press only."""
        offer = offers()[CODE]
        days = form.cleaned_data["first"], form.cleaned_data["last"]
        ours = statement.paid_between(*days, livemode=offer.gateway.livemode)
        if "note" in self.request.POST and form.told is not None:
            run = differences.take_statement(offer, form.told, ours, self.request.user)
            return self._noted(run.differences)
        found = None if form.told is None else differences.look_at_statement(offer, form.told, ours)
        return self._looked(form, None if found is None else [_row(one) for one in found])

    def form_invalid(self, form: PaymeStatementForm) -> HttpResponse:
        """A table that was read with the wrong columns is not asked for again: they can be chosen."""
        if form.table is not None and set(form.errors) == {"file"}:
            return self._looked(form, None)
        return super().form_invalid(form)

    def _looked(self, form: PaymeStatementForm, rows: list[dict[str, Any]] | None) -> HttpResponse:
        context = {"form": form, "rows": rows, "kept": form.keep(), "looked": True, "told": form.told or []}
        return self.render_to_response(self.get_context_data(**context))

    def _noted(self, number: int) -> HttpResponse:
        words = ngettext("%(count)s difference was found.", "%(count)s differences were found.", number)
        messages.success(self.request, words % {"count": number})
        return redirect(reverse("differences:index") + f"?state=open&gateway={CODE}")


def _row(one: Found) -> dict[str, Any]:
    """A difference that is not written down yet, in words."""
    return {
        "kind": one.kind.label,
        "reference": one.reference,
        "number": one.number,
        "ours": Stand(one.ours.value).label,
        "our_amount": one.our_amount,
        "theirs": Stand(one.theirs.value).label,
        "their_amount": one.their_amount,
    }
