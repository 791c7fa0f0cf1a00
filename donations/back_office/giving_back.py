"""Orders to give money back, on the page of the gift."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.views import View
from wagtail.admin import messages

from core.money import MoneyError, parse_money
from core.money_fields import PROBLEMS
from donations.models import Donation, Payment, PaymentState, RefundOrder
from donations.services import giving_back

ASK, DECIDE = "donations.add_refundorder", "donations.change_refundorder"


def around(donation: Donation, user: Any) -> dict[str, Any]:
    """What the gift's page shows of it: orders, what is left, what this person may do. Three queries and one each."""
    paid = list(donation.payments.filter(state=PaymentState.SUCCEEDED))
    orders = RefundOrder.objects.filter(payment__donation=donation).select_related(
        "payment", "requested_by", "decided_by"
    )
    return {
        "refundable": [
            (one, left, giving_back.may_transfer(one))
            for one in paid
            if (left := giving_back.left_of(one)).minor > 0
        ],
        "refund_orders": [(order, giving_back.is_by_hand(order)) for order in orders],
        "may_ask": user.has_perm(ASK),
        "may_decide": user.has_perm(DECIDE),
    }


class _Act(View):
    """One step; what is refused is said and changes nothing."""

    http_method_names = ["post"]
    permission = DECIDE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the permission first."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        """Act, say what came of it, go back to the gift."""
        row, donation_pk = self.find(pk)
        try:
            order = self.act(row, request, **kwargs)
        except giving_back.Refused as error:
            messages.error(request, error.args[0])
        else:
            order.refresh_from_db()
            messages.success(request, f"{order.get_state_display()}. {order.note}".strip())
        return redirect("donations:inspect", donation_pk)


class AskView(_Act):
    """Somebody asks."""

    permission = ASK

    def find(self, pk: int) -> tuple[Payment, int]:
        """A payment. Raises Http404."""
        payment = get_object_or_404(Payment, pk=pk)
        return payment, payment.donation_id

    def act(self, row: Payment, request: HttpRequest) -> RefundOrder:
        """Raises Refused, also for what is no amount."""
        try:
            amount = parse_money(request.POST.get("amount", ""), row.currency)
        except MoneyError as error:
            raise giving_back.Refused(PROBLEMS[error.problem]) from None
        reason, by_transfer = request.POST.get("reason", ""), "by_transfer" in request.POST
        return giving_back.ask(row, amount, reason, request.user, by_transfer=by_transfer)


class DecideView(_Act):
    """Somebody else approves or refuses; or records what was given back by hand."""

    def find(self, pk: int) -> tuple[RefundOrder, int]:
        """An order. Raises Http404."""
        order = get_object_or_404(RefundOrder.objects.select_related("payment"), pk=pk)
        return order, order.payment.donation_id

    def act(self, row: RefundOrder, request: HttpRequest, action: str) -> RefundOrder:
        """Raises Refused."""
        if action == "approve":
            giving_back.approve(row, request.user)
        elif action == "refuse":
            giving_back.refuse(row, request.user)
        else:
            giving_back.record(row, request.POST.get("number", ""), request.user)
        return row


urls = [
    path("giving/payments/<int:pk>/give-back/", AskView.as_view(), name="refund_ask"),
    *(
        path(
            f"giving/refunds/<int:pk>/{action}/",
            DecideView.as_view(),
            {"action": action},
            name=f"refund_{action}",
        )
        for action in ("approve", "refuse", "record")
    ),
]
