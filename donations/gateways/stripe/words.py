"""Stripe's objects in our words. Pure: nothing is asked here."""

from datetime import UTC, date, datetime
from typing import TypedDict

import stripe
from django.utils import timezone

from core.money import Money
from donations.gateways.instructions import (
    Attend,
    Charged,
    ChargeFailed,
    Ended,
    Ending,
    GivenBack,
    GoesOn,
    Ignore,
    Instruction,
    Query,
    Refund,
    RefundFailed,
    RefundPending,
    Release,
    Reserve,
    Settle,
)

CODE = "stripe"
PAID_ELSEWHERE = "amount_paid_off_stripe"  # of an invoice; to be expanded
NOT_PAID_BECAUSE = ("payment_failed", "payment_disputed")
ENDED = ("canceled", "unpaid", "incomplete_expired")
# Of what was agreed to on a pay page. "requires_action": the payer holds a voucher to pay at a bank, or proves first
# that the bank account is theirs; that takes days.
ON_ITS_WAY = ("requires_action", "processing", "succeeded")


class Common(TypedDict):
    """What every instruction about a payment says."""

    gateway: str
    livemode: bool
    reference: str
    provider_reference: str


def id_of(value: str | stripe.StripeObject | None) -> str:
    """The number of what Stripe gives as a number or, expanded, as the object."""
    if value is None or isinstance(value, str):
        return value or ""
    return str(value["id"])


def money(minor: int | None, currency: str | None) -> Money:
    """Raises MoneyError for a currency that we do not know."""
    return Money(minor or 0, (currency or "").upper())


def ignore(livemode: bool, reason: str) -> Ignore:
    """Does not concern us."""
    return Ignore(gateway=CODE, livemode=livemode, reason=reason)


def of_session(session: stripe.checkout.Session, intent_status: str) -> Instruction:
    """How the payment stands that a Checkout Session was made for. `intent_status` matters once it is complete."""
    reference = session.client_reference_id or ""
    if not reference:
        return ignore(session.livemode, "session of somebody else")
    common = Common(
        gateway=CODE, livemode=session.livemode, reference=reference, provider_reference=session.id
    )
    subscription = id_of(session.subscription)
    if session.payment_status == "paid":
        amount = money(session.amount_total, session.currency)
        return Settle(**common, amount=amount, charge_token=subscription, moved_on=_paid_on(session))
    if session.status == "expired":
        return Release(**common, ending=Ending.EXPIRED, detail="checkout expired")
    if session.status != "complete":
        return Query(**common)
    # Complete and unpaid: a bank transfer is on its way, or has come to nothing.
    if intent_status in ON_ITS_WAY:
        return Reserve(**common, amount=money(session.amount_total, session.currency))
    ending = Ending.CANCELLED if intent_status == "canceled" else Ending.FAILED
    return Release(**common, ending=ending, detail="payment failed", charge_token=subscription)


def paid_elsewhere(invoice: stripe.Invoice) -> bool:
    """Whether some of it did not come through Stripe, which holds nothing of that. Only where PAID_ELSEWHERE was asked
    for: Stripe tells it in answers alone, and leaves it out of others.
    """
    return bool(getattr(invoice, PAID_ELSEWHERE, 0))


def of_renewal(
    invoice: stripe.Invoice, subscription: str, sponsorship: str, in_progress: bool
) -> Instruction:
    """How a charge stands that Stripe made by itself."""
    begins, ends = _period(invoice)
    if invoice.status == "paid" and paid_elsewhere(invoice):
        reason = f"invoice {invoice.id} was marked as paid outside Stripe"
        return Attend(gateway=CODE, livemode=invoice.livemode, provider_reference=invoice.id, reason=reason)
    if invoice.status == "paid":
        return Charged(
            gateway=CODE,
            livemode=invoice.livemode,
            provider_reference=invoice.id,
            sponsorship=sponsorship,
            charge_token=subscription,
            amount=money(invoice.amount_paid, invoice.currency),
            period=begins,
            next_on=ends,
            moved_on=_invoice_paid_on(invoice),
        )
    if not invoice.attempted or in_progress or invoice.status == "draft":
        return ignore(invoice.livemode, f"invoice is {invoice.status}")
    again = invoice.next_payment_attempt if invoice.status == "open" else None
    return ChargeFailed(
        gateway=CODE,
        livemode=invoice.livemode,
        provider_reference=invoice.id,
        sponsorship=sponsorship,
        charge_token=subscription,
        amount=money(invoice.amount_due, invoice.currency),
        period=begins,
        attempt=invoice.attempt_count,
        retry_at=None if again is None else datetime.fromtimestamp(again, UTC),
    )


