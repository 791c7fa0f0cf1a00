"""Stripe's balance: what everything moved there, what went to the bank, what banks took back."""

import time
from typing import Any

import stripe

Row = dict[str, Any]
DISPUTE_FEE = 1500
DAY = 86_400


class Balance:
    """Part of MemoryStripe."""

    def __init__(self) -> None:
        super().__init__()
        self.settles_in: dict[str, tuple[str, int, int]] = {}  # "eur": ("usd", 108, 100): at 1.08
        self.latest = 0
        self.books_late = False  # a charge has no balance transaction yet
        self.paid_out: dict[str, str] = {}  # balance transaction: payout

    def moment(self) -> int:
        """What goes back never does so in one second: days lie between in life."""
        self.latest = max(int(time.time()), self.latest + 1)
        return self.latest

    def balance(self) -> dict[str, int]:
        """What Stripe holds, by currency."""
        held: dict[str, int] = {}
        for row in self.all("balance_transaction"):
            held[row["currency"].upper()] = held.get(row["currency"].upper(), 0) + row["net"]
        return held

    def left_of(self, intent: str) -> int:
        """What of a payment has not been given back, and is not on its way."""
        refunds = [row for row in self.all("refund") if row["payment_intent"] == intent]
        gone = sum(row["amount"] for row in refunds if row["status"] not in ("failed", "canceled"))
        return self.rows[intent]["amount_received"] - gone

    def book(self, kind: str, source: Row, amount: int, fee: int = 0, currency: str = "") -> Row:
        """A line of the balance, in the currency that it is kept in."""
        given = currency or source["currency"]
        kept, times, by = self.settles_in.get(given, (given, 1, 1))
        amount = amount * times // by
        return self.add(
            stripe.BalanceTransaction,
            "txn",
            amount=amount,
            currency=kept,
            exchange_rate=times / by if kept != given else None,
            fee=fee,
            net=amount - fee,
            type=kind,
            source=source["id"] if source else None,
            status="available",
            available_on=int(time.time()),
            fee_details=[],
        )

    def book_charge(self, charge: Row) -> None:
        """With the fee of a card."""
        amount = charge["amount"]
        charge["balance_transaction"] = self.book("charge", charge, amount, amount * 29 // 1000 + 30)["id"]

    def book_what_is_late(self) -> None:
        """Minutes later."""
        self.books_late = False
        for charge in self.all("charge"):
            if charge["balance_transaction"] is None:
                self.book_charge(charge)

    def take_monthly_fee(self, amount: int, currency: str = "usd") -> Row:
        """For nothing in particular."""
        return self.book("stripe_fee", {}, -amount, currency=currency)

    # --- To the bank ----------------------------------------------------------------------------

    def pay_out(
        self, currency: str = "usd", *, automatic: bool = True, reconciled: bool = True
    ) -> Row | None:
        """All that is there; None when that is nothing."""
        lines = [
            row
            for row in self.all("balance_transaction")
            if row["currency"] == currency and row["id"] not in self.paid_out
        ]
        amount = sum(row["net"] for row in lines)
        if not amount:
            return None
        row = self.add(
            stripe.Payout,
            "po",
            amount=amount,
            currency=currency,
            automatic=automatic,
            arrival_date=int(time.time()) // DAY * DAY,
            status="paid",
            reconciliation_status="in_progress" if automatic else "not_applicable",
            method="standard",
            metadata={},
        )
        own = self.add_own(row, "payout", -amount)
        row["balance_transaction"] = own["id"]
        self.paid_out |= {line["id"]: row["id"] for line in [*lines, own]}
        self.tell("payout.paid", row)
        if automatic and reconciled:
            self.reconcile(row["id"])
        return row

    def add_own(self, payout: Row, kind: str, amount: int) -> Row:
        """What a payout itself does to the balance: its currency is the balance's."""
        return self.add(
            stripe.BalanceTransaction,
            "txn",
            amount=amount,
            currency=payout["currency"],
            fee=0,
            net=amount,
            type=kind,
            source=payout["id"],
            status="available",
            available_on=int(time.time()),
            fee_details=[],
        )

    def reconcile(self, payout: str) -> None:
        """Its lines are known now."""
        self.rows[payout]["reconciliation_status"] = "completed"
        self.tell("payout.reconciliation_completed", self.rows[payout])

    def bounce_payout(self, payout: str) -> None:
        """The bank did not take it, days after it seemed to."""
        row = self.rows[payout]
        row["failure_balance_transaction"] = self.add_own(row, "payout_failure", row["amount"])["id"]
        row["status"] = "failed"
        self.tell("payout.failed", row)

    # --- Taken back by banks --------------------------------------------------------------------

    def dispute(
        self, intent: str, amount: int | None = None, *, inquiry: bool = False, reason: str = "fraudulent"
    ) -> Row:
        """The payer's bank wants the money back, and takes it at once unless it only asks."""
        paid, now = self.rows[intent], int(time.time())
        row = self.add(
            stripe.Dispute,
            "du",
            amount=amount or paid["amount"],
            currency=paid["currency"],
            payment_intent=intent,
            charge=paid["latest_charge"],
            status="warning_needs_response" if inquiry else "needs_response",
            reason=reason,
            balance_transactions=[],
            evidence_details={
                "due_by": now + 7 * DAY,
                "has_evidence": False,
                "past_due": False,
                "submission_count": 0,
            },
            is_charge_refundable=inquiry,
            created=self.moment(),
            metadata={},
        )
        self.rows[paid["latest_charge"]]["disputed"] = True
        self.tell("charge.dispute.created", row)
        if not inquiry:
            self.withdraw(row["id"])
        return row

    def withdraw(self, dispute: str) -> None:
        """The money goes, with a fee for it."""
        row = self.rows[dispute]
        row["balance_transactions"].append(self.book("adjustment", row, -row["amount"], DISPUTE_FEE))
        self.tell("charge.dispute.funds_withdrawn", row)

    def escalate(self, dispute: str) -> None:
        """What was only asked is a dispute now, to be answered by another day."""
        row = self.rows[dispute]
        row["status"] = "needs_response"
        row["evidence_details"]["due_by"] += 7 * DAY
        self.tell("charge.dispute.updated", row)
        self.withdraw(dispute)

    def answer(self, dispute: str) -> None:
        """We have sent our evidence."""
        row = self.rows[dispute]
        row["status"] = "warning_under_review" if row["status"].startswith("warning") else "under_review"
        self.tell("charge.dispute.updated", row)

    def decide(self, dispute: str, *, won: bool) -> None:
        """The bank's word. What was won comes back, with the fee."""
        row = self.rows[dispute]
        taken = bool(row["balance_transactions"])
        row["status"] = ("won" if won else "lost") if taken else "warning_closed"
        self.tell("charge.dispute.closed", row)
        if won and taken:
            self.reinstate(dispute)

    def reinstate(self, dispute: str) -> None:
        """The money comes back."""
        row = self.rows[dispute]
        row["balance_transactions"].append(self.book("adjustment", row, row["amount"], -DISPUTE_FEE))
        self.tell("charge.dispute.funds_reinstated", row)
