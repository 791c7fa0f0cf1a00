"""Stripe's balance, disputes and payouts in our words. Pure: nothing is asked here.

A balance transaction is in the currency that Stripe keeps our balance in, which need not be the payer's: then both
sides are told, as Stripe did the exchange. Its rate, a float, is not looked at.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

import stripe
from django.utils import timezone

from core.money import Money
from donations.gateways.instructions import (
    Attend,
    Booked,
    Disputed,
    DisputeStep,
    Instruction,
    Line,
    LineKind,
    PaidOut,
    PayoutStep,
)

from .words import CODE, Common, id_of, money, of_refund

KINDS = {
    "charge": LineKind.CAPTURE,
    "payment": LineKind.CAPTURE,
    "refund": LineKind.REFUND,
    "payment_refund": LineKind.REFUND,
    "refund_failure": LineKind.REFUND_FAILED,
    "payment_failure_refund": LineKind.REFUND_FAILED,
    "stripe_fee": LineKind.FEE,
    "stripe_fx_fee": LineKind.FEE,
    "tax_fee": LineKind.FEE,
}
STEPS = {
    "needs_response": DisputeStep.OPEN,
    "warning_needs_response": DisputeStep.OPEN,
    "appeal_needs_response": DisputeStep.OPEN,
    "under_review": DisputeStep.UNDER_REVIEW,
    "warning_under_review": DisputeStep.UNDER_REVIEW,
    "appeal_under_review": DisputeStep.UNDER_REVIEW,
    "won": DisputeStep.WON,
    "warning_closed": DisputeStep.WON,  # an inquiry from which no dispute came
    "prevented": DisputeStep.WON,  # given back before it was one: the refund tells of the money
    "lost": DisputeStep.LOST,
}
# The payer says that nobody had leave to charge, or that they had taken it back.
NO_LEAVE = ("fraudulent", "debit_not_authorized", "subscription_canceled")
PAYOUTS = {"paid": PayoutStep.PAID, "failed": PayoutStep.FAILED, "canceled": PayoutStep.FAILED}


def booked(
    transaction: stripe.BalanceTransaction, kind: LineKind, charge: str, moved: Money, common: Common
) -> Booked:
    """What a charge or a refund moved."""
    return Booked(**common, line=_line(transaction, kind, charge, moved))


def of_dispute(dispute: stripe.Dispute, common: Common) -> Instruction:
    """How a dispute stands, with what it has taken and given back; a state that we do not know is for a person."""
    step = STEPS.get(dispute.status)
    if step is None:
        return Attend(**common, reason=f"dispute {dispute.id} is {dispute.status}")
    details = dispute.evidence_details
    return Disputed(
        **common,
        number=dispute.id,
        step=step,
        amount=money(dispute.amount, dispute.currency),
        reason=dispute.reason or "",
        ends_leave=dispute.reason in NO_LEAVE,
        opened_at=_time(dispute.created),
        due_at=_time(details.due_by) if details and details.due_by else None,
        lines=tuple(_of_dispute(one, dispute) for one in dispute.balance_transactions or ()),
    )


def of_gone_back(one: stripe.Refund | stripe.Dispute, common: Common) -> Instruction:
    """A refund or a dispute."""
    return of_refund(one, common) if isinstance(one, stripe.Refund) else of_dispute(one, common)


def of_payout(payout: stripe.Payout, lines: tuple[Line, ...] | None) -> PaidOut:
    """How a payout stands. Its own balance transaction is expanded: an instant one costs something."""
    sending = payout.balance_transaction
    fee = sending.fee if isinstance(sending, stripe.BalanceTransaction) else 0
    return PaidOut(
        gateway=CODE,
        livemode=payout.livemode,
        provider_reference=payout.id,
        number=payout.id,
        step=step_of(payout),
        amount=money(payout.amount, payout.currency),
        sent_at=_time(payout.created),
        arrives_on=timezone.localdate(_time(payout.arrival_date)),
        fee=money(fee, payout.currency),
        lines=lines,
    )


def step_of(payout: stripe.Payout) -> PayoutStep:
    """Before it has arrived or failed, a payout is on its way."""
    return PAYOUTS.get(payout.status, PayoutStep.ON_ITS_WAY)


def in_payout(transaction: stripe.BalanceTransaction) -> Line:
    """One of the lines that a payout is made of; its source is expanded."""
    kind, source = KINDS.get(transaction.type), transaction.source
    if kind is LineKind.FEE:
        return _line(transaction, kind, "")
    if isinstance(source, stripe.Charge):
        return _line(transaction, LineKind.CAPTURE, source.id)
    if isinstance(source, stripe.Dispute):
        return _line(transaction, LineKind.DISPUTE, id_of(source.charge))
    if isinstance(source, stripe.Refund):
        return _line(transaction, kind or LineKind.REFUND, id_of(source.charge))
    return _line(transaction, LineKind.OTHER, "")


def sent_by_hand(payout: stripe.Payout) -> tuple[Line, ...]:
    """A payout that somebody asked for: Stripe does not say which gifts are in it, so it is one line of none."""
    transaction = cast(stripe.BalanceTransaction, payout.balance_transaction)
    nothing = money(0, payout.currency)  # what the sending cost is kept from the balance, not from this
    return (
        replace(
            _line(transaction, LineKind.OTHER, ""), gross=money(payout.amount, payout.currency), fee=nothing
        ),
    )


def _of_dispute(transaction: stripe.BalanceTransaction, dispute: stripe.Dispute) -> Line:
    moved = money(transaction.amount, transaction.currency)
    if transaction.currency != dispute.currency:
        amount = money(dispute.amount, dispute.currency)
        moved = amount if transaction.amount > 0 else -amount
    return _line(transaction, LineKind.DISPUTE, id_of(dispute.charge), moved)


def _line(
    transaction: stripe.BalanceTransaction, kind: LineKind, charge: str, moved: Money | None = None
) -> Line:
    return Line(
        number=transaction.id,
        kind=kind,
        gross=money(transaction.amount, transaction.currency),
        fee=money(transaction.fee, transaction.currency),
        on=timezone.localdate(_time(transaction.created)),
        moved=moved,
        charge=charge,
        cause=id_of(transaction.source),
    )


def _time(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)
