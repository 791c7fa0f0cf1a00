"""Speaks as Click, for the contract that all gateways keep."""

import json
from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from donations.gateways.click.faults import Fault
from donations.gateways.click.merchant_api import PAID
from donations.gateways.instructions import Ending, Instruction, Release, Reserve, Settle
from donations.gateways.outcomes import Outcome, Verdict
from donations.gateways.requests import PaymentRequest
from donations.models import Payment
from tests.donations.gateways.local import REQUEST, click_form, complete, contracted, fields_as_form, prepare
from tests.donations.gateways.merchant_server import MerchantServer

TRANS_ID = 13_000_000_001
PAYMENT = Payment(
    reference=REQUEST.reference, amount_minor=REQUEST.amount.minor, currency=REQUEST.amount.currency
)


@dataclass
class ClickDriver:
    """Its two actions; a Complete with an error is a third kind of message."""

    code: str = "click"
    asks_first: bool = True
    charges_again: bool = False
    charges_by_itself: bool = False
    reports_money: bool = False
    gives_back: bool = True
    closes_pages: bool = False
    payment: PaymentRequest = REQUEST
    paid: str = "complete"
    check: str = "prepare"
    kinds: ClassVar[dict[str, type[Instruction]]] = {
        "prepare": Reserve,
        "complete": Settle,
        "complete -5017": Release,
    }
    endings: ClassVar[dict[Ending, str]] = {Ending.CANCELLED: "complete -5017"}
    exactly: ClassVar[dict[str, object]] = {
        "reference": REQUEST.reference,
        "amount": REQUEST.amount,
        "event_id": f"complete:{TRANS_ID}",
        "provider_reference": str(TRANS_ID),
    }
    told_by_status: type[Instruction] = Settle
    code_of_forged: int = -1
    codes_of_nonsense: ClassVar[tuple[int, ...]] = (-8, -5, -3, -2)

    def request(self, body: bytes) -> HttpRequest:
        return RequestFactory().post("/payments/click/", body, "application/x-www-form-urlencoded")

    def genuine(self, kind: str, **changes: object) -> HttpRequest:
        action, _space, error = kind.partition(" ")
        ours = None if action == "prepare" else 42
        fields = click_form(PAYMENT, TRANS_ID, ours, **{"error": error or "0", **changes})
        return self.request(fields_as_form(fields).encode())

    def forged(self) -> list[HttpRequest]:
        fields = click_form(PAYMENT, TRANS_ID, 42)
        wrong = [
            {"sign_string": ""},
            {"sign_string": "0" * 32},
            {"sign_string": "é" * 32},
            {"sign_string": fields["sign_string"].upper()},
            {"amount": "200000.00"},
            {"merchant_trans_id": "P-0000-0000-0000"},
            {"merchant_prepare_id": "43"},
            {"sign_time": "2026-11-05 12:30:01"},
        ]
        return [self.request(fields_as_form(fields | change).encode()) for change in wrong]

    def unreadable(self) -> list[HttpRequest]:
        bodies = [b"", b"null", b"[]", b"{", b"\xff\xfe", b"action=0", b"&" * 5000, b"1" * 5000]
        wrong = [
            {"amount": "1.555"},
            {"amount": "1,5"},
            {"amount": ""},
            {"action": "2"},
            {"merchant_trans_id": "7"},
            {"merchant_trans_id": "x" * 101},
            {"click_trans_id": "0"},
            {"service_id": "1"},
        ]
        return [self.request(body) for body in bodies] + [self.genuine("prepare", **w) for w in wrong]

    def yes(self) -> Outcome:
        return Outcome(Verdict.APPLIED, answer={"fault": Fault.NONE, "ours": 42})

    def no(self, verdict: Verdict) -> Outcome:
        return Outcome(verdict, answer={"fault": Fault.NO_ORDER})

    def is_yes(self, response: HttpResponse) -> bool:
        return json.loads(response.content)["error"] == 0

    def code_of(self, response: HttpResponse) -> int:
        assert response.status_code == 200
        return json.loads(response.content)["error"]

    def settled_in_fact(self, server: MerchantServer) -> None:
        payment = contracted("click")
        prepare(payment, TRANS_ID)
        server.knows(payment.reference, PAID)

    def paid_for_good(self, server: MerchantServer) -> None:
        payment = contracted("click")
        complete(payment, TRANS_ID, prepare(payment, TRANS_ID)["merchant_prepare_id"])
        server.knows(payment.reference, PAID)
        server.answers["payment/reversal/12345/777"] = {"error_code": 0, "payment_id": 777}
