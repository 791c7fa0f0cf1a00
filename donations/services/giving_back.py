"""Giving money back with four eyes: asked for, approved by somebody else, carried out, and only then booked.

Where the provider gives back when we ask (GivesBack) it is asked; elsewhere a person does it there, or at the
bank. The books change by the provider's word, or by what that person records, through the one door.
"""

import logging

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from core.money import Money
from donations.gateways.instructions import Refund
from donations.gateways.outcomes import Verdict
from donations.gateways.protocols import GivesBack, GivesBackThere
from donations.gateways.registry import UnknownGateway, offer
from donations.gateways.requests import GatewayUnavailable, RefundRefused, RefundRequest
from donations.models import DisputeState, Payment, PaymentState, RefundOrder, RefundOrderState
from donations.models.refund_order import NOT_TAKEN, UNDER_WAY, WAITING
from donations.services import cash, deposits, ledger, payments
from donations.services.decisions import Refused, decide, too_late
from donations.services.transitions import may_move, move

UNDECIDED = (DisputeState.OPEN, DisputeState.UNDER_REVIEW)
logger = logging.getLogger(__name__)


def left_of(payment: Payment) -> Money:
    """What can still be given back: what we hold, less what is on its way back already.

    Nothing where a bank took back what is on its way to the donor, too.
    """
    return _left_beside(payment, payment.refund_orders.all())


def _left_beside(payment: Payment, orders: QuerySet[RefundOrder]) -> Money:
    left = sum((-order.amount for order in orders.filter(state__in=WAITING)), ledger.net_of(payment))
    return max(left, Money(0, left.currency), key=lambda money: money.minor)


@transaction.atomic
def ask(payment: Payment, amount: Money, reason: str, by: User, *, by_transfer: bool = False) -> RefundOrder:
    """Ask that `amount` be given back; nothing is told to anybody yet. Raises Refused.

    It goes back the way it came, so that nobody can have a gift sent elsewhere; by transfer only after that failed.
    """
    locked = payments.lock(payment.reference)
    if locked is None or locked.state != PaymentState.SUCCEEDED:
        raise Refused(_("Nothing was paid that could be given back."))
    if not reason.strip():
        raise Refused(_("Write why it is given back."), "reason")
    if _is_asked_for(locked, amount, reason):
        raise Refused(_("The same is asked for already. Somebody else has to decide about it first."))
    left = left_of(locked)
    if amount.currency != left.currency or not Money(0, left.currency) < amount <= left:
        raise Refused(_("At most %(amount)s can be given back.") % {"amount": left})
    gateway = _gateway(locked)
    if not by_transfer and isinstance(gateway, GivesBackThere) and amount != locked.amount:
        raise Refused(_("This payment service gives back the whole only. A part goes by transfer."), "amount")
    if by_transfer and not may_transfer(locked):
        raise Refused(
            _("It has to go back the way it came; only when that fails, by transfer."), "by_transfer"
        )
    order = RefundOrder.objects.create(
        payment=locked,
        by_transfer=by_transfer,
        amount_minor=amount.minor,
        currency=amount.currency,
        reason=reason.strip()[:200],
        requested_by=by,
    )
    audit.record(action="refundorder.requested", obj=order, actor=by, new=order.state)
    return order


def _is_asked_for(payment: Payment, amount: Money, reason: str) -> bool:
    """Whether a form was sent twice, or two have read the same letter: as two orders, both approved, a part would go
    back two times.
    """
    waiting = payment.refund_orders.filter(state=RefundOrderState.REQUESTED)
    same = waiting.filter(amount_minor=amount.minor, currency=amount.currency)
    return same.filter(reason=reason.strip()[:200]).exists()


def approve(order: RefundOrder, by: User) -> None:
    """Say yes, as another person than the one who asked, and have it carried out. Raises Refused."""
    if not may_move(order, RefundOrderState.APPROVED):  # or it would be said that nothing is left
        raise too_late()
    with transaction.atomic():
        if not _is_asked(order):  # a provider would refuse by itself
            _demand_left(order)
        _decide(order, RefundOrderState.APPROVED, by)
    carry_out(order)


