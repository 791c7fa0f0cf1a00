"""From a JSON-RPC request of Payme to an instruction: strict, and without the database."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NoReturn, TypedDict

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import UnreadablePostError

from core.money import Money
from donations.gateways.base import (
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

from .access import is_payme
from .faults import ACCOUNT_FIELD, Fault, Refused
from .models import CURRENCY

CODE = "payme"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = 253_402_300_799_999  # the last millisecond of the year 9999
LARGEST = 10**15  # tiyin; far above any limit, far below what a column holds
TIMED_OUT = 4
REASONS = (1, 2, 3, TIMED_OUT, 5, 10)
PAPERS = ("PERFORM", "CANCEL")
_ID = re.compile(r"[0-9A-Za-z]{24}", re.ASCII)
_ORDER = re.compile(r"P(-[0-9A-Z]{4}){3}", re.ASCII)
_TEXT = re.compile(r"[^\x00-\x1f\ud800-\udfff]{1,500}")

Params = Mapping[str, object]


class _Wrong(Exception):
    """What Payme is told of its parameters."""

    def __init__(self, fault: Fault = Fault.FIELDS) -> None:
        super().__init__(fault.name)
        self.fault = fault


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
    except _Wrong as wrong:
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
    return value if isinstance(value, str) and _TEXT.fullmatch(value) else None


def _read(content: object, rpc_id: int | str | None, *, livemode: bool) -> Instruction:
    if not isinstance(content, dict):
        raise _Wrong
    method, params = content.get("method"), content.get("params")
    if not isinstance(method, str) or not isinstance(params, dict):
        raise _Wrong
    if method not in _READERS:
        raise _Wrong(Fault.METHOD)
    common: _Common = {
        "gateway": CODE,
        "livemode": livemode,
        "payload": {"id": rpc_id, "method": method, **_to_keep(params)},
    }
    return _READERS[method](common, params)


def _to_keep(params: Params) -> dict[str, object]:
    """What of the parameters goes into the inbox: checked by the readers before anything is stored."""
    return {key: params[key] for key in ("time", "amount", "reason") if key in params}


def _check(common: _Common, params: Params) -> Instruction:
    return Check(**common, reference=_order(params), amount=_amount(params))


def _create(common: _Common, params: Params) -> Instruction:
    payme_id, payme_time = _id(params), _time(params, "time")
    return Reserve(
        **common,
        event_id=f"create:{payme_id}",
        provider_reference=payme_id,
        occurred_at=EPOCH + timedelta(milliseconds=payme_time),
        reference=_order(params),
        amount=_amount(params),
    )


def _perform(common: _Common, params: Params) -> Instruction:
    payme_id = _id(params)
    return Confirm(**common, event_id=f"perform:{payme_id}", provider_reference=payme_id)


def _cancel(common: _Common, params: Params) -> Instruction:
    payme_id, reason = _id(params), params.get("reason")
    if type(reason) is not int or reason not in REASONS:
        raise _Wrong
    ending = Ending.EXPIRED if reason == TIMED_OUT else Ending.CANCELLED
    return Undo(**common, event_id=f"cancel:{payme_id}", provider_reference=payme_id, ending=ending)


def _show(common: _Common, params: Params) -> Instruction:
    return Query(**common, provider_reference=_id(params))


def _statement(common: _Common, params: Params) -> Instruction:
    return Statement(**common, since=_time(params, "from"), until=_time(params, "to"))


def _annotate(common: _Common, params: Params) -> Instruction:
    kind, papers = params.get("type"), params.get("fiscal_data")
    if not isinstance(kind, str) or kind not in PAPERS or not isinstance(papers, dict) or len(papers) > 20:
        raise _Wrong(Fault.PARAMS)
    kept = {_paper_key(key): _paper(value) for key, value in papers.items() if value is not None}
    return Annotate(**common, provider_reference=_id(params), kind=kind, papers=kept)


_READERS: dict[str, Callable[[_Common, Params], Instruction]] = {
    "CheckPerformTransaction": _check,
    "CreateTransaction": _create,
    "PerformTransaction": _perform,
    "CancelTransaction": _cancel,
    "CheckTransaction": _show,
    "GetStatement": _statement,
    "SetFiscalData": _annotate,
}


def _id(params: Params) -> str:
    value = params.get("id")
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise _Wrong
    return value


def _time(params: Params, key: str) -> int:
    value = params.get(key)
    if type(value) is not int or not 0 <= value <= LATEST:
        raise _Wrong
    return value


def _amount(params: Params) -> Money:
    """A float or a text is a mistake of the protocol; a whole number that no payment has is a wrong amount."""
    value = params.get("amount")
    if type(value) is not int:
        raise _Wrong
    if not 0 < value <= LARGEST:
        raise _Wrong(Fault.AMOUNT)
    return Money(value, CURRENCY)


def _order(params: Params) -> str:
    """The reference of our payment. What cannot be one belongs to nobody."""
    account = params.get("account")
    if not isinstance(account, dict):
        raise _Wrong
    value = account.get(ACCOUNT_FIELD)
    if not isinstance(value, str) or not _ORDER.fullmatch(value):
        raise _Wrong(Fault.NO_ORDER)
    return value


def _paper_key(key: object) -> str:
    if not isinstance(key, str) or not re.fullmatch(r"[a-z_]{1,40}", key):
        raise _Wrong(Fault.PARAMS)
    return key


def _paper(value: object) -> str | int:
    if type(value) is int and abs(value) < 2**63:
        return value
    if isinstance(value, str) and (not value or _TEXT.fullmatch(value)):
        return value
    raise _Wrong(Fault.PARAMS)
