"""How payments and refunds stand at Stripe, to be laid beside the books. Nothing is decided by it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import stripe

from donations.gateways.reports import Seen, Standing

from .client import asking
from .lookup import Lookup
from .words import PAID_ELSEWHERE, id_of, money, paid_elsewhere

REFUNDS = {"succeeded": Seen.PAID, "failed": Seen.ENDED, "canceled": Seen.ENDED}


class StandingOf:
    """Every method raises GatewayUnavailable when there is no answer."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self.api = lookup.api

    def payment(self, number: str) -> Standing | None:
        """Of a session or an invoice; None when Stripe has none of this number."""
        if not number:
            return None
        try:
            with asking():
                if number.startswith("in_"):
                    return of_invoice(self.lookup.retrieve_invoice(number))
                return of_session(self.api.checkout.sessions.retrieve(number))
        except stripe.InvalidRequestError:
            return None

    def refund(self, number: str) -> Standing | None:
        """Of a refund, whoever asked for it; None when Stripe has none of this number."""
        try:
            with asking():
                return of_refund(self.api.refunds.retrieve(number), "")
        except stripe.InvalidRequestError:
            return None

    def all_since(self, since: datetime) -> Iterator[Standing]:
        """Of everything of ours that was made since: sessions, the invoices that renewed, refunds."""
        start = int(since.timestamp())
        sessions = self.api.checkout.sessions
        paid: dict[str, str] = {}  # by payment intent: the session that it paid
        with asking():
            for session in sessions.list({"created": {"gte": start}, "limit": 100}).auto_paging_iter():
                if session.client_reference_id:
                    paid[id_of(session.payment_intent)] = session.id
                    yield of_session(session)
            invoices = self.api.invoices.list(
                {"created": {"gte": start}, "limit": 100, "expand": [f"data.{PAID_ELSEWHERE}"]}
            )
            for invoice in invoices.auto_paging_iter():
                if is_renewal(invoice):
                    yield of_invoice(invoice)
            refunds = self.api.refunds.list({"created": {"gte": start}, "limit": 100})
            for refund in refunds.auto_paging_iter():
                number = paid.get(id_of(refund.payment_intent)) or self.lookup.paid_by(refund)
                if number:
                    yield of_refund(refund, number)


def of_session(session: stripe.checkout.Session) -> Standing:
    """What was promised on a page, and whether it was paid."""
    paid = session.payment_status == "paid"
    open_still = session.status == "open" or session.status == "complete"
    return Standing(
        number=session.id,
        reference=session.client_reference_id or "",
        seen=Seen.PAID if paid else Seen.OPEN if open_still else Seen.ENDED,
        amount=money(session.amount_total, session.currency),
        at=_time(session.created),
        refunds_apart=True,
    )


def of_invoice(invoice: stripe.Invoice) -> Standing:
    """A period that Stripe charged by itself. Our reference is made when the message comes: there is none in it."""
    paid, open_still = invoice.status == "paid", invoice.status in ("open", "draft")
    paid = paid and not paid_elsewhere(invoice)  # of that Stripe has nothing
    return Standing(
        number=invoice.id,
        seen=Seen.PAID if paid else Seen.OPEN if open_still else Seen.ENDED,
        amount=money(invoice.amount_paid if paid else invoice.amount_due, invoice.currency),
        at=_time(invoice.created),
        refunds_apart=True,
    )


def of_refund(refund: stripe.Refund, of_number: str) -> Standing:
    """Money that goes back, or did not. `of_number` is the session or the invoice that it is of."""
    return Standing(
        number=refund.id,
        of_number=of_number,
        seen=REFUNDS.get(refund.status or "", Seen.OPEN),
        amount=money(refund.amount, refund.currency),
        at=_time(refund.created),
        is_refund=True,
    )


def is_renewal(invoice: stripe.Invoice) -> bool:
    """Of a sponsorship, and not its first: that one belongs to its session."""
    details = invoice.parent.subscription_details if invoice.parent else None
    of_ours = details is not None and details.metadata is not None and "sponsorship" in details.metadata
    return of_ours and invoice.billing_reason != "subscription_create"


def _time(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)
