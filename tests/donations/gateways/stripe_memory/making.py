"""What Stripe makes by itself when somebody pays or a month goes by: intents, charges, subscriptions, invoices."""

import time
from typing import Any

import stripe

from .balance import Balance
from .shapes import listing

Row = dict[str, Any]
DAYS = {"month": 30, "year": 365}
DAY = 86_400


class Making(Balance):
    """Part of MemoryStripe."""

    asked: dict[str, Row]

    def _subscribe(self, session: Row, slow: bool) -> None:
        row, invoice = self._begin_subscription(session, slow)
        self.tell("customer.subscription.created", row)
        if not slow:
            self._paid(invoice)
        session |= {"customer": row["customer"], "subscription": row["id"], "invoice": invoice["id"]}

    def _begin_subscription(self, session: Row, slow: bool) -> tuple[Row, Row]:
        """With its first invoice."""
        params = self.asked[session["id"]]
        data, price = params.get("subscription_data", {}), params["line_items"]["0"]["price_data"]
        customer = self.add(stripe.Customer, "cus", metadata={})
        product = self.add(
            stripe.Product, "prod", name=price["product_data"]["name"], active=True, metadata={}
        )
        priced = self.add(
            stripe.Price,
            "price",
            currency=price["currency"],
            unit_amount=int(price["unit_amount"]),
            product=product["id"],
            recurring={
                "interval": price["recurring"]["interval"],
                "interval_count": 1,
                "usage_type": "licensed",
            },
            type="recurring",
            active=True,
            metadata={},
        )
        row = self._subscription(customer, priced, data.get("metadata", {}))
        return row, self._invoice(row, "subscription_create", slow)

    def _subscription(self, customer: Row, price: Row, metadata: Row) -> Row:
        now = int(time.time())
        row = self.add(
            stripe.Subscription,
            "sub",
            customer=customer["id"],
            currency=price["currency"],
            status="active",
            metadata=metadata,
            billing_mode={"type": "flexible"},
            billing_cycle_anchor=now,
            cancel_at_period_end=False,
            collection_method="charge_automatically",
            start_date=now,
            discounts=[],
        )
        item = self.add(
            stripe.SubscriptionItem,
            "si",
            price=price,
            quantity=1,
            subscription=row["id"],
            current_period_start=now,
            metadata={},
            discounts=[],
        )
        row["items"] = listing("/v1/subscription_items", [item])
        item["current_period_end"] = self._next(now, row)
        return row

    def _next(self, start: int, subscription: Row) -> int:
        interval = subscription["items"]["data"][0]["price"]["recurring"]["interval"]
        return start + DAYS[interval] * DAY

    def _invoice(self, subscription: Row, reason: str, slow: bool) -> Row:
        item = subscription["items"]["data"][0]
        amount = item["price"]["unit_amount"] * item["quantity"]
        details = {"metadata": subscription["metadata"], "subscription": subscription["id"]}
        row = self.add(
            stripe.Invoice,
            "in",
            status="open",
            billing_reason=reason,
            currency=subscription["currency"],
            customer=subscription["customer"],
            amount_due=amount,
            amount_paid=0,
            amount_remaining=amount,
            attempted=True,
            attempt_count=1,
            status_transitions={"finalized_at": int(time.time())},
            collection_method="charge_automatically",
            parent={"type": "subscription_details", "subscription_details": details},
            # The invoice's own period is the one that went by; that of the line is the one that is paid for.
            period_start=item["current_period_start"],
            period_end=item["current_period_start"],
            metadata={},
            total=amount,
        )
        line = self.add(
            stripe.InvoiceLineItem,
            "il",
            amount=amount,
            currency=row["currency"],
            invoice=row["id"],
            period={"start": item["current_period_start"], "end": item["current_period_end"]},
            quantity=1,
            metadata={},
        )
        row["lines"] = listing(f"/v1/invoices/{row['id']}/lines", [line])
        row["hosted_invoice_url"] = f"https://invoice.stripe.com/i/{row['id']}"
        intent = self._intent(amount, row["currency"], slow, {})
        self.add(
            stripe.InvoicePayment,
            "inpay",
            invoice=row["id"],
            amount_requested=amount,
            currency=row["currency"],
            is_default=True,
            status="open",
            payment={"type": "payment_intent", "payment_intent": intent["id"]},
        )
        subscription["latest_invoice"] = row["id"]
        return row

    def _let_go(self, subscription: Row) -> Row:
        """Of a paused one: made and void, nobody is charged."""
        invoice = self._invoice(subscription, "subscription_cycle", slow=True)
        self._invoice_intent(invoice)["status"] = "canceled"
        invoice |= {"status": "void", "attempted": False, "attempt_count": 0}
        self.tell("invoice.voided", invoice)
        self.tell("customer.subscription.updated", subscription)
        return invoice

    def _paid(self, invoice: Row) -> None:
        invoice |= {"status": "paid", "amount_paid": invoice["amount_due"], "amount_remaining": 0}
        invoice["next_payment_attempt"] = None
        invoice["status_transitions"]["paid_at"] = int(time.time())
        subscription = self._subscription_of(invoice)
        if subscription["status"] == "past_due":
            subscription["status"] = "active"
            self.tell("customer.subscription.updated", subscription)
        self.tell("invoice.paid", invoice)

    def _refused(self, invoice: Row, *, last: bool = False) -> None:
        failed_before = self._invoice_intent(invoice)["status"] == "requires_payment_method"
        self._invoice_intent(invoice)["status"] = "requires_payment_method"
        self.tell("payment_intent.payment_failed", self._invoice_intent(invoice))
        invoice["attempt_count"] += failed_before
        invoice["next_payment_attempt"] = None if last else int(time.time()) + 3 * DAY
        subscription = self._subscription_of(invoice)
        subscription["status"] = "past_due"
        self.tell("invoice.payment_failed", invoice)
        self.tell("customer.subscription.updated", subscription)

    def _intent(self, amount: int, currency: str, slow: bool, metadata: Row) -> Row:
        row = self.add(
            stripe.PaymentIntent,
            "pi",
            amount=amount,
            amount_received=0,
            currency=currency,
            status="processing",
            capture_method="automatic_async",
            confirmation_method="automatic",
            payment_method_types=["card"],
            metadata=metadata,
        )
        row["latest_charge"] = self._charge(row)["id"]
        if not slow:
            self._succeed(row)
        return row

    def _charge(self, intent: Row) -> Row:
        """What takes its time is pending from the day on that the payer agreed."""
        amount = intent["amount"]
        return self.add(
            stripe.Charge,
            "ch",
            amount=amount,
            amount_captured=amount,
            amount_refunded=0,
            currency=intent["currency"],
            captured=True,
            paid=False,
            refunded=False,
            disputed=False,
            status="pending",
            payment_intent=intent["id"],
            billing_details={},
            metadata={},
        )

    def _succeed(self, intent: Row) -> None:
        charge = self.rows[intent["latest_charge"]]
        charge |= {"paid": True, "status": "succeeded"}
        if not self.books_late:
            self.book_charge(charge)
        intent |= {"status": "succeeded", "amount_received": intent["amount"]}
        self.tell("charge.succeeded", charge)

    def _subscription_of(self, invoice: Row) -> Row:
        return self.rows[invoice["parent"]["subscription_details"]["subscription"]]

    def _intent_of(self, session: Row) -> Row:
        if session["payment_intent"]:
            return self.rows[session["payment_intent"]]
        return self._invoice_intent(self.rows[session["invoice"]])

    def _invoice_intent(self, invoice: Row) -> Row:
        payment = next(row for row in self.all("invoice_payment") if row["invoice"] == invoice["id"])
        return self.rows[payment["payment"]["payment_intent"]]
