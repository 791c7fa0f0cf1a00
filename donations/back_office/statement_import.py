"""Importing a bank statement: choose the file, look at what would happen, import."""

import re
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from donations.bank_files import camt, csv_file, mt940
from donations.bank_files.lines import Line, decode
from donations.gateways import registry
from donations.services import bank_statements
from donations.services.decisions import Refused

from .statement_file import StatementFileForm

NAME_LENGTH = 200  # of a file, as it is kept
BEGINNING = 1000  # bytes, by which its form is told
MT940 = re.compile(r"(?m)^(:20:|:25:|\{1:)")  # some banks write lines of their own above
WORDS = {
    "date": gettext_lazy("Day"),
    "amount": gettext_lazy("Amount that came in"),
    "payer": gettext_lazy("Payer"),
    "text": gettext_lazy("Purpose"),
    "reference": gettext_lazy("Bank's number"),
    "currency": gettext_lazy("Currency"),
}


class StatementForm(StatementFileForm):
    """A file of the bank in any of its three forms."""

    currency = forms.ChoiceField(
        label=gettext_lazy("Currency of the account"),
        help_text=gettext_lazy("Only needed for CSV."),
    )
    name = forms.CharField(required=False, max_length=NAME_LENGTH, widget=forms.HiddenInput)

    words = WORDS
    asked = gettext_lazy("Choose the file that the bank has made.")
    guess = staticmethod(csv_file.guess)
    lines: list[Line] | None = None
    taken_back: list[Line] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "CAMT.053, MT940 or CSV, at most 1 MB. Nothing is booked before you have looked."
        )
        self.fields["currency"].choices = [(code, code) for code in registry.currencies()]

    def read(self, cleaned: dict[str, Any]) -> None:
        """What came in, as soon as it is known which column is what."""
        if upload := cleaned.get("file"):
            cleaned["name"] = upload.name[:NAME_LENGTH]
        start = decode(self.content[:BEGINNING]).lstrip()
        if start.startswith("<"):
            self.lines, self.taken_back = camt.read(self.content), camt.taken_back(self.content)
        elif MT940.search(start):
            self.lines, self.taken_back = mt940.read(self.content), mt940.taken_back(self.content)
        else:
            table = csv_file.open_table(self.content)
            columns = self.take_columns(table)
            if set(csv_file.REQUIRED) <= columns.keys():
                asked = table, columns, cleaned.get("currency", "")
                self.lines, self.taken_back = csv_file.read(*asked), csv_file.taken_back(*asked)

    @property
    def warning(self) -> str:
        """What the bank has reversed: its gift stands in the books until somebody acts. "" where there is nothing."""
        if not self.taken_back:
            return ""
        said = (
            f"{date_format(one.booked_on, 'd.m.Y')}, {one.amount}, {one.payer} {one.text}"
            for one in self.taken_back
        )
        words = _(
            "In this file the bank takes back what had come in: %(lines)s. Nothing is booked for that. Find the gift, "
            "and ask on its page that it be given back."
        )
        return words % {"lines": "; ".join(line.strip() for line in said)}


class StatementImportView(WagtailAdminTemplateMixin, FormView):
    """GET asks for the file; POST shows what would happen, or does it when `import` is pressed."""

    form_class = StatementForm
    template_name = "donations/back_office/statement_import.html"
    page_title = gettext_lazy("Import a bank statement")
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the permission first."""
        if not request.user.has_perm("donations.add_bankstatement"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Back to the lines."""
        lines = {"url": reverse("statement_lines:index"), "label": _("Bank statements")}
        return [*self.breadcrumbs_items, lines, {"url": "", "label": self.page_title}]

    def form_valid(self, form: StatementForm) -> HttpResponse:
        """Import on the second press only."""
        if "import" in self.request.POST and form.lines is not None and form.is_as_looked_at:
            self._import(_name(form), form.content, form.lines)
            if form.warning:
                messages.warning(self.request, form.warning)
            return redirect(reverse("statement_lines:index") + "?state=unmatched&state=proposed")
        return self._looked(form, None if form.lines is None else bank_statements.look(form.lines))

    def form_invalid(self, form: StatementForm) -> HttpResponse:
        """A table that was read with the wrong columns is not asked for again: they can be chosen."""
        if form.table is not None and set(form.errors) == {"file"}:
            return self._looked(form, None)
        return super().form_invalid(form)

    def _looked(self, form: StatementForm, found: list[bank_statements.Found] | None) -> HttpResponse:
        context = {"form": form, "found": found, "kept": form.keep(), "name": _name(form), "looked": True}
        return self.render_to_response(self.get_context_data(**context))

    def _import(self, name: str, content: bytes, lines: list[Line]) -> None:
        """And say what came of it; what the same file brought another time is not said again."""
        matched = bank_statements.booked_from(content)
        before = matched.count()
        try:
            bank_statements.import_lines(name, content, lines, self.request.user)
        except Refused as error:
            messages.error(self.request, error.args[0])
            return
        booked = matched.count() - before
        messages.success(
            self.request,
            ngettext("%(count)s gift was booked.", "%(count)s gifts were booked.", booked) % {"count": booked}
            + " "
            + _("What waits for a person stands here."),
        )


def _name(form: StatementForm) -> str:
    return form.cleaned_data.get("name") or "statement"
