"""What Payme's calls come to, by our records of its transactions. Called by the door, in its transaction.

A record changes only while its payment is locked, so that of fifty equal calls one changes something and all get
the same answer.
"""

from dataclasses import replace
from typing import TypedDict

from donations.gateways.instructions import (
    Annotate,
    Check,
    Confirm,
    Ending,
    Instruction,
    Query,
    Refund,
    Release,
    Reserve,
    Settle,
    Statement,
    Undo,
)
from donations.gateways.outcomes import Outcome, Verdict
from donations.gateways.protocols import Door
from donations.models import Payment

from . import rows
from .faults import Fault
from .models import LIVE, PaymeState, PaymeTransaction
from .reading import TIMED_OUT

TIMEOUT = 43_200_000  # milliseconds from our create_time; Payme's rule
STOPPED_HERE = 3  # Payme's reason for "could not be carried out", where it was us who gave up


class _Names(TypedDict):
    gateway: str
    livemode: bool
    reference: str
    provider_reference: str
    payload: dict[str, object]


def keep(instruction: Instruction, door: Door) -> Outcome:
    """See base.KeepsRecords."""
    match instruction:
        case Check():
            return _check(instruction, door)
        case Reserve():
            return _create(instruction, door)
        case Confirm():
            return _perform(instruction, door)
        case Undo():
            return _cancel(instruction, door)
        case Query() if instruction.provider_reference:
            return _show(instruction, door)
        case Statement():
            return _statement(instruction)
        case Annotate():
            return _annotate(instruction, door)
        case Release():
            return _give_up(instruction, door)
        case _:
            return door.decide(instruction)


def _check(question: Check, door: Door) -> Outcome:
    """Both tabs of a donor may ask, one of them may pay: a payment under way is not offered a second time."""
    payment = door.lock(question.reference)
    if fault := _obstacle(question, payment, door):
        return _refused(fault, payment)
    if rows.live_of(question.reference):
        return _refused(Fault.ORDER_BUSY, payment)
    return Outcome(
        Verdict.ALLOWED, payment.state if payment else "", answer={"amount": question.amount.minor}
    )


def _create(call: Reserve, door: Door) -> Outcome:
    payment = door.lock(call.reference)
    known = PaymeTransaction.objects.filter(payme_id=call.provider_reference).first()
    if known is not None:
        return _create_again(call, known, payment, door)
    if fault := _obstacle(call, payment, door):
        return _refused(fault, payment)
    if payment is None or rows.live_of(call.reference):
        return _refused(Fault.CANNOT_DO, payment)
    row = rows.write(call, payment)
    if row is None:
        return _refused(Fault.CANNOT_DO, payment)
    return replace(door.decide(call), answer=rows.told(row))


def _create_again(call: Reserve, row: PaymeTransaction, payment: Payment | None, door: Door) -> Outcome:
    """The same answer, unless it is over. A number that comes with another order or amount is not the same call."""
    if payment is None or (row.payment_id, row.amount_minor) != (payment.pk, call.amount.minor):
        return _refused(Fault.CANNOT_DO, payment)
    if row.state != PaymeState.CREATED or _has_timed_out(row, payment, door):
        return _refused(Fault.CANNOT_DO, payment)
    return Outcome(Verdict.REPEATED, payment.state, payment.changed_at, rows.told(row))


def _perform(call: Confirm, door: Door) -> Outcome:
    row, payment = rows.find(call, door)
    if row is None or payment is None:
        return _refused(Fault.NO_TRANSACTION, None)
    if row.state == PaymeState.PERFORMED:
        return Outcome(Verdict.REPEATED, payment.state, payment.changed_at, rows.told(row))
    if row.state != PaymeState.CREATED or _has_timed_out(row, payment, door):
        return _refused(Fault.CANNOT_DO, payment)
    names = _names(row, payment, call)
    # Asked before the money is taken: what we would have to give back is not taken.
    if door.decide(Check(**names, amount=row.amount)).verdict is not Verdict.ALLOWED:
        return _refused(Fault.CANNOT_DO, payment)
    outcome = door.decide(Settle(**names, event_id=call.event_id, amount=row.amount))
    if outcome.verdict is not Verdict.APPLIED:
        return _refused(Fault.CANNOT_DO, payment)
    rows.change(row, state=PaymeState.PERFORMED, perform_time=rows.now())
    return replace(outcome, answer=rows.told(row))


