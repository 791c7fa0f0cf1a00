"""The one door for money: what a provider says goes in, what became of it comes out.

Inbox, transition, ledger and outbox are written in one transaction. Locks: donation, then payment, then ledger.
"""

from django.db import transaction

from donations.gateways.instructions import (
    Attend,
    Booked,
    Check,
    Declined,
    Disputed,
    Ending,
    Ignore,
    Instruction,
    Notice,
    OfSponsorship,
    OnRecord,
    PaidOut,
    Query,
    Refund,
    RefundFailed,
    RefundPending,
    Release,
    Reserve,
    Settle,
    Told,
)
from donations.gateways.outcomes import Outcome, Verdict
from donations.gateways.protocols import KeepsRecords
from donations.gateways.registry import UnknownGateway, offer
from donations.models import Donation, EventState, Payment, PaymentState
from donations.services import costs, declines, disputes, inbox, payouts, refunds, settlement, standing
from donations.services.transitions import may_move, move

ENDINGS = {
    Ending.FAILED: PaymentState.FAILED,
    Ending.EXPIRED: PaymentState.EXPIRED,
    Ending.CANCELLED: PaymentState.CANCELLED,
}


def apply(instruction: Instruction) -> Outcome:
    """Act on a verified instruction, once, however often and in whatever order it comes.

    What must not be acted on (unknown payment, other amount, currency, mode or provider's reference, money for a
    cancelled attempt) is quarantined: kept, not credited, a person is told.
    """
    if isinstance(instruction, Told):
        return Outcome(Verdict.APPLIED if inbox.keep(instruction) else Verdict.REPEATED)
    records = _records_of(instruction.gateway)
    if records is None and inbox.has_received(instruction):
        return _outcome(Verdict.REPEATED, Payment.objects.filter(reference=instruction.reference).first())
    try:
        with transaction.atomic():
            return records.keep(instruction, _Inside()) if records else _decide(instruction)
    except inbox.AlreadyReceived:
        return _outcome(Verdict.REPEATED, Payment.objects.filter(reference=instruction.reference).first())


def give_up(payment: Payment, why: str, detail: str) -> Outcome:
    """Wait for a payment no longer; `why` names the message. Expired, not cancelled: what is on its way is booked all
    the same.
    """
    return apply(
        Release(
            gateway=payment.gateway,
            livemode=payment.livemode,
            event_id=f"{why}:{payment.reference}",
            reference=payment.reference,
            ending=Ending.EXPIRED,
            detail=detail,
        )
    )


def lock(reference: str) -> Payment | None:
    """The payment with its donation, both locked in that order; None when there is none. Needs a transaction."""
    # Nothing joined: it would be as it was before the wait for the lock, and a gift that was moved to another row of
    # its giver meanwhile would not be found at all.
    donations = Donation.objects.select_for_update(of=("self",))
    donation = donations.filter(payments__reference=reference).first()
    if donation is None:
        return None
    payment = Payment.objects.select_for_update().get(reference=reference)
    payment.donation = donation
    return payment


class _Inside:
    """The door, for a gateway's records (base.Door)."""

    def lock(self, reference: str) -> Payment | None:
        """As `lock`."""
        return lock(reference)

    def decide(self, instruction: Instruction) -> Outcome:
        """As `apply`, within the transaction of the caller. Raises inbox.AlreadyReceived: let it pass."""
        return _decide(instruction)

    def hold(self, instruction: Instruction, reason: str, payment: Payment | None) -> None:
        """Quarantine, once for a message."""
        if not inbox.has_received(instruction):
            inbox.quarantine(instruction, reason, payment)


def _records_of(code: str) -> KeepsRecords | None:
    try:
        gateway = offer(code).gateway
    except UnknownGateway:
        return None
    return gateway if isinstance(gateway, KeepsRecords) else None


def _decide(instruction: Instruction) -> Outcome:
    if isinstance(instruction, OnRecord):
        return Outcome(Verdict.UNKNOWN)
    if isinstance(instruction, Ignore):
        inbox.receive(instruction, EventState.IGNORED, reason=instruction.reason)
        return Outcome(Verdict.IGNORED)
    if isinstance(instruction, OfSponsorship):
        return standing.decide(instruction)
    if isinstance(instruction, PaidOut):
        return payouts.decide(instruction)
    payment = lock(instruction.reference or _known_as(instruction))
    if isinstance(instruction, Attend):
        inbox.quarantine(instruction, instruction.reason, payment)
        return _outcome(Verdict.APPLIED, payment)
    asks = isinstance(instruction, Check | Query)
    if payment is None:
        if not asks:
            inbox.quarantine(instruction, "no such payment")
        return Outcome(Verdict.UNKNOWN)
    if problem := _mismatch(payment, instruction):
        if not asks:
            inbox.quarantine(instruction, problem, payment)
        return _outcome(Verdict.MISMATCH, payment)
    return _act(instruction, payment)


