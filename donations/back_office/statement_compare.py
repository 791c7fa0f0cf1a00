"""A statement of Payme's cabinet: choose the file, look at what differs, write it down. Nothing is booked by it."""

from datetime import date
from typing import Any

from django import forms
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
from donations.gateways.payme import statement
from donations.gateways.payme.reading import CODE
from donations.gateways.registry import offers
from donations.gateways.reports import Standing
from donations.models import Stand
from donations.services import differences
from donations.services.comparing import Found

from .statement_file import StatementFileForm

WORDS = {
    "number": gettext_lazy("Payme’s number of the transaction"),
    "amount": gettext_lazy("Amount"),
    "state": gettext_lazy("State"),
    "order": gettext_lazy("Our reference (order)"),
}


class PaymeStatementForm(StatementFileForm):
    """A table of transactions, and which days it is of."""

    first = forms.DateField(label=gettext_lazy("First day of the statement"), widget=AdminDateInput)
    last = forms.DateField(label=gettext_lazy("Last day of the statement"), widget=AdminDateInput)
    in_tiyin = forms.BooleanField(label=gettext_lazy("Amounts are in tiyin, not in soʻm"), required=False)

    words = WORDS
    asked = gettext_lazy("Choose the file that you have saved in Payme’s cabinet.")
    guess = staticmethod(statement.guess)
    told: list[Standing] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "CSV or Excel from Payme’s cabinet, at most 1 MB. Nothing is booked by it."
        )

    def clean_last(self) -> date:
        """Not before the first."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data["last"]
        if first and last < first:
            raise ValidationError(_("The last day lies before the first."))
        return last

    def read(self, cleaned: dict[str, Any]) -> None:
        """Its transactions, as soon as it is known which column is what."""
        is_sheet = xlsx_file.is_xlsx(self.content)
        table = (xlsx_file.open_sheet if is_sheet else csv_file.open_table)(self.content)
        columns = self.take_columns(table)
        if set(statement.REQUIRED) <= columns.keys():
            self.told = statement.read(table, columns, in_tiyin=cleaned.get("in_tiyin", False))


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
        if "note" in self.request.POST and form.told is not None and form.is_as_looked_at:
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
