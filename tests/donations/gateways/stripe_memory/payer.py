"""People and time: who pays, whose card fails, what the months bring."""

import time

import stripe

from .making import Making, Row

FAILURE = "lost_or_stolen_card"


class Payer(Making):
    """Part of MemoryStripe. Each act changes the objects, then tells of it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = {}

    # --- At the pay page ------------------------------------------------------------------------

    def pay(self, session: str, *, slow: bool = False) -> Row:
        """Finish the page. `slow`: by a transfer of which nobody knows yet whether it arrives."""
        row = self.rows[session]
        assert row["status"] == "open", f"the page is {row['status']}"
        row |= {"status": "complete", "url": None}
        if row["mode"] == "subscription":
            self._subscribe(row, slow)
        else:
            data = self.asked[session].get("payment_intent_data", {})
            row["payment_intent"] = self._intent(
                row["amount_total"], row["currency"], slow, data.get("metadata", {})
            )["id"]
        row["payment_status"] = "unpaid" if slow else "paid"
        self.tell("checkout.session.completed", row)
        return row

    def take_voucher(self, session: str) -> Row:
        """Finish the page with a voucher that is to be paid at a bank, or an account that is to be proven first."""
        row = self.pay(session, slow=True)
        self._intent_of(row)["status"] = "requires_action"
        return row

    def arrive(self, session: str) -> None:
        """The slow transfer came."""
        row = self.rows[session]
        self._succeed(self._intent_of(row))
        if row["invoice"]:
            self._paid(self.rows[row["invoice"]])
        row["payment_status"] = "paid"
        self.tell("checkout.session.async_payment_succeeded", row)

    def bounce(self, session: str) -> None:
        """It did not."""
        row = self.rows[session]
        self._intent_of(row)["status"] = "requires_payment_method"
        self.tell("payment_intent.payment_failed", self._intent_of(row))
        if row["invoice"]:
            self.tell("invoice.payment_failed", self.rows[row["invoice"]])
        self.tell("checkout.session.async_payment_failed", row)

    def decline(self, session: str) -> None:
        """The card is refused on the page, which stays open for another one."""
        row = self.rows[session]
        if row["mode"] == "subscription":
            subscription, invoice = self._begin_subscription(row, True)
            subscription["status"] = "incomplete"
            intent = self._invoice_intent(invoice)
        else:
            data = self.asked[session].get("payment_intent_data", {})
            intent = self._intent(row["amount_total"], row["currency"], True, data.get("metadata", {}))
        intent["status"] = "requires_payment_method"
        self.tell("payment_intent.payment_failed", intent)

    def expire(self, session: str) -> None:
        """Nobody came in time."""
        row = self.rows[session]
        assert row["status"] == "open"
        row |= {"status": "expired", "url": None}
        self.tell("checkout.session.expired", row)

    # --- Months ---------------------------------------------------------------------------------

    def renew(self, subscription: str, outcome: str = "paid") -> Row:
        """The next period's invoice: `paid`, `failed` or `processing`."""
        row = self.rows[subscription]
        item = row["items"]["data"][0]
        start = item["current_period_end"]
        item |= {"current_period_start": start, "current_period_end": self._next(start, row)}
        if row["pause_collection"]:
            return self._let_go(row)
        invoice = self._invoice(row, "subscription_cycle", slow=outcome != "paid")
        if outcome == "paid":
            self._paid(invoice)
        if outcome == "failed":
            self._refused(invoice)
        return invoice

    def settle(self, invoice: str) -> None:
        """Another try, or the payer on the invoice's page: it is paid after all."""
        row = self.rows[invoice]
        self._succeed(self._invoice_intent(row))
        self._paid(row)

    def pay_elsewhere(self, invoice: str) -> None:
        """Somebody marks it as paid in the dashboard: cash, or a transfer to our bank."""
        row = self.rows[invoice]
        self._invoice_intent(row)["status"] = "canceled"
        self.told_when_asked[invoice] = {"amount_paid_off_stripe": row["amount_due"]}
        self._paid(row)

    def refuse(self, invoice: str, *, last: bool = False) -> None:
        """Another try failed; after the last one the subscription ends."""
        self._refused(self.rows[invoice], last=last)
        if last:
            self.cancel(self._subscription_of(self.rows[invoice])["id"], "payment_failed")

    def cancel(self, subscription: str, reason: str = "cancellation_requested") -> None:
        """No further charge."""
        row = self.rows[subscription]
        now = int(time.time())
        details = {"comment": None, "feedback": None, "feedback_option": None, "reason": reason}
        row |= {
            "status": "canceled",
            "canceled_at": now,
            "ended_at": now,
            "cancellation_details": details,
        }
        self.tell("customer.subscription.deleted", row)

    def cancel_at_period_end(self, subscription: str, wanted: bool = True) -> None:
        """The donor ends it in the billing portal, or takes that back."""
        row = self.rows[subscription]
        ends = row["items"]["data"][0]["current_period_end"] if wanted else None
        row |= {"cancel_at_period_end": wanted, "cancel_at": ends}
        row["canceled_at"] = int(time.time()) if wanted else None
        self.tell("customer.subscription.updated", row)

    def pause(self, subscription: str, resumes_at: int | None = None) -> None:
        """Its status stays as it is."""
        self.rows[subscription]["pause_collection"] = {"behavior": "void", "resumes_at": resumes_at}
        self.tell("customer.subscription.updated", self.rows[subscription])

    def go_on(self, subscription: str) -> None:
        """The pause is over."""
        self.rows[subscription]["pause_collection"] = None
        self.tell("customer.subscription.updated", self.rows[subscription])

    # --- Money that goes back -------------------------------------------------------------------

    def refund(
        self,
        intent: str,
        amount: int | None = None,
        status: str = "succeeded",
        metadata: dict[str, str] | None = None,
        prefix: str = "re",
    ) -> Row:
        """Somebody presses "refund" in Stripe's dashboard; with `metadata`, by the API. "pyr" of what was no card."""
        paid = self.rows[intent]
        row = self.add(
            stripe.Refund,
            prefix,
            amount=amount or paid["amount"],
            currency=paid["currency"],
            payment_intent=intent,
            charge=paid["latest_charge"],
            status=status,
            created=self.moment(),
            metadata=metadata or {},
        )
        if status == "failed":
            row["failure_reason"] = FAILURE
        if status == "succeeded":
            row["balance_transaction"] = self.book("refund", row, -row["amount"])["id"]
        self.tell("refund.created", row)
        return row

    def change_refund(self, refund: str, status: str) -> None:
        """It succeeds or fails later."""
        row = self.rows[refund]
        row["status"] = status
        if status == "failed":
            row["failure_reason"] = FAILURE
        if status == "succeeded":
            row["balance_transaction"] = self.book("refund", row, -row["amount"])["id"]
        if status == "failed" and row["balance_transaction"]:
            row["failure_balance_transaction"] = self.book("refund_failure", row, row["amount"])["id"]
        self.tell("refund.failed" if status == "failed" else "refund.updated", row)

    def intent_of(self, row: Row) -> str:
        """The payment intent behind a session or an invoice."""
        return (self._intent_of(row) if row["object"] == "checkout.session" else self._invoice_intent(row))[
            "id"
        ]
