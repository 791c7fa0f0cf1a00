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
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from donations import countries
from donations.models import LineState, RefundDue, StatementLine
from donations.services import bank_statements, settlement
from donations.services.decisions import Refused

from .base import ReadOnlyIndexView, ReadOnlyInspectView, ReadOnlyViewSet
from .columns import LinkColumn, MoneyColumn, StateColumn, TextColumn
from .page_forms import PageFormView
from .statement_gift import StatementGiftView
from .statement_import import StatementImportView

DECIDE = "donations.change_statementline"


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
        return [
            LinkColumn("booked_on", label=_("Day"), get_url=self.get_inspect_url, sort_key="booked_on"),
            MoneyColumn("amount", label=_("Amount"), sort_key="amount_minor"),
            TextColumn("payer", label=_("Payer")),
            TextColumn("text", label=_("Purpose")),
            StateColumn(LineState.UNMATCHED, LineState.PROPOSED),
            TextColumn("payment", label=_("Payment")),
        ]


class ProposeForm(forms.Form):
    """Which payment it is."""

    reference = forms.CharField(
        label=gettext_lazy("Reference of the payment"),
        required=False,
        max_length=60,
        help_text=gettext_lazy(
            "A second person confirms before anything is booked. The amount may be another than was announced."
        ),
    )


class NoGiftForm(forms.Form):
    """Why it is none."""

    note = forms.CharField(label=gettext_lazy("It is no gift, because"), required=False, max_length=200)


class LineInspectView(ReadOnlyInspectView):
    """One line, and what can be done with it."""

    template_name = "donations/back_office/statement_line.html"

    def around(self, obj: StatementLine) -> dict[str, Any]:
        """With what it may be, as long as it waits. Three queries."""
        may = self.request.user.has_perm(DECIDE)
        said = obj.unannounced
        common = {
            "may": may,
            "own": obj.proposed_by_id == self.request.user.pk,
            "country": countries.name_of(said.country) if said else "",
            **_once_confirmed(obj),
        }
        return common | (self._forms(obj) if may and obj.state == LineState.UNMATCHED else {})

    def _forms(self, obj: StatementLine) -> dict[str, Any]:
        hint = bank_statements.hint(obj)
        is_payable = hint.payment is not None and hint.payment.state in bank_statements.PAYABLE
        likely = hint.payment.reference if is_payable else ""
        return {
            "hint": hint,
            "propose_form": self.form_of(ProposeForm(initial={"reference": likely})),
            "no_gift_form": self.form_of(NoGiftForm()),
        }


class ProposeView(PageFormView, LineInspectView):
    """The first person's word."""

    permission = DECIDE
    index_name = "statement_lines"
    form_class = ProposeForm

    def act(self, form: ProposeForm) -> str:
        """Raises Refused."""
        bank_statements.propose(self.object, form.cleaned_data["reference"], self.request.user)
        return _("Somebody else must confirm what you have proposed.")


class DismissView(PageFormView, LineInspectView):
    """It is no gift."""

    permission = DECIDE
    index_name = "statement_lines"
    form_class = NoGiftForm

    def act(self, form: NoGiftForm) -> str:
        """Raises Refused."""
        bank_statements.dismiss(self.object, form.cleaned_data["note"], self.request.user)
        return _said(self.object)


class DecideView(View):
    """What is one press: the second person's word, or a line taken up again. What cannot be done is said and changes
    nothing.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """Raises PermissionDenied, Http404."""
        if not request.user.has_perm(DECIDE):
            raise PermissionDenied
        row = get_object_or_404(StatementLine, pk=pk)
        try:
            match action:
                case "confirm":
                    bank_statements.confirm(row, request.POST.get("proposal", ""), request.user)
                case "back":
                    bank_statements.send_back(row, request.user)
                case "again":
                    bank_statements.take_up_again(row, request.user)
        except Refused as error:
            row.refresh_from_db()
            if action != "confirm" or not _is_booked_by(row, request.user):  # else it was pressed twice
                messages.error(request, error.args[0])
                return redirect("statement_lines:inspect", pk)
        messages.success(request, _said(row))
        return redirect("statement_lines:inspect", pk)


def _once_confirmed(row: StatementLine) -> dict[str, Any]:
    """What becomes of the money of a proposal: whether the announced gift takes the amount, or why it is owed back."""
    payment = row.payment
    if row.state != LineState.PROPOSED or payment is None or payment.state not in bank_statements.PAYABLE:
        return {}
    owed = settlement.reason_to_return(payment)
    return {
        "owed": RefundDue(owed).label if owed else "",
        "takes_other": not owed and payment.amount != row.amount,
    }


def _is_booked_by(row: StatementLine, person: Any) -> bool:
    return row.state == LineState.MATCHED and row.decided_by_id == person.pk


def _said(row: StatementLine) -> str:
    is_settled = row.state == LineState.MATCHED  # why it waited is no news any more
    return f"{row.get_state_display()}. {'' if is_settled else row.note_in_words}".strip()


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
        "note_in_words",
        "proposed_by",
        "decided_by",
    ]

    def get_urlpatterns(self) -> list[Any]:
        """The list, a line, the import, the decisions."""
        page = self.get_inspect_view_kwargs()
        decide = DecideView.as_view()
        return [
            *super().get_urlpatterns(),
            path("import/", StatementImportView.as_view(), name="import"),
            path("<int:pk>/gift/", StatementGiftView.as_view(), name="gift"),
            path("<int:pk>/propose/", self.construct_view(ProposeView, **page), name="propose"),
            path("<int:pk>/dismiss/", self.construct_view(DismissView, **page), name="dismiss"),
            *(
                path(f"<int:pk>/{name}/", decide, {"action": name}, name=name)
                for name in ("confirm", "back", "again")
            ),
        ]
