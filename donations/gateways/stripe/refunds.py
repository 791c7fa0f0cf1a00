"""Giving money back: one refund for each of our orders, however often and however late it is asked for."""

from collections.abc import Iterator
from contextlib import contextmanager

import stripe
from django.utils.translation import gettext as _
from stripe.params import RefundCreateParams

from donations.gateways.instructions import GivenBack
from donations.gateways.requests import RefundRefused, RefundRequest

from .client import asking
from .lookup import MOST, Lookup
from .words import CODE, Common, of_refund, order_of


class Refunds:
    """Every method raises GatewayUnavailable when there is no answer."""

    def __init__(self, lookup: Lookup) -> None:
        self.api = lookup.api
        self.lookup = lookup

    def give_back(self, request: RefundRequest) -> GivenBack:
        """Have it given back, or find what came of the order before. Raises RefundRefused, GatewayUnavailable."""
        with _refusing():
            intent = self.lookup.intent_of(request.provider_reference)
            if not intent:
                raise RefundRefused(_("Nothing was paid there that could be given back."))
            refund = self._find(intent, request.order) or self._create(intent, request)
        common = Common(
            gateway=CODE,
            livemode=self.lookup.livemode,
            reference=request.reference,
            provider_reference=request.provider_reference,
        )
        return of_refund(refund, common)

    def _find(self, intent: str, order: str) -> stripe.Refund | None:
        """Stripe forgets an idempotency key after a day, what stands on the refund never."""
        refunds = self.api.refunds.list({"payment_intent": intent, "limit": MOST})
        return next((one for one in refunds.auto_paging_iter() if order_of(one) == order), None)

    def _create(self, intent: str, request: RefundRequest) -> stripe.Refund:
        params: RefundCreateParams = {
            "payment_intent": intent,
            "amount": request.amount.minor,
            "metadata": {"order": request.order, "payment": request.reference},
        }
        return self.api.refunds.create(params, {"idempotency_key": request.order})


@contextmanager
def _refusing() -> Iterator[None]:
    """What Stripe says no to will not become a yes by asking again: a person is told why."""
    with asking():
        try:
            yield
        except (stripe.InvalidRequestError, stripe.CardError) as error:
            raise RefundRefused(_why(error)) from error


def _why(error: stripe.InvalidRequestError | stripe.CardError) -> str:
    """In the words of whoever approves; with Stripe's code, to be looked up there."""
    code = error.code or ""
    reasons = {
        "charge_already_refunded": _("It was given back before, in Stripe's dashboard."),
        "charge_disputed": _("The payer's bank disputes the payment: it is given back there or not at all."),
        "refund_disputed_payment": _(
            "The payer's bank disputes the payment: it is given back there or not at all."
        ),
        "charge_not_refundable": _("Stripe does not give this payment back any more."),
        "insufficient_funds": _("Our balance at Stripe is too low; try again after the next gifts."),
        "balance_insufficient": _("Our balance at Stripe is too low; try again after the next gifts."),
        "resource_missing": _("Stripe does not know this payment."),
    }
    known = reasons.get(code)
    words = known or error.user_message or _("Stripe refuses.")
    return f"{words} ({code})" if code else words
