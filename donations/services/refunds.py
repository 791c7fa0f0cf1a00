"""Money that a provider says it gave back, is giving back, or could not."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core.money import Money
from core.page_cache import invalidate
from donations import notifications
from donations.gateways.instructions import GivenBack, RefundFailed, RefundPending
from donations.gateways.instructions import Refund as RefundNotice
from donations.gateways.outcomes import Verdict
from donations.models import DonationState, EventState, Payment, Refund, RefundOrder, RefundOrderState
from donations.services import costs, inbox, ledger, receipts
from donations.services.transitions import may_move, move


class MoreThanCaptured(Exception):
    """A refund above what is left of the payment."""


def take(notice: RefundNotice, payment: Payment) -> Verdict:
    """Book a refund once. More than was captured is quarantined.

    What a provider says it gave back has gone, also of a payment that its payer's bank holds back meanwhile. What a
    person sends by transfer, or a provider asks leave to give back, comes from what is left to us.
    """
    try:
        with transaction.atomic():
            _book(notice, payment)
    except IntegrityError:
        inbox.receive(notice, EventState.REPEATED, payment, "refund is known")
        return Verdict.REPEATED
    except MoreThanCaptured:
        if not notice.asks:  # or a no would be the answer for ever; nothing has gone
            inbox.quarantine(notice, "refund of more than was captured", payment)
        return Verdict.MISMATCH
    costs.expect(payment)
    inbox.receive(notice, EventState.APPLIED, payment)
    return Verdict.APPLIED


def expect(notice: RefundPending, payment: Payment) -> Verdict:
    """Note with the order that its money is on its way. Nothing is booked: it may still come back."""
    if not _step(_order(notice, payment), RefundOrderState.SENT, notice.refund_reference):
        inbox.receive(notice, EventState.REPEATED, payment, "refund is on its way")
        return Verdict.REPEATED
    inbox.receive(notice, EventState.APPLIED, payment)
    return Verdict.APPLIED


def undo(notice: RefundFailed, payment: Payment) -> Verdict:
    """Note once that a refund did not arrive; where it was booked, we hold the money again and owe it.

    A person has to find another way, and the donor is told so. The donation stays given back: the donor was
    promised the money, and no goal may count it.
    """
    alarm = _("A refund did not reach the donor.")
    inbox.alert(f"refund-failed:{notice.gateway}:{notice.refund_reference}", alarm, payment)
    order = _order(notice, payment)
    returned = _step(order, RefundOrderState.RETURNED, f"{notice.refund_reference} {notice.detail}".strip())
    booked = _undo_booked(notice, payment)
    if not returned and not booked:
        inbox.receive(
            notice, EventState.REPEATED, payment, "refund is known to have failed, or was not booked"
        )
        return Verdict.REPEATED
    notifications.not_given_back(payment, notice.amount, notice.refund_reference)
    inbox.receive(notice, EventState.APPLIED, payment)
    return Verdict.APPLIED


def _undo_booked(notice: RefundFailed, payment: Payment) -> bool:
    known = Refund.objects.filter(
        payment=payment, livemode=notice.livemode, provider_reference=notice.refund_reference
    ).first()
    if known is None:
        return False
    try:
        with transaction.atomic():
            ledger.book_failed_refund(payment, known.amount, notice.refund_reference)
    except IntegrityError:
        return False
    costs.expect(payment)
    return True


def _book(notice: RefundNotice, payment: Payment) -> None:
    """Raises IntegrityError when the provider's refund is here already: the constraint decides."""
    refund = Refund.objects.create(
        payment=payment,
        gift_minor=0,  # known when it is booked
        amount_minor=notice.amount.minor,
        currency=notice.amount.currency,
        gateway=ledger.BY_TRANSFER if notice.by_transfer else notice.gateway,
        livemode=notice.livemode,
        provider_reference=notice.refund_reference,
    )
    left = _left_for(notice, payment)
    if notice.amount.currency != left.currency or notice.amount > left:
        raise MoreThanCaptured
    gift = ledger.book_refund(payment, notice.amount, notice.refund_reference, by_transfer=notice.by_transfer)
    refund.gift_minor = gift.minor
    refund.save(update_fields=["gift_minor"])
    is_over = not payment.refund_due and not ledger.gift_of(payment)  # what a dispute holds may come back
    if is_over and may_move(payment.donation, DonationState.REFUNDED):
        move(payment.donation, DonationState.REFUNDED)
    _step(_order(notice, payment), RefundOrderState.DONE, notice.refund_reference)
    receipts.expect(payment)
    invalidate(payment.donation.designation)


def _left_for(notice: RefundNotice, payment: Payment) -> Money:
    """What is left to go this way. Whoever asks gets nothing that is to be transferred: it may have been sent."""
    if notice.by_transfer:
        return ledger.net_of(payment)
    if not notice.asks:
        return ledger.left_there(payment)
    transfers = payment.refund_orders.filter(by_transfer=True, state=RefundOrderState.APPROVED)
    return sum((-order.amount for order in transfers), ledger.net_of(payment))


def _order(notice: GivenBack, payment: Payment) -> RefundOrder | None:
    """The order that it is of: the one that the provider names. A refund that nobody here asked for has none.

    Where none is named, it is told by what was noted with the order, or, of money that went back, by the amount:
    somebody may have done at the provider by hand what was ordered.
    """
    orders = payment.refund_orders.all()
    if notice.order:
        return orders.filter(reference=notice.order).first()
    noted = orders.filter(note=notice.refund_reference[:200]).first()
    if noted is not None or not isinstance(notice, RefundNotice):
        return noted
    return orders.filter(state=RefundOrderState.APPROVED, amount_minor=notice.amount.minor).first()


def _step(order: RefundOrder | None, to: RefundOrderState, note: str) -> bool:
    """Whether the order has just come there."""
    return order is not None and may_move(order, to) and move(order, to, note=note[:200])
