"""A payer's bank takes money back: what it takes, what comes of it. Part of the one door, donation and payment locked.

A message brings the whole dispute as it stands, so late, repeated and reordered ones lead to the same end. Its money
follows the lines of the provider's account, whatever the dispute is called; its state follows the table. The donor is
told nothing of one that was opened: they opened it.
"""

from django.utils.text import format_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.money import Money
from core.page_cache import invalidate
from donations.gateways.instructions import Disputed, Line
from donations.gateways.outcomes import Verdict
from donations.models import (
    Dispute,
    DisputeState,
    DonationState,
    EventState,
    Payment,
    PaymentState,
    Refund,
)
from donations.services import costs, inbox, ledger, receipts, sponsorships
from donations.services.transitions import may_move, move

OPENED = _("Dispute {dispute} was opened. Answer by {day}.")
OPENED_WITHOUT_ANSWER = _("Dispute {dispute} was opened. It takes no answer.")
COME_BACK = _("Money of a dispute that was lost has come back. Decide what becomes of it.")


def take(notice: Disputed, payment: Payment) -> Verdict:
    """Bring the dispute and the books to where the provider is. What does not fit is quarantined."""
    if problem := _problem(notice, payment):
        inbox.quarantine(notice, problem, payment)
        return Verdict.MISMATCH
    dispute, is_new = _row(notice, payment)
    moved = [_book(line, dispute) for line in notice.lines]
    stepped = _step(notice, dispute)
    lost = dispute.state == DisputeState.LOST and _lose(notice, dispute)
    _alert(notice, dispute)
    if dispute.state != notice.step.value:
        inbox.quarantine(notice, f"a dispute that is {dispute.state} is said to be {notice.step}", payment)
        return Verdict.REFUSED
    news = is_new or stepped or lost or any(moved)
    inbox.receive(notice, EventState.APPLIED if news else EventState.REPEATED, payment)
    return Verdict.APPLIED if news else Verdict.REPEATED


def _problem(notice: Disputed, payment: Payment) -> str:
    if payment.state != PaymentState.SUCCEEDED:
        return f"a dispute of a payment that is {payment.state}"
    if notice.amount.currency != payment.currency:
        return "a dispute in another currency than the payment's"
    return next(filter(None, (costs.mismatch(line, payment) for line in notice.lines)), "")


def _row(notice: Disputed, payment: Payment) -> tuple[Dispute, bool]:
    """The payment is locked, so nobody else makes or moves it meanwhile."""
    dispute, is_new = Dispute.objects.get_or_create(
        gateway=notice.gateway,
        livemode=notice.livemode,
        provider_reference=notice.number,
        defaults={
            "payment": payment,
            "amount_minor": notice.amount.minor,
            "currency": notice.amount.currency,
            "reason": notice.reason[:60],
            "due_at": notice.due_at,
            "opened_at": notice.opened_at,
        },
    )
    dispute.payment = payment
    if not is_new and (dispute.due_at, dispute.amount) != (notice.due_at, notice.amount):
        dispute.due_at, dispute.amount_minor = notice.due_at, notice.amount.minor
        dispute.save(update_fields=["due_at", "amount_minor"])
    return dispute, is_new


def _book(line: Line, dispute: Dispute) -> bool:
    """Whether a line was new."""
    costs.keep(line, dispute.payment, dispute.gateway, dispute.livemode)
    if ledger.is_booked(ledger.dispute_source(dispute.payment, line.number)):
        return False
    if line.moved and _is_booked_as_lost(dispute):
        _book_after_loss(line, line.moved, dispute)
    else:
        ledger.book_disputed(dispute.payment, line)
    return True


def _book_after_loss(line: Line, moved: Money, dispute: Dispute) -> None:
    """What comes back after all is owed, but for a loss that it makes good: a person has to decide about it."""
    gift = ledger.book_after_loss(dispute.payment, line, moved)
    if gift:
        _give_up(dispute, gift, line.number)
    if moved > Money(0, moved.currency):
        key = f"dispute:{dispute.gateway}:{dispute}:back"
        inbox.alert(key, COME_BACK, dispute.payment)


def _step(notice: Disputed, dispute: Dispute) -> bool:
    to = DisputeState(notice.step.value)
    return dispute.state != to and may_move(dispute, to) and move(dispute, to)


def _lose(notice: Disputed, dispute: Dispute) -> bool:
    """Once, as soon as the money has been taken: the gift is given back, in part or whole, as by a refund."""
    taken = -sum((line.moved for line in notice.lines if line.moved), Money(0, dispute.currency))
    if not taken or _is_booked_as_lost(dispute):
        return False
    if notice.ends_leave:
        _end_sponsorship(dispute.payment)
    gift = ledger.book_lost(dispute.payment, taken, dispute.provider_reference)
    if gift:
        _give_up(dispute, gift, dispute.provider_reference)
    return True


def _is_booked_as_lost(dispute: Dispute) -> bool:
    return ledger.is_booked(ledger.lost_source(dispute.payment, dispute.provider_reference))


def _give_up(dispute: Dispute, gift: Money, number: str) -> None:
    """Papers and years are made from refunds; the dispute's number, or its line's, stands for the refund's."""
    payment = dispute.payment
    Refund.objects.create(
        payment=payment,
        amount_minor=gift.minor,
        gift_minor=gift.minor,
        currency=gift.currency,
        gateway=dispute.gateway,
        livemode=dispute.livemode,
        provider_reference=number,
        dispute=dispute,
    )
    donation = payment.donation
    if not ledger.gift_of(payment) and may_move(donation, DonationState.REFUNDED):
        move(donation, DonationState.REFUNDED)
    receipts.expect(payment)
    invalidate(donation.designation)


def _end_sponsorship(payment: Payment) -> None:
    """Whoever tells their bank that nobody had leave to charge has taken it back."""
    sponsorship_id = payment.donation.sponsorship_id
    if sponsorship_id:
        sponsorships.ended_there(sponsorships.lock(sponsorship_id), unpaid=False)


def _alert(notice: Disputed, dispute: Dispute) -> None:
    """Once for each day to answer by, and once when it is lost."""
    key = f"dispute:{dispute.gateway}:{dispute}"
    if dispute.state == DisputeState.LOST:
        lost = format_lazy(_("Dispute {dispute} is lost."), dispute=str(dispute))
        inbox.alert(f"{key}:lost", lost, dispute.payment)
    elif dispute.state == DisputeState.OPEN:
        day = localdate(notice.due_at) if notice.due_at else None
        opened = format_lazy(OPENED if day else OPENED_WITHOUT_ANSWER, dispute=str(dispute), day=day)
        inbox.alert(f"{key}:{day or ''}", opened, dispute.payment)
