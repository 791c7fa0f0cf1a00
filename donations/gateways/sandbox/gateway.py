"""Our side of the sandbox protocol."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from core.money import Money
from donations.gateways.instructions import (
    Check,
    Ending,
    Ignore,
    Instruction,
    Query,
    Refund,
    Release,
    Reserve,
    Settle,
    Unreadable,
)
from donations.gateways.outcomes import Outcome, Verdict
from donations.gateways.reports import Standing
from donations.gateways.requests import ChargeRequest, PaymentRequest, Redirect, RefundRefused, RefundRequest

from . import delivery, provider, standing
from .signing import HEADER, WrongSignature, verify

ENDINGS = {
    "payment.failed": Ending.FAILED,
    "payment.expired": Ending.EXPIRED,
    "payment.cancelled": Ending.CANCELLED,
}


class _Common(TypedDict):
    gateway: str
    livemode: bool
    event_id: str
    reference: str
    provider_reference: str
    occurred_at: datetime
    payload: Mapping[str, object]


class SandboxGateway:
    """Speaks with the sandbox provider; see the package."""

    code = "sandbox"
    livemode = False

    def begin(self, request: PaymentRequest) -> Redirect:
        """Open a pay page."""
        payment = provider.open_payment(
            order=request.reference,
            amount=request.amount,
            description=request.description,
            language=request.language,
            return_url=request.return_url,
            recurring=request.recurring,
        )
        path = reverse("sandbox_pay", args=[payment.public_id])
        return Redirect(f"{settings.SITE_URL}{path}", payment.public_id)

    def read(self, request: HttpRequest) -> Instruction:
        """Verify the signature over the raw body, then read it strictly."""
        try:
            verify(request.body, request.headers.get(HEADER, ""))
        except WrongSignature as error:
            raise Unreadable(f"signature: {error}", status=401) from None
        try:
            content = json.loads(request.body)
            return _instruction(content)
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            raise Unreadable(f"content: {type(error).__name__}") from None

    def reply(self, instruction: Instruction, outcome: Outcome) -> HttpResponse:
        """200 for whatever was verified; a check is answered with yes or no."""
        if isinstance(instruction, Check):
            return JsonResponse({"allow": outcome.verdict is Verdict.ALLOWED})
        return JsonResponse({"verdict": outcome.verdict.value, "state": outcome.state})

    def status(self, reference: str) -> Instruction | None:
        """Ask the provider's records, as an API call would."""
        report = delivery.report(reference)
        return None if report is None else _instruction(report)

    def standing(self, reference: str, provider_reference: str) -> Standing | None:
        """The same, to be laid beside the books."""
        return standing.of(reference, provider_reference)

    def standings(self, since: datetime) -> Iterator[Standing]:
        """Everything that happened since."""
        return standing.since(since)

    def charge(self, request: ChargeRequest) -> str:
        """Charge a stored card."""
        return provider.charge(
            order=request.reference,
            amount=request.amount,
            description=request.description,
            token=request.charge_token,
        ).public_id

    def give_back(self, request: RefundRequest) -> Refund:
        """Have a payment given back, whole. Raises RefundRefused for a part, and for what was not paid."""
        try:
            told = _instruction(provider.give_back(request.reference, request.amount))
        except provider.Refused as no:
            raise RefundRefused(str(no)) from None
        if not isinstance(told, Refund):
            raise TypeError(type(told).__name__)
        return replace(told, order=request.order)

    def revoke(self, charge_token: str) -> None:
        """Let the provider forget the card."""
        provider.revoke(charge_token)


def _instruction(content: Mapping[str, object]) -> Instruction:
    """Translate a message; raises ValueError, KeyError, TypeError for what is not one."""
    data = content["data"]
    if not isinstance(data, Mapping):
        raise TypeError("data")
    kind = _text(content, "type")
    common: _Common = {
        "gateway": SandboxGateway.code,
        "livemode": _flag(content, "livemode"),
        "event_id": _text(content, "id"),
        "reference": _text(data, "order"),
        "provider_reference": _text(data, "payment"),
        "occurred_at": datetime.fromtimestamp(_whole(content, "created"), UTC),
        "payload": {"type": kind, "data": {key: data[key] for key in ("amount", "currency", "payment")}},
    }
    amount = Money(_whole(data, "amount"), _text(data, "currency"))
    return _of_kind(kind, common, amount, _text(data, "token"))


def _of_kind(kind: str, common: _Common, amount: Money, token: str) -> Instruction:
    match kind:
        case "payment.check":
            return Check(**common, amount=amount)
        case "payment.waiting":
            return Query(**common)
        case "payment.processing":
            return Reserve(**common, amount=amount)
        case "payment.succeeded":
            return Settle(**common, amount=amount, charge_token=token)
        case "payment.refunded":
            return Refund(**common, amount=amount, refund_reference=f"re_{common['event_id']}")
        case _ if kind in ENDINGS:
            return Release(**common, ending=ENDINGS[kind], detail=kind)
        case _:
            return Ignore(**common, reason=kind)


def _text(source: Mapping[str, object], key: str) -> str:
    value = source[key]
    if not isinstance(value, str) or len(value) > 100:
        raise TypeError(key)
    return value


def _whole(source: Mapping[str, object], key: str) -> int:
    value = source[key]
    if type(value) is not int:  # a bool or a float is not an amount
        raise TypeError(key)
    return value


def _flag(source: Mapping[str, object], key: str) -> bool:
    value = source[key]
    if not isinstance(value, bool):
        raise TypeError(key)
    return value
