"""Counts and deposits, each with what two persons decide about it; and the boxes themselves."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from core.models import AuditEntry
from donations.models import BoxCount, BoxCountState, CashBox, CashDeposit
from donations.services import box_counts
from donations.services.decisions import Refused

from . import banknotes, corrections
from .base import ReadOnlyIndexView, ReadOnlyInspectView, ReadOnlyViewSet
from .columns import LinkColumn, MoneyColumn, StateColumn, TextColumn, yes_or_no
from .pressed_twice import is_decided_so

REACHED = {"confirm": BoxCountState.CONFIRMED, "refuse": BoxCountState.REFUSED}


class CashBoxViewSet(ModelViewSet):
    """Boxes; nothing is deleted here, counts name them."""

    model = CashBox
    name = "cash_boxes"
    url_prefix = "giving/boxes"
    menu_label = gettext_lazy("Donation boxes")
    icon = "folder"
    list_display = ["number", "place", "keeper", yes_or_no(CashBox, "is_open")]
    ordering = ["number"]
    copy_view_enabled = False


class CountIndexView(ReadOnlyIndexView):
    """Latest first."""

    default_ordering = "-opened_on"
    related = ("box", "entered_by")
    search_in = ("reference", "box__number", "box__place")

    def get_base_queryset(self) -> Any:
        """With the amounts, in one more query."""
        return super().get_base_queryset().prefetch_related("amounts")

    @cached_property
    def columns(self) -> list[Column]:
        """Which box, when, how much, and whether it is booked."""
        return [
            LinkColumn("opened_on", label=_("Opened on"), get_url=self.get_inspect_url, sort_key="opened_on"),
            TextColumn("box", label=_("Donation box")),
            TextColumn("amounts", label=_("Amount"), accessor=_amounts),
            StateColumn(BoxCountState.ENTERED),
            TextColumn("entered_by", label=_("Entered by")),
        ]


class CountInspectView(ReadOnlyInspectView):
    """One count, its sheet, and what the other counter can do."""

    template_name = "donations/back_office/box_count.html"

    def around(self, obj: BoxCount) -> dict[str, Any]:
        """Three queries, and two for each currency."""
        amounts = list(obj.amounts.select_related("donation"))
        return {
            "amounts": [(row, banknotes.lines(row.notes, row.currency)) for row in amounts],
            "may": self.request.user.has_perm("donations.change_boxcount"),
            "own": obj.entered_by_id == self.request.user.pk,
            "history": AuditEntry.objects.about(obj).order_by("at", "pk"),
        }


class CountActionView(View):
    """The second counter's word; what is refused is said and changes nothing."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """Raises PermissionDenied, Http404."""
        if not request.user.has_perm("donations.change_boxcount"):
            raise PermissionDenied
        count = get_object_or_404(BoxCount.objects.select_related("box", "designation"), pk=pk)
        try:
            (box_counts.confirm if action == "confirm" else box_counts.refuse)(count, request.user)
        except Refused as error:
            if not is_decided_so(count, request.user, REACHED[action]):
                messages.error(request, error.args[0])
                return redirect("box_counts:inspect", pk)
        messages.success(request, f"{count.get_state_display()}.")
        return redirect("box_counts:inspect", pk)


class CountViewSet(ReadOnlyViewSet):
    """Below /admin/giving/cash/counts/."""

    model = BoxCount
    name = "box_counts"
    url_prefix = "giving/cash/counts"
    icon = "clipboard-list"
    index_view_class = CountIndexView
    inspect_view_class = CountInspectView
    inspect_view_fields = [
        "reference",
        "box",
        "designation",
        "opened_on",
        "opened_by",
        "note",
        "entered_by",
        "created_at",
        "decided_by",
    ]

    def get_urlpatterns(self) -> list[Any]:
        """The list, a count, the decisions."""
        act = CountActionView.as_view()
        actions = [path(f"<int:pk>/{one}/", act, {"action": one}, name=one) for one in ("confirm", "refuse")]
        return [*super().get_urlpatterns(), *actions]


class DepositIndexView(ReadOnlyIndexView):
    """Latest first."""

    default_ordering = "-deposited_on"
    related = ("made_by",)
    search_in = ("reference", "slip")

    @cached_property
    def columns(self) -> list[Column]:
        """When, how much, under which slip."""
        return [
            LinkColumn(
                "deposited_on",
                label=_("Handed over on"),
                get_url=self.get_inspect_url,
                sort_key="deposited_on",
            ),
            MoneyColumn("amount", label=_("Amount"), sort_key="amount_minor"),
            TextColumn("slip", label=_("Number of the bank’s slip")),
            TextColumn("made_by", label=_("Entered by")),
        ]


class DepositInspectView(ReadOnlyInspectView):
    """One deposit, and its correction."""

    template_name = "donations/back_office/cash_deposit.html"

    def around(self, obj: CashDeposit) -> dict[str, Any]:
        """Two queries."""
        history = {"history": AuditEntry.objects.about(obj).order_by("at", "pk")}
        return corrections.around(obj, self.request.user) | history


class DepositViewSet(ReadOnlyViewSet):
    """Below /admin/giving/cash/deposits/."""

    model = CashDeposit
    name = "cash_deposits"
    url_prefix = "giving/cash/deposits"
    icon = "clipboard-list"
    index_view_class = DepositIndexView
    inspect_view_class = DepositInspectView
    inspect_view_fields = ["reference", "amount", "deposited_on", "slip", "note", "made_by", "created_at"]


def _amounts(row: BoxCount) -> str:
    return ", ".join(str(one.amount) for one in row.amounts.all())
