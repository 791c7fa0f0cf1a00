"""Entries against wrong cash entries, on the page of the gift or the deposit that was wrong."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.views import View
from wagtail.admin import messages

from donations.models import CashCorrection, CashDeposit, CorrectionState, Payment
from donations.services import cash, corrections
from donations.services.decisions import Refused

from .pressed_twice import is_decided_so

REACHED = {"approve": CorrectionState.BOOKED, "refuse": CorrectionState.REFUSED}
ASK, DECIDE = "donations.add_cashcorrection", "donations.change_cashcorrection"


def around(entry: Payment | CashDeposit, user: Any) -> dict[str, Any]:
    """What the page of an entry shows of it. One query."""
    kind = "payment" if isinstance(entry, Payment) else "deposit"
    rows = list(CashCorrection.objects.filter(**{kind: entry}).select_related("requested_by", "decided_by"))
    is_free = all(row.state == CorrectionState.REFUSED for row in rows)
    return {
        "corrections": rows,
        "ask_url": reverse(f"cash_correct_{kind}", args=[entry.pk]) if is_free and user.has_perm(ASK) else "",
        "may_correct": user.has_perm(DECIDE),
    }


def of_gift(payments: list[Payment], user: Any) -> dict[str, Any]:
    """As `around`, for a gift in cash; nothing for any other."""
    paid = next((one for one in payments if one.gateway == cash.CODE), None)
    return around(paid, user) if paid else {}


class AskView(View):
    """Somebody says that an entry is wrong."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, model: type[Payment] | type[CashDeposit]) -> HttpResponse:
        """Raises PermissionDenied, Http404."""
        if not request.user.has_perm(ASK):
            raise PermissionDenied
        entry = get_object_or_404(model, pk=pk)
        try:
            corrections.ask(entry, request.POST.get("reason", ""), request.user)
        except Refused as error:
            messages.error(request, error.args[0])
        else:
            messages.success(request, CorrectionState.REQUESTED.label)
        return redirect(_page(entry))


class DecideView(View):
    """Somebody else approves or refuses."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """Raises PermissionDenied, Http404."""
        if not request.user.has_perm(DECIDE):
            raise PermissionDenied
        row = get_object_or_404(CashCorrection.objects.select_related("payment", "deposit"), pk=pk)
        try:
            (corrections.approve if action == "approve" else corrections.refuse)(row, request.user)
        except Refused as error:
            if not is_decided_so(row, request.user, REACHED[action]):
                messages.error(request, error.args[0])
                return redirect(_page(row.payment or row.deposit))
        messages.success(request, f"{row.get_state_display()}.")
        return redirect(_page(row.payment or row.deposit))


def _page(entry: Payment | CashDeposit) -> str:
    if isinstance(entry, Payment):
        return reverse("donations:inspect", args=[entry.donation_id])
    return reverse("cash_deposits:inspect", args=[entry.pk])


urls = [
    path(
        f"giving/cash/correct/{kind}/<int:pk>/",
        AskView.as_view(),
        {"model": model},
        name=f"cash_correct_{kind}",
    )
    for kind, model in (("payment", Payment), ("deposit", CashDeposit))
] + [
    path(
        f"giving/cash/corrections/<int:pk>/{action}/",
        DecideView.as_view(),
        {"action": action},
        name=f"cash_correction_{action}",
    )
    for action in ("approve", "refuse")
]
