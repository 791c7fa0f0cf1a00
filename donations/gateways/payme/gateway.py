"""Our side of Payme's Merchant API."""

from base64 import b64encode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from donations.gateways.instructions import (
    Annotate,
    Check,
    Confirm,
    Instruction,
    Query,
    Reserve,
    Statement,
    Undo,
    Unreadable,
)
from donations.gateways.outcomes import Outcome
from donations.gateways.protocols import Door
from donations.gateways.requests import PaymentRequest, Redirect

from . import reading, records, rows
from .faults import ACCOUNT_FIELD, Fault, Refused, as_error

LANGUAGES = {"uz": "uz", "uz-cyrl": "uz", "ru": "ru"}
# What each call is told of the record.
FIELDS = {
    Reserve: ("create_time", "transaction", "state"),
    Confirm: ("transaction", "perform_time", "state"),
    Undo: ("transaction", "cancel_time", "state"),
    Query: ("create_time", "perform_time", "cancel_time", "transaction", "state", "reason"),
    Annotate: ("success",),
}
STATEMENT_FIELDS = ("id", "time", "amount", *FIELDS[Query])


class PaymeGateway:
    """Payme asks before it moves money and obeys the answer; see the package."""

    code = reading.CODE
    cabinet = "https://merchant.payme.uz"

    def __init__(self) -> None:
        self.livemode = not settings.PAYME_TEST

    def begin(self, request: PaymentRequest) -> Redirect:
        """The pay link. Payme gives no number before the payer acts: there is no reference of its yet.

        The link is not signed, so that the payer may change it: what counts is compared when Payme asks.
        """
        fields = {
            "m": settings.PAYME_MERCHANT_ID,
            f"ac.{ACCOUNT_FIELD}": request.reference,
            "a": str(request.amount.minor),
            "l": LANGUAGES.get(request.language, "en"),
            "c": request.return_url.replace(";", "%3B"),
        }
        text = ";".join(f"{name}={value}" for name, value in fields.items())
        return Redirect(f"{settings.PAYME_CHECKOUT_URL}/{b64encode(text.encode()).decode()}", "")

    def read(self, request: HttpRequest) -> Instruction:
        """See `reading`. Raises Refused."""
        return reading.instruction_in(request, livemode=self.livemode)

    def keep(self, instruction: Instruction, door: Door) -> Outcome:
        """See `records`."""
        return records.keep(instruction, door)

    def reply(self, instruction: Instruction, outcome: Outcome) -> HttpResponse:
        """HTTP 200 with a result or an error, as Payme wants it."""
        rpc_id = instruction.payload.get("id")
        fault = outcome.answer.get("fault")
        if not outcome.answer:  # a copy of the call was quicker, and could not be followed either
            fault = Fault.CANNOT_CANCEL if isinstance(instruction, Undo) else Fault.CANNOT_DO
        if isinstance(fault, Fault):
            return _answer(rpc_id, error=as_error(fault))
        return _answer(rpc_id, result=_result(instruction, outcome))

    def refuse(self, error: Unreadable) -> HttpResponse:
        """HTTP 200 here, too."""
        if isinstance(error, Refused):
            return _answer(error.rpc_id, error=as_error(error.fault))
        return _answer(None, error=as_error(Fault.FIELDS))

    def fail(self, instruction: Instruction) -> HttpResponse:
        """Payme asks again after an internal error."""
        return _answer(instruction.payload.get("id"), error=as_error(Fault.INTERNAL))

    def status(self, reference: str) -> Instruction | None:
        """Payme tells us all it does, so that our record is its word; looking at it ends what has timed out."""
        row = rows.live_of(reference)
        if row is None:
            return None
        return Query(
            gateway=self.code, livemode=self.livemode, reference=reference, provider_reference=row.payme_id
        )


def _answer(rpc_id: object, **content: object) -> HttpResponse:
    return JsonResponse({"jsonrpc": "2.0", "id": rpc_id, **content})


def _result(instruction: Instruction, outcome: Outcome) -> dict[str, object]:
    answer = outcome.answer
    if isinstance(instruction, Check):
        return {"allow": True, **_detail(instruction)}
    if isinstance(instruction, Statement):
        rows = answer["transactions"]
        return {"transactions": [_line(row) for row in rows] if isinstance(rows, list) else []}
    return {name: answer[name] for name in FIELDS[type(instruction)]}


def _line(row: dict[str, object]) -> dict[str, object]:
    return {name: row[name] for name in STATEMENT_FIELDS} | {
        "account": {ACCOUNT_FIELD: row["order"]},
        "receivers": None,
    }


def _detail(question: Check) -> dict[str, object]:
    """The item of the fiscal receipt, where the settings give its codes: who has none must not invent them."""
    if not settings.PAYME_FISCAL_CODE:
        return {}
    item = {
        "title": settings.PAYME_FISCAL_TITLE,
        "price": question.amount.minor,
        "count": 1,
        "code": settings.PAYME_FISCAL_CODE,
        "package_code": settings.PAYME_FISCAL_PACKAGE_CODE,
        "vat_percent": settings.PAYME_FISCAL_VAT_PERCENT,
    }
    return {"detail": {"receipt_type": 0, "items": [item]}}
