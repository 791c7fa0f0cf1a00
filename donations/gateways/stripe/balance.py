"""Asking Stripe what stands on our balance. Every method raises GatewayUnavailable when there is no answer."""

from collections.abc import Iterator
from datetime import datetime

import stripe

from core.money import Money
from donations.gateways.instructions import Ignore, Instruction, Line, LineKind, PaidOut, PayoutStep
from donations.gateways.reports import Movements

from . import money_words, words
from .client import asking
from .lookup import Lookup
from .words import Common, id_of, money

PAGE = 100
NOTHING = Movements((), True)


class Balance:
    """What payments moved there, and what went to our bank."""

    def __init__(self, lookup: Lookup) -> None:
        self.api, self.lookup, self.livemode = lookup.api, lookup, lookup.livemode

    def movements(self, provider_reference: str) -> Movements:
        """Of a session or an invoice, as our payments are known there."""
        common = Common(
            gateway=words.CODE, livemode=self.livemode, reference="", provider_reference=provider_reference
        )
        try:
            with asking():
                intent = self.lookup.intent_of(provider_reference)
                return self._of_intent(intent, common) if intent else Movements((), False)
        except stripe.InvalidRequestError:
            return NOTHING

    def whose(self, number: str) -> list[Instruction]:
        """Of a charge: what its payment is, and all that it moved."""
        try:
            with asking():
                charge = self.api.charges.retrieve(number, {"expand": ["balance_transaction"]})
                before, common = self.lookup.of_intent(id_of(charge.payment_intent))
                return [*before, *self._of_charge(charge, common).instructions] if before else []
        except stripe.InvalidRequestError:
            return []

    def payout(self, number: str) -> PaidOut:
        """Its lines are known once Stripe has reconciled it."""
        with asking():
            payout = self.api.payouts.retrieve(number, {"expand": ["balance_transaction"]})
            return money_words.of_payout(payout, self._lines(payout))

    def payouts(self, since: datetime) -> Iterator[tuple[str, PayoutStep]]:
        """Latest first."""
        with asking():
            found = self.api.payouts.list({"created": {"gte": int(since.timestamp())}, "limit": PAGE})
            every = list(found.auto_paging_iter())
        for one in every:
            yield one.id, money_words.step_of(one)

    def _of_intent(self, intent: str, common: Common) -> Movements:
        found = self.api.payment_intents.retrieve(intent, {"expand": ["latest_charge.balance_transaction"]})
        charge = found.latest_charge
        if charge is None or isinstance(charge, str):
            return Movements((), False)
        return self._of_charge(charge, common)

    def _of_charge(self, charge: stripe.Charge, common: Common) -> Movements:
        """The charge's own line, then what went back, in the order that it happened."""
        moved = money(charge.amount_captured, charge.currency)
        told = [_line(charge.balance_transaction, LineKind.CAPTURE, charge.id, moved, common)]
        for one in self.lookup.went_back(id_of(charge.payment_intent)):
            told.append(money_words.of_gone_back(one, common))
            told += _of_refund(one, common) if isinstance(one, stripe.Refund) else []
        instructions = tuple(one for one in told if one is not None and not isinstance(one, Ignore))
        return Movements(instructions, None not in told)

    def _lines(self, payout: stripe.Payout) -> tuple[Line, ...] | None:
        if payout.status not in ("paid", "failed"):
            return None
        if not payout.automatic:
            return money_words.sent_by_hand(payout)
        if payout.reconciliation_status != "completed":
            return None
        found = self.api.balance_transactions.list(
            {"payout": payout.id, "limit": PAGE, "expand": ["data.source"]}
        )
        # The payout's own transaction is on its list, too.
        others = (one for one in found.auto_paging_iter() if id_of(one.source) != payout.id)
        return tuple(money_words.in_payout(one) for one in others)


def _of_refund(refund: stripe.Refund, common: Common) -> list[Instruction | None]:
    """What a refund moved; one that is under way has moved nothing."""
    gone = -money(refund.amount, refund.currency)
    charge, told = id_of(refund.charge), list[Instruction | None]()
    if refund.balance_transaction or refund.status in ("succeeded", "failed"):
        told.append(_line(refund.balance_transaction, LineKind.REFUND, charge, gone, common))
    # Stripe names it where there is one only.
    came_back = getattr(refund, "failure_balance_transaction", None)
    if came_back or refund.status == "failed":
        told.append(_line(came_back, LineKind.REFUND_FAILED, charge, -gone, common))
    return told


def _line(
    transaction: str | stripe.BalanceTransaction | None,
    kind: LineKind,
    charge: str,
    moved: Money,
    common: Common,
) -> Instruction | None:
    """None: Stripe has not booked it yet."""
    if transaction is None or isinstance(transaction, str):
        return None
    return money_words.booked(transaction, kind, charge, moved, common)
