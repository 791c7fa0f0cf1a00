"""Giving back from the page of a gift: one person asks, another decides, a person records what went by hand."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.views import View
from wagtail.admin import messages

from donations.models import Donation, Payment, RefundOrder, RefundOrderState
from donations.models.refund_order import NOT_TAKEN, UNDER_WAY
from donations.services import giving_back
from donations.services.decisions import Refused

from .donation_page import DonationInspectView
from .donations import DonationViewSet
from .page_forms import PageFormView
from .pressed_twice import is_decided_so
from .refund_forms import ASK, DECIDE, AskForm, RecordForm

# Where a decision has brought an order, at once or with the provider's answer.
REACHED = {
    "approve": (*UNDER_WAY, RefundOrderState.DONE, *NOT_TAKEN),
    "refuse": (RefundOrderState.REFUSED,),
}


class AskView(PageFormView, DonationInspectView):
    """Somebody asks that a payment be given back."""

    permission = ASK
    index_name = "donations"
    payment: Payment

    def get_object(self, queryset: Any = None) -> Donation:
        """The gift of the payment in the address. Raises Http404."""
        self.payment = get_object_or_404(Payment.objects.select_related("donation"), pk=self.pk)
        return self.payment.donation

    def bind(self, request: HttpRequest) -> AskForm:
        """The payment's."""
        return AskForm(request.POST, payment=self.payment, left=giving_back.left_of(self.payment))

    def act(self, form: AskForm) -> str:
        """Raises Refused."""
        asked = form.cleaned_data
        return _said(
            giving_back.ask(
                self.payment,
                asked["amount"],
                asked["reason"],
                self.request.user,
                by_transfer=asked.get("by_transfer", False),
            )
        )


class RecordView(PageFormView, DonationInspectView):
    """Somebody writes down what was given back by hand."""

    permission = DECIDE
    index_name = "donations"
    order: RefundOrder

    def get_object(self, queryset: Any = None) -> Donation:
        """The gift of the order in the address. Raises Http404."""
        self.order = get_object_or_404(RefundOrder.objects.select_related("payment__donation"), pk=self.pk)
        return self.order.payment.donation

    def bind(self, request: HttpRequest) -> RecordForm:
        """The order's."""
        return RecordForm(request.POST, order=self.order)

    def act(self, form: RecordForm) -> str:
        """Raises Refused."""
        giving_back.record(self.order, form.cleaned_data["number"], self.request.user)
        return _said(self.order)


class DecideView(View):
    """Somebody else approves or refuses; what cannot be done is said and changes nothing."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """Raises PermissionDenied, Http404."""
        if not request.user.has_perm(DECIDE):
            raise PermissionDenied
        order = get_object_or_404(RefundOrder.objects.select_related("payment"), pk=pk)
        try:
            (giving_back.approve if action == "approve" else giving_back.refuse)(order, request.user)
        except Refused as error:
            if not is_decided_so(order, request.user, *REACHED[action]):
                messages.error(request, error.args[0])
                return redirect("donations:inspect", order.payment.donation_id)
        said = _said(order)
        (messages.error if order.state in NOT_TAKEN else messages.success)(request, said)
        return redirect("donations:inspect", order.payment.donation_id)


def _said(order: RefundOrder) -> str:
    order.refresh_from_db()
    return f"{order.get_state_display()}. {order.note_in_words}".strip()


def urls() -> list[URLPattern]:
    """Of the acts; the forms' addresses show the page of the gift again where something is wrong."""
    page = DonationViewSet()
    ask, record = (
        page.construct_view(view, **page.get_inspect_view_kwargs()) for view in (AskView, RecordView)
    )
    decide = DecideView.as_view()
    return [
        path("giving/payments/<int:pk>/give-back/", ask, name="refund_ask"),
        path("giving/refunds/<int:pk>/record/", record, name="refund_record"),
        *(
            path(f"giving/refunds/<int:pk>/{action}/", decide, {"action": action}, name=f"refund_{action}")
            for action in ("approve", "refuse")
        ),
    ]