def _cancel(call: Undo, door: Door) -> Outcome:
    row, payment = rows.find(call, door)
    if row is None or payment is None:
        return _refused(Fault.NO_TRANSACTION, None)
    if row.state not in LIVE:
        return Outcome(Verdict.REPEATED, payment.state, payment.changed_at, rows.told(row))
    names, paid = _names(row, payment, call), row.state == PaymeState.PERFORMED
    undone: Refund | Release
    if paid:
        undone = Refund(
            **names, event_id=call.event_id, amount=row.amount, refund_reference=row.payme_id, asks=True
        )
    else:
        detail = f"Payme: reason {call.payload['reason']}"
        undone = Release(**names, event_id=call.event_id, ending=call.ending, detail=detail)
    outcome = door.decide(undone)
    if paid and outcome.verdict is not Verdict.APPLIED:
        return _refused(Fault.CANNOT_CANCEL, payment)
    state = PaymeState.GIVEN_BACK if paid else PaymeState.CANCELLED
    rows.change(row, state=state, cancel_time=rows.now(), reason=call.payload["reason"])
    return replace(outcome, answer=rows.told(row))


def _show(question: Query, door: Door) -> Outcome:
    row, payment = rows.find(question, door)
    if row is None or payment is None:
        return _refused(Fault.NO_TRANSACTION, None)
    _has_timed_out(row, payment, door)
    return Outcome(Verdict.ALLOWED, payment.state, payment.changed_at, rows.told(row))


def _statement(question: Statement) -> Outcome:
    """By Payme's time, oldest first. Ours would shift those that arrived around midnight into another day."""
    asked = PaymeTransaction.objects.filter(payme_time__gte=question.since, payme_time__lte=question.until)
    found = [
        {**rows.told(row), "id": row.payme_id, "time": row.payme_time, "amount": row.amount_minor}
        | {"order": row.payment.reference}
        for row in asked.filter(payment__livemode=question.livemode).select_related("payment")
    ]
    return Outcome(Verdict.ALLOWED, answer={"transactions": found})


def _annotate(call: Annotate, door: Door) -> Outcome:
    """The papers of a payment or of its return, once the one or the other has happened."""
    row, payment = rows.find(call, door)
    if row is None or payment is None:
        return _refused(Fault.NO_RECEIPT, None)
    if not (row.cancel_time if call.kind == "CANCEL" else row.perform_time):
        return _refused(Fault.NO_RECEIPT, payment)
    rows.change(row, receipts={**row.receipts, call.kind: dict(call.papers)})
    return Outcome(Verdict.APPLIED, payment.state, payment.changed_at, {"success": True})


def _give_up(news: Release, door: Door) -> Outcome:
    """We ended the attempt ourselves: what Payme asks afterwards is answered accordingly."""
    door.lock(news.reference)
    outcome = door.decide(news)
    row = rows.live_of(news.reference)
    if outcome.verdict is Verdict.APPLIED and row is not None:
        reason = TIMED_OUT if news.ending is Ending.EXPIRED else STOPPED_HERE
        rows.change(row, state=PaymeState.CANCELLED, cancel_time=rows.now(), reason=reason)
    return outcome


def _obstacle(asked: Check | Reserve, payment: Payment | None, door: Door) -> Fault | None:
    """Why this order cannot be paid so. The pay link is unsigned: its amount is a claim of the payer's."""
    ours = payment is not None and (payment.gateway, payment.livemode) == (asked.gateway, asked.livemode)
    if not ours:
        return Fault.NO_ORDER
    question = Check(
        gateway=asked.gateway, livemode=asked.livemode, reference=asked.reference, amount=asked.amount
    )
    match door.decide(question).verdict:
        case Verdict.ALLOWED:
            return None
        case Verdict.MISMATCH:
            return Fault.AMOUNT
        case _:
            return Fault.ORDER_CLOSED


def _has_timed_out(row: PaymeTransaction, payment: Payment, door: Door) -> bool:
    """Twelve hours after it was made a transaction that nobody performed is over, whoever looks first."""
    if row.state != PaymeState.CREATED or rows.now() - row.create_time < TIMEOUT:
        return False
    names: _Names = {**_names(row, payment, None), "payload": {}}
    door.decide(
        Release(**names, event_id=f"timeout:{row.payme_id}", ending=Ending.EXPIRED, detail="Payme: 12 hours")
    )
    rows.change(row, state=PaymeState.CANCELLED, cancel_time=rows.now(), reason=TIMED_OUT)
    return True


def _names(row: PaymeTransaction, payment: Payment, call: Instruction | None) -> _Names:
    return {
        "gateway": payment.gateway,
        "livemode": payment.livemode,
        "reference": payment.reference,
        "provider_reference": row.payme_id,
        "payload": dict(call.payload) if call else {},
    }


def _refused(fault: Fault, payment: Payment | None) -> Outcome:
    state = payment.state if payment else ""
    return Outcome(Verdict.REFUSED, state, answer={"fault": fault})
