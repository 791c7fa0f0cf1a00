"""What a provider keeps of a gift: each line of its account once, with its fee and what was changed into what.

Part of the one door (`payments.apply`): called with donation and payment locked. `account_lines` asks the providers.
"""

from datetime import datetime

from django.utils import timezone

from donations.gateways.instructions import Booked, Line, LineKind
from donations.gateways.outcomes import Verdict
from donations.gateways.protocols import ReportsMoney
from donations.gateways.registry import UnknownGateway, offer
from donations.models import BalanceLine, EventState, Payment, PaymentState
from donations.services import inbox, ledger


def due_at(payment: Payment) -> datetime | None:
    """When to ask what a payment has just cost: now, or never where the provider does not say."""
    try:
        reports = isinstance(offer(payment.gateway).gateway, ReportsMoney)
    except UnknownGateway:
        return None
    return timezone.now() if reports else None


def expect(payment: Payment) -> None:
    """Money of this payment has moved once more: what that cost is asked for by the clock."""
    Payment.objects.filter(pk=payment.pk).update(costs_due_at=due_at(payment))


def take(notice: Booked, payment: Payment) -> Verdict:
    """Book what one movement cost, once. What does not fit the payment is quarantined."""
    if problem := mismatch(notice.line, payment):
        inbox.quarantine(notice, problem, payment)
        return Verdict.MISMATCH
    if keep(notice.line, payment, notice.gateway, notice.livemode):
        inbox.receive(notice, EventState.APPLIED, payment)
        return Verdict.APPLIED
    inbox.receive(notice, EventState.REPEATED, payment, "line is known")
    return Verdict.REPEATED


def mismatch(line: Line, payment: Payment) -> str:
    """Why a line cannot be one of this payment's; empty when it can."""
    if payment.state != PaymentState.SUCCEEDED:
        return f"a movement of a payment that is {payment.state}"
    if line.moved is None or line.moved.currency != payment.currency:
        return "a movement in another currency than the payment's"
    if line.gross.currency == payment.currency and line.gross != line.moved:
        return f"{line.gross.format('en')} on the account instead of {line.moved.format('en')}"
    if line.kind is LineKind.CAPTURE and line.moved != payment.amount:
        return f"{line.moved.format('en')} charged instead of {payment.amount.format('en')}"
    return ""


def keep(line: Line, payment: Payment | None, gateway: str, livemode: bool) -> bool:
    """Keep a line and book what it cost, in a transaction; False when that is done. The constraint decides.

    A line that was of no gift when it was paid out (its message was held) finds its payment later.
    """
    row, news = BalanceLine.objects.get_or_create(
        provider_reference=line.number,
        gateway=gateway,
        livemode=livemode,
        defaults={
            "kind": line.kind.value,
            "charge": line.charge,
            "cause": line.cause,
            "payment": payment,
            "gross_minor": line.gross.minor,
            "fee_minor": line.fee.minor,
            "currency": line.gross.currency,
            "moved_on": line.on,
        },
    )
    if not news and payment is not None:
        news = bool(BalanceLine.objects.filter(pk=row.pk, payment=None).update(payment=payment))
    if news:
        _book(line, payment, gateway, livemode)
    return news


def _book(line: Line, payment: Payment | None, gateway: str, livemode: bool) -> None:
    if payment is not None:
        ledger.book_fee(payment, line)
        ledger.book_exchange(payment, line)
    elif line.kind is LineKind.FEE:
        ledger.book_monthly_fee(line, gateway, livemode)
