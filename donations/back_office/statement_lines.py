"""Lines of bank statements: what waits, and what two persons do about it."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from donations.bank_files.lines import Line
from donations.models import LineState, StatementLine
from donations.services import bank_statements

from .base import MoneyColumn, ReadOnlyIndexView, ReadOnlyInspectView, ReadOnlyViewSet
from .statement_import import StatementImportView


class LineFilterSet(WagtailFilterSet):
    """What became of it, and when it came in."""

    state = django_filters.MultipleChoiceFilter(
        distinct=False,
        label=gettext_lazy("State"),
        choices=LineState.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    booked_on = django_filters.DateFromToRangeFilter(label=gettext_lazy("Day"), widget=DateRangePickerWidget)

    class Meta:
        model = StatementLine
        fields = ["state", "booked_on"]


class LineIndexView(ReadOnlyIndexView):
    """Latest first."""

    default_ordering = "-booked_on"
    related = ("payment",)
    search_in = ("payer", "text", "bank_reference", "payment__reference")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The way to the import, for whoever may."""
        if not self.request.user.has_perm("donations.add_bankstatement"):
            return []
        return [HeaderButton(_("Import a statement"), reverse("statement_lines:import"), icon_name="upload")]

    @cached_property
    def columns(self) -> list[Column]:
        """Who paid what, when, with which words, and what became of it."""
        title = self._get_title_column_class(TitleColumn)
        return [
            title("booked_on", label=_("Day"), get_url=self.get_inspect_url, sort_key="booked_on"),
            MoneyColumn("amount", label=_("Amount"), sort_key="amount_minor"),
            Column("payer", label=_("Payer")),
            Column("text", label=_("Purpose")),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor="get_state_display",
                sort_key="state",
                primary=lambda row: row.state in (LineState.UNMATCHED, LineState.PROPOSED),
            ),
            Column("payment", label=_("Payment")),
        ]


class LineInspectView(ReadOnlyInspectView):
    """One line, and what can be done with it."""

    template_name = "donations/back_office/statement_line.html"

    def around(self, obj: StatementLine) -> dict[str, Any]:
        """With what it may be, as long as it waits."""
        may = self.request.user.has_perm("donations.change_statementline")
        hint = None
        if obj.state == LineState.UNMATCHED:
            line = Line(booked_on=obj.booked_on, amount=obj.amount, payer=obj.payer, text=obj.text)
            hint = bank_statements.hint(line)
        return {"may": may, "hint": hint, "own": obj.proposed_by_id == self.request.user.pk}


class LineActionView(View):
    """One decision about a line; what is refused is said and changes nothing."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """Raises PermissionDenied for whoever may only look."""
        if not request.user.has_perm("donations.change_statementline"):
            raise PermissionDenied
        row = get_object_or_404(StatementLine, pk=pk)
        try:
            self._act(row, action, request)
        except bank_statements.Refused as error:
            messages.error(request, error.args[0])
        else:
            messages.success(request, f"{row.get_state_display()}. {row.note}".strip())
        return redirect("statement_lines:inspect", pk)

    def _act(self, row: StatementLine, action: str, request: HttpRequest) -> None:
        match action:
            case "propose":
                bank_statements.propose(row, request.POST.get("reference", ""), request.user)
            case "confirm":
                bank_statements.confirm(row, request.user)
            case "back":
                bank_statements.send_back(row, request.user)
            case _:
                bank_statements.dismiss(row, request.POST.get("note", ""), request.user)


class StatementLineViewSet(ReadOnlyViewSet):
    """Below /admin/giving/statements/."""

    model = StatementLine
    name = "statement_lines"
    url_prefix = "giving/statements"
    menu_label = gettext_lazy("Bank statements")
    icon = "list-ul"
    index_view_class = LineIndexView
    inspect_view_class = LineInspectView
    filterset_class = LineFilterSet
    inspect_view_fields = [
        "booked_on",
        "amount",
        "payer",
        "text",
        "bank_reference",
        "statement",
        "payment",
        "note",
        "proposed_by",
        "decided_by",
    ]

    def get_urlpatterns(self) -> list[Any]:
        """The list, a line, the import, the decisions."""
        actions = [
            path(f"<int:pk>/{name}/", LineActionView.as_view(), {"action": name}, name=name)
            for name in ("propose", "confirm", "back", "dismiss")
        ]
        return [
            *super().get_urlpatterns(),
            path("import/", StatementImportView.as_view(), name="import"),
            *actions,
        ]
