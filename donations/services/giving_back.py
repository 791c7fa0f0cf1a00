"""Giving money back with four eyes: asked for, approved by somebody else, carried out, and only then booked.

Where the provider gives back when we ask (GivesBack) it is asked; elsewhere a person does it there, or at the
bank. The books change by the provider's word, or by what that person records, through the one door.
"""

import logging

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.money import Money
from donations.gateways.instructions import Refund
from donations.gateways.outcomes import Verdict
from donations.gateways.protocols import GivesBack
from donations.gateways.registry import UnknownGateway, offer
from donations.gateways.requests import GatewayUnavailable, RefundRefused, RefundRequest
from donations.models import Payment, PaymentState, RefundOrder, RefundOrderState
from donations.models.refund_order import NOT_TAKEN, UNDER_WAY, WAITING
from donations.services import ledger, payments
from donations.services.transitions import may_move, move

logger = logging.getLogger(__name__)


class Refused(Exception):
    """It cannot be done; `args[0]` says why, in the language of whoever asked."""


def left_of(payment: Payment) -> Money:
    """What can still be given back: what we hold, less what is on its way back already."""
    waiting = payment.refund_orders.filter(state__in=WAITING)
    return sum((-order.amount for order in waiting), ledger.net_of(payment))


@transaction.atomic
def ask(payment: Payment, amount: Money, reason: str, by: User, *, by_transfer: bool = False) -> RefundOrder:
    """Ask that `amount` be given back; nothing is told to anybody yet. Raises Refused.

    It goes back the way it came, so that nobody can have a gift sent elsewhere; by transfer only after that failed.
    """
    locked = payments.lock(payment.reference)
    if locked is None or locked.state != PaymentState.SUCCEEDED:
        raise Refused(_("Nothing was paid that could be given back."))
    if not reason.strip():
        raise Refused(_("Write why it is given back."))
    left = left_of(locked)
    if amount.currency != left.currency or not Money(0, left.currency) < amount <= left:
        raise Refused(_("At most %(amount)s can be given back.") % {"amount": left})
    if by_transfer and not may_transfer(locked):
        raise Refused(_("It has to go back the way it came; only when that fails, by transfer."))
    return RefundOrder.objects.create(
        payment=locked,
        by_transfer=by_transfer,
        amount_minor=amount.minor,
        currency=amount.currency,
        reason=reason.strip()[:200],
        requested_by=by,
    )


def approve(order: RefundOrder, by: User) -> None:
    """Say yes, as another person than the one who asked, and have it carried out. Raises Refused."""
    _decide(order, RefundOrderState.APPROVED, by)
    carry_out(order)


def refuse(order: RefundOrder, by: User) -> None:
    """Say no. Raises Refused; whoever asked may take it back, too, but not approve it."""
    _decide(order, RefundOrderState.REFUSED, by)


def carry_out(order: RefundOrder) -> None:
    """Have the provider give it back, if it does so when asked. Silence changes nothing: it is asked again."""
    payment = order.payment
    gateway = _gateway(payment)
    if order.by_transfer or not isinstance(gateway, GivesBack):
        return
    request = RefundRequest(
        order=order.reference,
        reference=payment.reference,
        provider_reference=payment.provider_reference,
        amount=order.amount,
    )
    try:
        payments.apply(gateway.give_back(request))
    except GatewayUnavailable as error:
        logger.warning("refund %s not carried out yet: %s", order.reference, type(error).__name__)
    except RefundRefused as error:
        order.refresh_from_db()
        if may_move(order, RefundOrderState.FAILED):
            move(order, RefundOrderState.FAILED, note=str(error)[:200])


def carry_on() -> int:
    """Ask again for what was approved and has not arrived: scheduled. Returns how many were asked for."""
    orders = list(RefundOrder.objects.filter(state__in=UNDER_WAY).select_related("payment"))
    for order in orders:
        try:
            carry_out(order)
        except Exception:
            logger.exception("refund %s cannot be carried out", order.reference)
    return len(orders)


def is_by_hand(order: RefundOrder) -> bool:
    """Whether a person has to give it back, at the provider or at the bank."""
    return order.by_transfer or not isinstance(_gateway(order.payment), GivesBack)


def may_transfer(payment: Payment) -> bool:
    """Whether the provider has refused to give it back, or could not, so that a transfer is the way that is left."""
    tried = payment.refund_orders.filter(state__in=NOT_TAKEN)
    is_asked = isinstance(_gateway(payment), GivesBack)
    return is_asked and (tried.exists() or ledger.has_failed_refund(payment))


def record(order: RefundOrder, number: str, by: User) -> None:
    """Book what a person gave back; `number` is the bank's or the provider's. Raises Refused."""
    number = number.strip()[:60]
    if order.state != RefundOrderState.APPROVED or not is_by_hand(order):
        raise Refused(_("This is not for a person to record."))
    if not number:
        raise Refused(_("Write the number under which the money went back."))
    payment = order.payment
    outcome = payments.apply(
        Refund(
            gateway=payment.gateway,
            livemode=payment.livemode,
            event_id=f"by-hand:{order.reference}",
            reference=payment.reference,
            provider_reference=payment.provider_reference,
            amount=order.amount,
            refund_reference=number,
            order=order.reference,
            by_transfer=order.by_transfer,
        )
    )
    if outcome.verdict is not Verdict.APPLIED:
        raise Refused(_("A refund with this number is booked already."))


def _decide(order: RefundOrder, to: RefundOrderState, by: User) -> None:
    if order.requested_by_id == by.pk:
        raise Refused(_("Somebody else must decide about what you have asked for."))
    if not may_move(order, to) or not move(order, to, actor=by, decided_by=by):
        raise Refused(_("Somebody was quicker."))


def _gateway(payment: Payment) -> object:
    try:
        return offer(payment.gateway).gateway
    except UnknownGateway:
        return None