def of_subscription(
    subscription: stripe.Subscription, sponsorship: str, asked_at: datetime
) -> Ignore | Ended | GoesOn:
    """Whether it will charge again, and how it goes on."""
    if subscription.status == "incomplete":
        return ignore(subscription.livemode, "subscription is incomplete")
    if subscription.status not in ENDED:
        return _goes_on(subscription, sponsorship, asked_at)
    details = subscription.cancellation_details
    unpaid = subscription.status == "unpaid" or (details is not None and details.reason in NOT_PAID_BECAUSE)
    return Ended(
        gateway=CODE,
        livemode=subscription.livemode,
        sponsorship=sponsorship,
        charge_token=subscription.id,
        ending=Ending.FAILED if unpaid else Ending.CANCELLED,
    )


def _goes_on(subscription: stripe.Subscription, sponsorship: str, asked_at: datetime) -> GoesOn:
    """Pausing leaves the status as it is; "paused" is that of a trial without a card."""
    pause = subscription.pause_collection
    ends = subscription.cancel_at
    period = subscription["items"].data[0].current_period_end  # `items` is also the method of a mapping
    if ends is None and subscription.cancel_at_period_end:
        ends = period
    return GoesOn(
        gateway=CODE,
        livemode=subscription.livemode,
        sponsorship=sponsorship,
        charge_token=subscription.id,
        asked_at=asked_at,
        ends_on=_day(ends) if ends else None,
        is_paused=pause is not None or subscription.status == "paused",
        paused_until=_day(pause.resumes_at) if pause and pause.resumes_at else None,
        next_on=_day(period) if subscription.status == "active" and not ends else None,
    )


def of_refund(refund: stripe.Refund, common: Common) -> GivenBack:
    """Whether money went back, is on its way, or came back because the payer's bank did not take it."""
    amount, order = money(refund.amount, refund.currency), order_of(refund)
    if refund.status == "succeeded":
        return Refund(**common, amount=amount, refund_reference=refund.id, order=order)
    if refund.status in ("failed", "canceled"):
        # Stripe leaves out what it has nothing to say in, and the SDK has no attribute then.
        detail = getattr(refund, "failure_reason", "") or refund.status
        return RefundFailed(**common, amount=amount, refund_reference=refund.id, order=order, detail=detail)
    return RefundPending(**common, refund_reference=refund.id, order=order)


def order_of(refund: stripe.Refund) -> str:
    """Our order that a refund was made for; "" for one that somebody made in Stripe's dashboard."""
    return text_in(refund.metadata, "order")


def text_in(metadata: stripe.StripeObject | None, name: str) -> str:
    """What we wrote on an object under a name; "" on one that is not ours."""
    return str(metadata[name]) if metadata is not None and name in metadata else ""


def _paid_on(session: stripe.checkout.Session) -> date | None:
    """When the money came: we may hear of it days later, in another month. `lookup.CHARGED` is expanded.

    A direct debit's charge is made when the payer agrees and is pending for days; what it brought is booked there when
    it has come. A card's is booked there at once, or minutes later.
    """
    if isinstance(session.invoice, stripe.Invoice):
        return _invoice_paid_on(session.invoice)
    intent = session.payment_intent
    charge = intent.latest_charge if isinstance(intent, stripe.PaymentIntent) else None
    if not isinstance(charge, stripe.Charge):
        return None
    booked = charge.balance_transaction
    return _day(booked.created if isinstance(booked, stripe.BalanceTransaction) else charge.created)


def _invoice_paid_on(invoice: stripe.Invoice) -> date | None:
    paid_at = invoice.status_transitions.paid_at
    return _day(paid_at) if paid_at else None


def _period(invoice: stripe.Invoice) -> tuple[date, date]:
    """First day and the next one's, in our time zone. The invoice's own dates are the past period's."""
    period = invoice.lines.data[0].period
    return _day(period.start), _day(period.end)


def _day(at: int) -> date:
    return timezone.localdate(datetime.fromtimestamp(at, UTC))