def _demand_left(order: RefundOrder) -> None:
    """It may have gone since it was asked for; what a person sends all the same could not be recorded any more."""
    payment = payments.lock(order.payment.reference) or order.payment
    left = _left_beside(payment, payment.refund_orders.exclude(pk=order.pk))
    if order.amount > left:
        raise Refused(_("At most %(amount)s can be given back.") % {"amount": left})


def refuse(order: RefundOrder, by: User) -> None:
    """Say no, also after all where a person would have to carry it out and has not. Raises Refused."""
    if order.state == RefundOrderState.APPROVED and _is_asked(order):  # the provider may be at it
        raise too_late()
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
    """Whether a person has to give it back and to record it, as nobody else tells us."""
    return not _is_asked(order) and not cabinet_of(order)


def cabinet_of(order: RefundOrder) -> str:
    """Where staff cancel the payment, of which the provider then tells us; "" where that is not the way."""
    gateway = _gateway(order.payment)
    return gateway.cabinet if not order.by_transfer and isinstance(gateway, GivesBackThere) else ""


def _is_asked(order: RefundOrder) -> bool:
    return not order.by_transfer and isinstance(_gateway(order.payment), GivesBack)


def may_transfer(payment: Payment) -> bool:
    """Whether a transfer is the way that is left: the provider has refused to give it back, or could not; it gives
    back the whole only; or it came in cash, which may lie in the bank by now.
    """
    if payment.gateway == cash.CODE or isinstance(_gateway(payment), GivesBackThere):
        return True
    tried = payment.refund_orders.filter(state__in=NOT_TAKEN)
    is_asked = isinstance(_gateway(payment), GivesBack)
    return is_asked and (tried.exists() or ledger.has_failed_refund(payment))


@transaction.atomic
def record(order: RefundOrder, number: str, by: User) -> None:
    """Book what a person gave back; `number` is the bank's or the provider's. Raises Refused.

    What is refused leaves nothing behind: its message, once kept, would make every later try a repeated one, and
    the money has left the bank. The person is told on the screen instead of by an alert.
    """
    number = number.strip()[:60]
    if order.state == RefundOrderState.DONE and number and order.note == number:
        return  # it was pressed twice
    if order.state != RefundOrderState.APPROVED or not is_by_hand(order):
        raise Refused(_("This is not for a person to record."))
    if not number:
        raise Refused(_("Write the number under which the money went back."))
    if order.payment.gateway == cash.CODE and not order.by_transfer:
        deposits.demand_in_safe(order.amount)
    verdict = payments.apply(_by_hand(order, number)).verdict
    if verdict is not Verdict.APPLIED:
        raise Refused(_why_not(verdict, order.payment))
    audit.record(action="refundorder.recorded", obj=order, actor=by)


def _by_hand(order: RefundOrder, number: str) -> Refund:
    """What the provider would have said; one message for an order, so that two persons do not book it twice."""
    payment = order.payment
    return Refund(
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


def _why_not(verdict: Verdict, payment: Payment) -> str:
    if verdict is Verdict.REPEATED:
        return _("A refund with this number is booked already.")
    if payment.disputes.filter(state__in=UNDECIDED).exists():
        return _("This payment is disputed. Record it again once that is decided.")
    return _("At most %(amount)s can be given back.") % {"amount": ledger.net_of(payment)}


def _decide(order: RefundOrder, to: RefundOrderState, by: User) -> None:
    if order.requested_by_id == by.pk:
        raise Refused(_("Somebody else must decide about what you have asked for."))
    decide(order, to, by, decided_by=by)


def _gateway(payment: Payment) -> object:
    try:
        return offer(payment.gateway).gateway
    except UnknownGateway:
        return None
