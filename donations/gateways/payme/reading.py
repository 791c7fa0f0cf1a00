"""From a JSON-RPC request of Payme to an instruction: strict, and without the database."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NoReturn, TypedDict

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import UnreadablePostError

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

from . import fields
from .access import is_payme
from .faults import Fault, Refused
from .fields import Params

CODE = "payme"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TIMED_OUT = 4
REASONS = (1, 2, 3, TIMED_OUT, 5, 10)
PAPERS = ("PERFORM", "CANCEL")


class _Common(TypedDict):
    gateway: str
    livemode: bool
    payload: Mapping[str, object]


def instruction_in(request: HttpRequest, *, livemode: bool) -> Instruction:
    """Authenticate and parse; raises Refused with the code that the protocol has for it, in its order of checks."""
    if request.method != "POST":
        raise Refused(Fault.NOT_POST, None)
    content = _content(request)
    rpc_id = _rpc_id(content)
    if not is_payme(request):
        raise Refused(Fault.AUTH, rpc_id)
    if content is None:
        raise Refused(Fault.PARSE, None)
    try:
        return _read(content, rpc_id, livemode=livemode)
    except fields.Wrong as wrong:
        raise Refused(wrong.fault, rpc_id) from None


def _content(request: HttpRequest) -> object:
    """The body as JSON; None for what is none. NaN and the like are not JSON."""
    try:
        return json.loads(request.body, parse_constant=_no_number)
    except (ValueError, RecursionError, RequestDataTooBig, UnreadablePostError):
        return None


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def _rpc_id(content: object) -> int | str | None:
    """The request's number, to be given back; only what is fit to be."""
    value = content.get("id") if isinstance(content, dict) else None
    if type(value) is int and abs(value) < 2**63:
        return value
    return value if isinstance(value, str) and fields.TEXT.fullmatch(value) else None


def _read(content: object, rpc_id: int | str | None, *, livemode: bool) -> Instruction:
    if not isinstance(content, dict):
        raise fields.Wrong
    method, params = content.get("method"), content.get("params")
    if not isinstance(method, str) or not isinstance(params, dict):
        raise fields.Wrong
    if method not in _READERS:
        raise fields.Wrong(Fault.METHOD)
    common: _Common = {
        "gateway": CODE,
        "livemode": livemode,
        "payload": {"id": rpc_id, "method": method, **_to_keep(params)},
    }
    return _READERS[method](common, params)


def _to_keep(params: Params) -> dict[str, object]:
    """What of the parameters goes into the inbox: numbers, so that no text of anybody's breaks the database."""
    numbers = {key: params.get(key) for key in ("time", "amount", "reason")}
    return {key: value for key, value in numbers.items() if type(value) is int and abs(value) < 2**63}


def _check(common: _Common, params: Params) -> Instruction:
    return Check(**common, reference=fields.order(params), amount=fields.amount(params))


def _create(common: _Common, params: Params) -> Instruction:
    payme_id, payme_time = fields.number(params), fields.time(params, "time")
    return Reserve(
        **common,
        event_id=f"create:{payme_id}",
        provider_reference=payme_id,
        occurred_at=EPOCH + timedelta(milliseconds=payme_time),
        reference=fields.order(params),
        amount=fields.amount(params),
    )


def _perform(common: _Common, params: Params) -> Instruction:
    payme_id = fields.number(params)
    return Confirm(**common, event_id=f"perform:{payme_id}", provider_reference=payme_id)


def _cancel(common: _Common, params: Params) -> Instruction:
    payme_id, reason = fields.number(params), params.get("reason")
    if type(reason) is not int or reason not in REASONS:
        raise fields.Wrong
    ending = Ending.EXPIRED if reason == TIMED_OUT else Ending.CANCELLED
    return Undo(**common, event_id=f"cancel:{payme_id}", provider_reference=payme_id, ending=ending)


def _show(common: _Common, params: Params) -> Instruction:
    return Query(**common, provider_reference=fields.number(params))


def _statement(common: _Common, params: Params) -> Instruction:
    return Statement(**common, since=fields.time(params, "from"), until=fields.time(params, "to"))


def _annotate(common: _Common, params: Params) -> Instruction:
    kind, papers = params.get("type"), params.get("fiscal_data")
    if not isinstance(kind, str) or kind not in PAPERS or not isinstance(papers, dict) or len(papers) > 20:
        raise fields.Wrong(Fault.PARAMS)
    kept = {fields.paper_key(key): fields.paper(value) for key, value in papers.items() if value is not None}
    return Annotate(**common, provider_reference=fields.number(params), kind=kind, papers=kept)


_READERS: dict[str, Callable[[_Common, Params], Instruction]] = {
    "CheckPerformTransaction": _check,
    "CreateTransaction": _create,
    "PerformTransaction": _perform,
    "CancelTransaction": _cancel,
    "CheckTransaction": _show,
    "GetStatement": _statement,
    "SetFiscalData": _annotate,
}
