"""Speaks as Stripe, for the contract that every gateway is under."""

import json
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils import timezone

from core.money import Money
from donations.gateways.instructions import (
    Ending,
    Ignore,
    Instruction,
    Refund,
    Release,
    Reserve,
    Settle,
    Told,
)
from donations.gateways.requests import PaymentRequest
from donations.gateways.stripe.gateway import StripeGateway
from tests.donations.gateways.stripe_memory import MemoryStripe

PAYMENT = PaymentRequest(
    reference="P-7K3M-Q9XT-2BC4",
    amount=Money(2500, "USD"),
    description="Tashkent",
    language="uz",
    return_url="http://testserver/uz/donate/thanks/x/",
    recurring=True,
    frequency="month",
    sponsorship="S-7K3M-Q9XT-2BC4",
    expires_at=timezone.now() + timedelta(hours=20),
)


@dataclass
class StripeDriver:
    """Its messages are triggers: what they come to is what the gateway finds when it follows them."""

    account: MemoryStripe
    payment: PaymentRequest = PAYMENT
    code: str = "stripe"
    asks_first: bool = False
    charges_again: bool = False
    charges_by_itself: bool = True
    reports_money: bool = True
    gives_back: bool = True
    closes_pages: bool = True
    paid: str = "payment.succeeded"
    check: str = ""  # asks nothing
    kinds: ClassVar[dict[str, type[Instruction]]] = {
        "payment.processing": Reserve,
        "payment.succeeded": Settle,
        "payment.refunded": Refund,
        "payment.failed": Release,
        "account.updated": Ignore,
    }
    endings: ClassVar[dict[Ending, str]] = {ending: f"payment.{ending.value}" for ending in Ending}
    told_by_status: type[Instruction] = Settle

    @property
    def exactly(self) -> dict[str, object]:
        """What the last message says."""
        return {
            "reference": self.payment.reference,
            "amount": self.payment.amount,
            "event_id": self.account.events()[-1]["id"],
            "provider_reference": self.session()["id"],
        }

    def session(self) -> dict[str, Any]:
        """The one that was begun, or one that is begun now."""
        if not self.account.all("checkout.session"):
            StripeGateway().begin(self.payment)
        return self.account.all("checkout.session")[0]

    def genuine(self, kind: str) -> HttpRequest:
        return self.account.message(self.event(kind))

    def event(self, kind: str) -> dict[str, Any]:
        """Let it happen; the message that tells of it."""
        session = self.session()["id"]
        match kind:
            case "payment.succeeded":
                self.account.pay(session)
            case "payment.processing":
                self.account.pay(session, slow=True)
            case "payment.failed" | "payment.cancelled":
                self.account.pay(session, slow=True)
                self.account.bounce(session)
                if kind == "payment.cancelled":
                    intent = self.account.intent_of(self.account.rows[session])
                    self.account.rows[intent]["status"] = "canceled"
            case "payment.expired":
                self.account.expire(session)
            case "payment.refunded":
                self.account.refund(self.account.intent_of(self.account.pay(session)))
            case _:
                return self.account.tell(kind, self.session())
        return self.account.events()[-1]

    def news(self, gateway: StripeGateway, kind: str) -> Instruction:
        """What comes out in the end, under the message's number."""
        told = gateway.read(self.genuine(kind))
        if not isinstance(told, Told):
            return told
        return replace(gateway.follow(told)[-1], event_id=told.event_id)

    def forged(self) -> list[HttpRequest]:
        account, now = self.account, int(time.time())
        body, good = account.signed(self.event("payment.succeeded"))
        digest = good.split("v1=")[1]
        send = account.as_request
        return [
            send(body, ""),
            send(body, "t=1,v1=00"),
            send(body, "nonsense"),
            send(body, f"t={now},v1={'0' * 64}"),
            send(body, f"t={now},v0={digest}"),
            send(body.replace(b"2500", b"9900"), good),
            send(body, account.signed(body, at=now - 301)[1]),
            send(body, account.signed(body, at=now + 3600)[1]),
            send(body, account.signed(body, secret="whsec_other")[1]),
            send(body, good.replace("v1=", "v1=é")),
            send(b"\xff\xfe", good),
        ]

    def unreadable(self) -> list[HttpRequest]:
        event = self.event("payment.succeeded")
        wrong: list[dict[str, Any]] = [
            {"id": None},
            {"id": "x" * 101},
            {"type": 7},
            {"livemode": "no"},
            {"created": "yesterday"},
            {"created": 10**30},
            {"data": None},
            {"data": {}},
            {"data": {"object": {"id": 7}}},
            {"data": {"object": {"id": "evil_1", "object": "checkout.session"}}},
            {"object": "v2.core.event"},
        ]
        bodies = [b"", b"null", b"[]", b"{", b"7", b'"x"', b'{"data": 1}', b'{"data": {}}', b"1" * 5000]
        return [self.account.message(body) for body in bodies] + [
            self.account.message(json.dumps(event | change).encode()) for change in wrong
        ]

    def settled_in_fact(self, _server: object = None) -> None:
        self.account.pay(self.session()["id"])

    def paid_for_good(self, _server: object = None) -> None:
        self.settled_in_fact()

    def token(self) -> str:
        return self.session()["subscription"]

    def next_period(self) -> str:
        """A month goes by; the number of what was charged."""
        return self.account.renew(self.token())["id"]

    def is_to_end(self) -> None:
        self.account.cancel_at_period_end(self.token())

    def is_open(self) -> bool:
        return self.session()["status"] == "open"

    def charges_go_on(self) -> bool:
        return self.account.rows[self.token()]["status"] != "canceled"

    def charge(self) -> str:
        """The provider's number of what was charged."""
        return self.account.all("charge")[0]["id"]

    def pays_out(self) -> str:
        """All that it holds goes to our bank; the number of that."""
        row = self.account.pay_out()
        assert row is not None
        return row["id"]
