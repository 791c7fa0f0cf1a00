"""What Click's calls come to, by our records of its transactions. Called by the door, in its transaction.

A record changes only while its payment is locked.
"""

from dataclasses import replace

from donations.gateways.instructions import Check, Instruction, Refund, Release, Reserve, Settle
from donations.gateways.outcomes import Outcome, Verdict
from donations.gateways.protocols import Door
from donations.models import Payment, PaymentState

from . import rows
from .faults import Fault
from .models import ClickState, ClickTransaction

_ENDED = (PaymentState.CANCELLED, PaymentState.EXPIRED, PaymentState.FAILED)


def keep(instruction: Instruction, door: Door) -> Outcome:
    """See base.KeepsRecords."""
    match instruction:
        case Reserve():
            return _prepare(instruction, door)
        case Settle():
            return _complete(instruction, door)
        case Release():
            return _cancel(instruction, door)
        case Refund():
            return _give_back(instruction, door)
        case _:
            return door.decide(instruction)


def _prepare(call: Reserve, door: Door) -> Outcome:
    payment = _ours(call, door)
    if payment is None:
        return _refused(Fault.NO_ORDER, None)
    if call.amount != payment.amount:
        return _refused(Fault.AMOUNT, payment)
    known = rows.find(call)
    if known is not None:
        return _prepare_again(known, payment)
    if fault := _closed(call, payment, door):
        return _refused(fault, payment)
    row = rows.write(call, payment)
    if row is None:
        return _refused(Fault.UPDATE, payment)
    return replace(door.decide(call), answer=rows.told(row))


def _prepare_again(row: ClickTransaction, payment: Payment) -> Outcome:
    """The same prepare id, unless the transaction is over; a number of another order's is none of this one."""
    if row.payment_id != payment.pk:
        return _refused(Fault.UPDATE, payment)
    if row.state != ClickState.PREPARED:
        return _refused(rows.fault_of(row), payment)
    return Outcome(Verdict.REPEATED, payment.state, payment.changed_at, rows.told(row))


def _complete(call: Settle, door: Door) -> Outcome:
    """Click has taken the money and gives it back where our answer is an error.

    What its Merchant API tells (`payment_status`) is no question any more: that money comes back only when we ask.
    """
    payment = _ours(call, door)
    if payment is None:
        return _refused(Fault.NO_ORDER, None)
    row = rows.meant(call, payment)
    if row is None:
        return _refused(Fault.NO_TRANSACTION, payment)
    if call.amount != row.amount:
        return _refused(Fault.AMOUNT, payment)
    if row.state != ClickState.PREPARED:
        return _refused(rows.fault_of(row), payment)
    # Asked before it is booked: what we would have to give back, Click gives back at once. Not at "already paid", by
    # which it takes this very transaction for confirmed.
    question = Check(
        gateway=call.gateway,
        livemode=call.livemode,
        reference=call.reference,
        provider_reference=call.provider_reference,
        amount=call.amount,
    )
    if "payment_status" not in call.payload and door.decide(question).verdict is not Verdict.ALLOWED:
        return _refused(Fault.CANCELLED, payment)
    outcome = door.decide(call)
    if outcome.verdict is not Verdict.APPLIED:
        return _refused(Fault.UPDATE, payment)
    rows.change(row, ClickState.PAID)
    return replace(outcome, answer=rows.told(row))


def _cancel(news: Release, door: Door) -> Outcome:
    """Click could not take the money, or we gave up; `payload` is empty in the second case."""
    payment = _ours(news, door)
    if payment is None:
        return _refused(Fault.NO_ORDER, None)
    if not news.payload:
        outcome, row = door.decide(news), rows.live_of(payment.reference)
        if outcome.verdict is Verdict.APPLIED and row is not None:
            rows.change(row, ClickState.CANCELLED)
        return outcome
    row = rows.meant(news, payment)
    if row is None:
        return _refused(Fault.NO_TRANSACTION, payment)
    if news.payload.get("amount", row.amount_minor) != row.amount_minor:
        return _refused(Fault.AMOUNT, payment)
    if row.state == ClickState.PAID:
        # Click's own tests want -9 here. What was paid stays paid in our books until the money has really gone.
        door.hold(news, "Click cancels what it had completed: see its statement", payment)
    elif row.state == ClickState.PREPARED:
        door.decide(news)
        rows.change(row, ClickState.CANCELLED)
    return _refused(Fault.CANCELLED, payment)


def _give_back(news: Refund, door: Door) -> Outcome:
    """A reversal that we asked for. Of what went by transfer, often a part, Click knows nothing: it holds the whole."""
    payment = _ours(news, door)
    outcome = door.decide(news)
    row = rows.live_of(payment.reference) if payment and not news.by_transfer else None
    if outcome.verdict is Verdict.APPLIED and row is not None:
        rows.change(row, ClickState.GIVEN_BACK)
    return outcome


def _ours(call: Instruction, door: Door) -> Payment | None:
    """The payment, locked, if it is one of this gateway's."""
    payment = door.lock(call.reference)
    if payment is None or (payment.gateway, payment.livemode) != (call.gateway, call.livemode):
        return None
    return payment


def _closed(call: Reserve, payment: Payment, door: Door) -> Fault | None:
    """Why this payment takes no new transaction: paid, ended, or another one under way in another tab."""
    row = rows.live_of(payment.reference)
    if row is not None:
        return Fault.ALREADY_PAID if row.state == ClickState.PAID else Fault.CANCELLED
    question = Check(
        gateway=call.gateway, livemode=call.livemode, reference=call.reference, amount=call.amount
    )
    checked = door.decide(question)
    if checked.verdict is Verdict.ALLOWED:
        return None
    return Fault.CANCELLED if checked.state in _ENDED else Fault.ALREADY_PAID


def _refused(fault: Fault, payment: Payment | None) -> Outcome:
    state = payment.state if payment else ""
    return Outcome(Verdict.REFUSED, state, answer={"fault": fault})
