"""Money that a provider says it gave back."""

from django.db import IntegrityError, transaction

from core.page_cache import invalidate
from donations.gateways.instructions import Refund as RefundNotice
from donations.gateways.instructions import RefundFailed
from donations.gateways.outcomes import Verdict
from donations.models import DonationState, EventState, Payment, Refund, RefundOrderState
from donations.services import costs, inbox, ledger, receipts
from donations.services.transitions import may_move, move


class MoreThanCaptured(Exception):
    """A refund above what is left of the payment."""


def take(notice: RefundNotice, payment: Payment) -> Verdict:
    """Book a refund once. More than is left of the payment is quarantined: net never goes below zero."""
    try:
        with transaction.atomic():
            _book(notice, payment)
    except IntegrityError:
        inbox.receive(notice, EventState.REPEATED, payment, "refund is known")
        return Verdict.REPEATED
    except MoreThanCaptured:
        inbox.quarantine(notice, "refund of more than was captured", payment)
        return Verdict.MISMATCH
    costs.expect(payment)
    inbox.receive(notice, EventState.APPLIED, payment)
    return Verdict.APPLIED


def undo(notice: RefundFailed, payment: Payment) -> Verdict:
    """Book once that a refund came back: we hold the money again and owe it. A person has to find another way.

    The donation stays given back: the donor was promised the money, and no goal may count it.
    """
    known = Refund.objects.filter(
        payment=payment, livemode=notice.livemode, provider_reference=notice.refund_reference
    ).first()
    inbox.alert(f"refund-failed:{notice.gateway}:{notice.refund_reference}", "a refund failed", payment)
    if known is None:
        inbox.receive(notice, EventState.REPEATED, payment, "refund was not booked")
        return Verdict.REPEATED
    try:
        with transaction.atomic():
            ledger.book_failed_refund(payment, known.amount, notice.refund_reference)
    except IntegrityError:
        inbox.receive(notice, EventState.REPEATED, payment, "refund is known to have failed")
        return Verdict.REPEATED
    costs.expect(payment)
    inbox.receive(notice, EventState.APPLIED, payment)
    return Verdict.APPLIED


def _book(notice: RefundNotice, payment: Payment) -> None:
    """Raises IntegrityError when the provider's refund is here already: the constraint decides."""
    Refund.objects.create(
        payment=payment,
        amount_minor=notice.amount.minor,
        currency=notice.amount.currency,
        gateway=notice.gateway,
        livemode=notice.livemode,
        provider_reference=notice.refund_reference,
    )
    held = ledger.net_of(payment)
    if notice.amount.currency != held.currency or notice.amount > held:
        raise MoreThanCaptured
    ledger.book_refund(payment, notice.amount, notice.refund_reference)
    is_over = not payment.refund_due and not ledger.gift_of(payment)  # what a dispute holds may come back
    if is_over and may_move(payment.donation, DonationState.REFUNDED):
        move(payment.donation, DonationState.REFUNDED)
    _fulfil(payment, notice)
    receipts.expect(payment)
    invalidate(payment.donation.designation)


def _fulfil(payment: Payment, notice: RefundNotice) -> None:
    """The order that asked for it is done; a refund that nobody here asked for has none."""
    approved = payment.refund_orders.filter(state=RefundOrderState.APPROVED, amount_minor=notice.amount.minor)
    order = approved.first()
    if order is not None:
        move(order, RefundOrderState.DONE, note=notice.refund_reference[:200])
