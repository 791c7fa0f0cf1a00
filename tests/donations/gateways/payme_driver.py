"""Speaks as Payme, for the contract that all gateways keep."""

import json
from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from donations.gateways.instructions import (
    Annotate,
    Check,
    Confirm,
    Ending,
    Instruction,
    Query,
    Reserve,
    Statement,
    Undo,
)
from donations.gateways.outcomes import Outcome, Verdict
from donations.gateways.payme.faults import Fault
from donations.gateways.requests import PaymentRequest
from tests.donations.gateways.local import REQUEST, basic, contracted, create, rpc
from tests.donations.gateways.merchant_server import MerchantServer

ID = "5305e3bab097f420a62ced0b"
ACCOUNT = {"account": {"order_id": REQUEST.reference}, "amount": REQUEST.amount.minor}


@dataclass
class PaymeDriver:
    """Its calls by their names; the two endings of a cancelled call are named after their reasons."""

    code: str = "payme"
    asks_first: bool = True
    charges_again: bool = False
    charges_by_itself: bool = False
    reports_money: bool = False
    gives_back: bool = False
    closes_pages: bool = False
    payment: PaymentRequest = REQUEST
    paid: str = "PerformTransaction"
    check: str = "CheckPerformTransaction"
    kinds: ClassVar[dict[str, type[Instruction]]] = {
        "CheckPerformTransaction": Check,
        "CreateTransaction": Reserve,
        "PerformTransaction": Confirm,
        "CancelTransaction": Undo,
        "CheckTransaction": Query,
        "GetStatement": Statement,
        "SetFiscalData": Annotate,
    }
    endings: ClassVar[dict[Ending, str]] = {
        Ending.CANCELLED: "CancelTransaction",
        Ending.EXPIRED: "CancelTransaction 4",
    }
    # The order and the amount of a Perform stand in the record of its Create.
    exactly: ClassVar[dict[str, object]] = {"event_id": f"perform:{ID}", "provider_reference": ID}
    # Payme has nothing to be asked: `status` looks at what it told us, and ends what has timed out.
    told_by_status: type[Instruction] = Query
    code_of_forged: int = -32504
    codes_of_nonsense: ClassVar[tuple[int, ...]] = (-32300, -32700, -32600, -32601, -32602, -31001, -31050)

    def request(self, body: bytes, auth: str | None = None) -> HttpRequest:
        header = basic() if auth is None else auth
        return RequestFactory().post(
            "/payments/payme/", body, "application/json", headers={"Authorization": header}
        )

    def genuine(self, kind: str, **changes: object) -> HttpRequest:
        method, _space, reason = kind.partition(" ")
        params: dict[str, object] = {
            "CheckPerformTransaction": ACCOUNT,
            "CreateTransaction": {**ACCOUNT, "id": ID, "time": 1_700_000_000_000},
            "CancelTransaction": {"id": ID, "reason": int(reason or 3)},
            "GetStatement": {"from": 1, "to": 2},
            "SetFiscalData": {"id": ID, "type": "PERFORM", "fiscal_data": {"receipt_id": 1}},
        }.get(method, {"id": ID})
        return self.request(rpc(method, params | changes))

    def forged(self) -> list[HttpRequest]:
        body = rpc("PerformTransaction", {"id": ID})
        headers = ["", "Basic", "nonsense", basic("wrong"), basic(login="Other"), basic() + "A", "Basic é"]
        return [self.request(body, header) for header in headers]

    def unreadable(self) -> list[HttpRequest]:
        bodies = [b"", b"null", b"[]", b"{", b"\xff\xfe", b'{"params": 1}', b'{"params": {}}', b"1" * 5000]
        wrong = [
            {"amount": 1.5},
            {"amount": "10000000"},
            {"amount": True},
            {"account": None},
            {"account": {"order_id": 7}},
            {"account": {"order_id": "x" * 101}},
            {"id": "short"},
            {"time": -1},
        ]
        return [self.request(body) for body in bodies] + [
            self.genuine("CreateTransaction", **w) for w in wrong
        ]

    def yes(self) -> Outcome:
        return Outcome(Verdict.ALLOWED, answer={"amount": REQUEST.amount.minor})

    def no(self, verdict: Verdict) -> Outcome:
        return Outcome(verdict, answer={"fault": Fault.NO_ORDER})

    def is_yes(self, response: HttpResponse) -> bool:
        return json.loads(response.content).get("result") == {"allow": True}

    def code_of(self, response: HttpResponse) -> int:
        assert response.status_code == 200
        return json.loads(response.content)["error"]["code"]

    def settled_in_fact(self, _server: MerchantServer) -> None:
        create(contracted("payme"), ID)