def _known_as(notice: Notice) -> str:
    """Our reference of a charge that the provider made by itself and knows by its own only."""
    if not notice.provider_reference:
        return ""
    found = Payment.objects.filter(
        gateway=notice.gateway, livemode=notice.livemode, provider_reference=notice.provider_reference
    )
    return found.values_list("reference", flat=True).first() or ""


def _mismatch(payment: Payment, instruction: Instruction) -> str:
    """What differs between the attempt and what the provider says of it; empty when nothing does."""
    if instruction.gateway != payment.gateway:
        return "another gateway"
    if instruction.livemode != payment.livemode:
        return "test message for a real payment or the reverse"
    known = payment.provider_reference
    if known and instruction.provider_reference and known != instruction.provider_reference:
        return "another provider's reference"
    if isinstance(instruction, Check | Reserve | Settle) and instruction.amount != payment.amount:
        return f"{instruction.amount.format('en')} instead of {payment.amount.format('en')}"
    return ""


def _act(instruction: Instruction, payment: Payment) -> Outcome:
    match instruction:
        case Check():
            return _outcome(Verdict.ALLOWED if _is_wanted(payment) else Verdict.REFUSED, payment)
        case Reserve():
            return _step(instruction, payment, PaymentState.PROCESSING)
        case Settle():
            return _settle(instruction, payment)
        case Release():
            return _step(instruction, payment, ENDINGS[instruction.ending], instruction.detail)
        case Refund():
            return _outcome(refunds.take(instruction, payment), payment)
        case RefundPending():
            return _outcome(refunds.expect(instruction, payment), payment)
        case RefundFailed():
            return _outcome(refunds.undo(instruction, payment), payment)
        case Declined():
            return _declined(instruction, payment)
        case Booked():
            return _outcome(costs.take(instruction, payment), payment)
        case Disputed():
            return _outcome(disputes.take(instruction, payment), payment)
        case _:
            return _outcome(Verdict.ALLOWED, payment)


def _is_wanted(payment: Payment) -> bool:
    """Whether this attempt may still be paid: not over, its donation unpaid, its sponsorship not cancelled."""
    return payment.is_open and not settlement.reason_to_return(payment)


def _step(instruction: Reserve | Release, payment: Payment, to: PaymentState, detail: str = "") -> Outcome:
    """A step without money. What comes late or twice changes nothing: nobody who has paid is told otherwise."""
    if payment.state == to or not may_move(payment, to):
        inbox.receive(instruction, EventState.REPEATED, payment, f"payment is {payment.state}")
        return _outcome(Verdict.REPEATED if payment.state == to else Verdict.REFUSED, payment)
    reference = payment.provider_reference or instruction.provider_reference
    move(payment, to, provider_reference=reference, detail=detail[:100])
    if isinstance(instruction, Release):
        settlement.ended(payment)
        settlement.give_back_leave(payment, instruction.charge_token)
    inbox.receive(instruction, EventState.APPLIED, payment)
    return _outcome(Verdict.APPLIED, payment)


def _declined(instruction: Declined, payment: Payment) -> Outcome:
    """The attempt goes on, with another card; once for a message, or a copy would look like an attack."""
    inbox.receive(instruction, EventState.APPLIED, payment)
    declines.note_decline(payment)
    return _outcome(Verdict.APPLIED, payment)


def _settle(instruction: Settle, payment: Payment) -> Outcome:
    if payment.state == PaymentState.SUCCEEDED:
        inbox.receive(instruction, EventState.REPEATED, payment, "payment is succeeded")
        return _outcome(Verdict.REPEATED, payment)
    if not may_move(payment, PaymentState.SUCCEEDED):
        inbox.quarantine(instruction, f"money for a payment that is {payment.state}", payment)
        return _outcome(Verdict.REFUSED, payment)
    settlement.settled(
        payment, instruction.provider_reference, instruction.charge_token, instruction.moved_on
    )
    inbox.receive(instruction, EventState.APPLIED, payment)
    return _outcome(Verdict.APPLIED, payment)


def _outcome(verdict: Verdict, payment: Payment | None) -> Outcome:
    if payment is None:
        return Outcome(verdict)
    return Outcome(verdict, payment.state, payment.changed_at)
