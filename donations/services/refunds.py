"""Money that a provider says it gave back."""

from django.db import IntegrityError, transaction

from donations.gateways.base import Refund as RefundNotice
from donations.gateways.base import Verdict
from donations.models import DonationState, EventState, Payment, Refund
from donations.services import inbox, ledger, receipts
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
    if (
        notice.amount == held
        and not payment.refund_due
        and may_move(payment.donation, DonationState.REFUNDED)
    ):
        move(payment.donation, DonationState.REFUNDED)
    receipts.expect(payment)
