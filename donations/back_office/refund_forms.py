"""What a gift's page shows of giving back: orders, and the forms with which somebody asks or records."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.money import Money, MoneyError, parse_money
from core.money_fields import PROBLEMS
from donations.models import Donation, Payment, PaymentState, RefundOrder, RefundOrderState
from donations.services import giving_back

ASK, DECIDE = "donations.add_refundorder", "donations.change_refundorder"


class AskForm(forms.Form):
    """How much of a payment, and why."""

    amount = forms.CharField(
        required=False, max_length=60, widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), required=False, max_length=200)
    by_transfer = forms.BooleanField(
        label=gettext_lazy("By transfer from our bank account, as it cannot go back the way it came"),
        required=False,
    )

    def __init__(self, *args: Any, payment: Payment, left: Money, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"payment-{payment.pk}", initial={"amount": left.plain()}, **kwargs)
        self.payment = payment
        self.fields["amount"].label = _("Amount, at most %(left)s") % {"left": left.format()}
        if not giving_back.may_transfer(payment):
            del self.fields["by_transfer"]

    def clean_amount(self) -> Money:
        """Raises ValidationError."""
        try:
            return parse_money(self.cleaned_data["amount"], self.payment.currency)
        except MoneyError as error:
            raise forms.ValidationError(PROBLEMS[error.problem]) from None


class RecordForm(forms.Form):
    """Under which number a person gave it back."""

    number = forms.CharField(
        label=gettext_lazy("Given back by hand under the number"), required=False, max_length=60
    )

    def __init__(self, *args: Any, order: RefundOrder, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"order-{order.pk}", **kwargs)


def around(donation: Donation, user: Any, form_of: Callable[[forms.Form], forms.Form]) -> dict[str, Any]:
    """Orders, each with what is to be recorded or where to cancel it; a form for each payment that has something left.

    Three queries, and three for each payment.
    """
    orders = RefundOrder.objects.filter(payment__donation=donation)
    may_decide = user.has_perm(DECIDE)
    return {
        "ask_forms": _ask_forms(donation, form_of) if user.has_perm(ASK) else [],
        "refund_orders": [
            (
                order,
                form_of(RecordForm(order=order)) if may_decide and _is_to_be_recorded(order) else None,
                giving_back.cabinet_of(order) if order.state == RefundOrderState.APPROVED else "",
            )
            for order in orders.select_related("payment", "requested_by", "decided_by")
        ],
        "may_decide": may_decide,
    }


def _ask_forms(donation: Donation, form_of: Callable[[forms.Form], forms.Form]) -> list[forms.Form]:
    paid = donation.payments.filter(state=PaymentState.SUCCEEDED)
    left = [(one, giving_back.left_of(one)) for one in paid]
    return [form_of(AskForm(payment=one, left=rest)) for one, rest in left if rest.minor > 0]


def _is_to_be_recorded(order: RefundOrder) -> bool:
    return order.state == RefundOrderState.APPROVED and giving_back.is_by_hand(order)
