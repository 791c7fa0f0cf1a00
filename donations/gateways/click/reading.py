"""From a form of Click to an instruction: signed, strict, and without the database.

The signature runs over the fields without anything between them, so that digits could wander from one field into
the next. The patterns forbid it: our references are of one length, begin with a letter and hold hyphens.
"""

import re
from hashlib import md5
from hmac import compare_digest
from typing import TypedDict
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import UnreadablePostError

from core.money import Money
from donations.gateways.instructions import Ending, Instruction, Release, Reserve, Settle

from .faults import Fault, Refused
from .models import CURRENCY

CODE = "click"
PREPARE, COMPLETE = "0", "1"
MOST_FIELDS = 40
LARGEST_ID = 2**63 - 1
_ORDER = re.compile(r"P(-[0-9A-Z]{4}){3}", re.ASCII)
_AMOUNT = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2}))?", re.ASCII)
_ID = re.compile(r"[1-9][0-9]{0,18}", re.ASCII)
_SHAPES = {
    "click_trans_id": _ID,
    "service_id": re.compile(r"[1-9][0-9]{0,9}", re.ASCII),
    "click_paydoc_id": re.compile(r"[0-9]{1,19}", re.ASCII),
    "amount": _AMOUNT,
    "error": re.compile(r"-?[0-9]{1,6}", re.ASCII),
    "sign_time": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}", re.ASCII),
}
_NEEDED = (*_SHAPES, "merchant_trans_id", "action", "sign_string")
Form = dict[str, str]


class _Common(TypedDict):
    gateway: str
    livemode: bool
    event_id: str
    reference: str
    provider_reference: str
    payload: dict[str, object]


def instruction_in(request: HttpRequest, *, livemode: bool) -> Instruction:
    """Authenticate and parse; raises Refused. The signature is looked at first, over what came, as it came."""
    form = _form(request)
    numbers = _numbers(form)
    if any(name not in form for name in _NEEDED):
        raise Refused(Fault.REQUEST, numbers)
    if form["action"] == COMPLETE and "merchant_prepare_id" not in form:
        raise Refused(Fault.REQUEST, numbers)
    if not compare_digest(signature(form).encode(), form["sign_string"].encode()):
        raise Refused(Fault.SIGN, numbers)
    if fault := _wrong(form):
        raise Refused(fault, numbers)
    return _instruction(form, livemode=livemode)


def signature(form: Form) -> str:
    """What `sign_string` has to be. MD5 is Click's choice; the secret in its middle is what it rests on."""
    prepared = form["merchant_prepare_id"] if form["action"] == COMPLETE else ""
    parts = (
        form["click_trans_id"],
        form["service_id"],
        settings.CLICK_SECRET_KEY,
        form["merchant_trans_id"],
        prepared,
        form["amount"],
        form["action"],
        form["sign_time"],
    )
    return md5("".join(parts).encode(), usedforsecurity=False).hexdigest()


def _form(request: HttpRequest) -> Form:
    """The fields, each once; nothing of a body that cannot be read, which is refused for what it lacks."""
    if request.method != "POST":
        raise Refused(Fault.REQUEST, {})
    try:
        pairs = parse_qsl(
            request.body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"
        )
    except (ValueError, RequestDataTooBig, UnreadablePostError):
        raise Refused(Fault.REQUEST, {}) from None
    form = dict(pairs)
    if len(form) != len(pairs):
        raise Refused(Fault.REQUEST, {})
    return form


def _numbers(form: Form) -> dict[str, int | str]:
    """Click's own numbers, which every answer repeats, where they are fit to be repeated."""
    numbers: dict[str, int | str] = {}
    if _is_id(form.get("click_trans_id", "")):
        numbers["click_trans_id"] = int(form["click_trans_id"])
    order = form.get("merchant_trans_id", "")
    if re.fullmatch(r"[0-9A-Za-z_-]{1,64}", order):
        numbers["merchant_trans_id"] = order
    return numbers


def _wrong(form: Form) -> Fault | None:
    """What of a signed form is not as it has to be."""
    if form["action"] not in (PREPARE, COMPLETE):
        return Fault.ACTION
    if any(not shape.fullmatch(form[name]) for name, shape in _SHAPES.items()):
        return Fault.REQUEST
    if form["service_id"] != settings.CLICK_SERVICE_ID or not _is_id(form["click_trans_id"]):
        return Fault.REQUEST
    if int(form["click_paydoc_id"]) > LARGEST_ID:
        return Fault.REQUEST
    if not _ORDER.fullmatch(form["merchant_trans_id"]):
        return Fault.NO_ORDER
    if form["action"] == COMPLETE and not _is_id(form["merchant_prepare_id"]):
        return Fault.NO_TRANSACTION
    return None if _amount(form["amount"]) else Fault.AMOUNT


def _is_id(text: str) -> bool:
    """A number above zero that fits 64 bits."""
    return bool(_ID.fullmatch(text)) and int(text) <= LARGEST_ID


def _amount(text: str) -> Money:
    """Soʻm with at most two decimals, without a float between."""
    match = _AMOUNT.fullmatch(text)
    whole, rest = (match[1], match[2] or "") if match else ("0", "")
    return Money(int(whole + rest.ljust(2, "0")), CURRENCY)


def _instruction(form: Form, *, livemode: bool) -> Instruction:
    trans_id, error = form["click_trans_id"], int(form["error"])
    step = "prepare" if form["action"] == PREPARE else "complete"
    common: _Common = {
        "gateway": CODE,
        "livemode": livemode,
        "event_id": f"{step}:{trans_id}",
        "reference": form["merchant_trans_id"],
        "provider_reference": trans_id,
        "payload": _to_keep(form),
    }
    if error < 0:
        common["event_id"] = f"cancel:{trans_id}"
        return Release(**common, ending=Ending.CANCELLED, detail=f"Click: error {error}")
    if step == "prepare":
        return Reserve(**common, amount=_amount(form["amount"]))
    return Settle(**common, amount=_amount(form["amount"]))


def _to_keep(form: Form) -> dict[str, object]:
    """What of the form goes into the inbox and to the records. Nothing secret, no free text."""
    kept: dict[str, object] = {
        name: int(form[name]) for name in ("click_trans_id", "click_paydoc_id", "action", "error")
    }
    kept |= {"amount": _amount(form["amount"]).minor, "sign_time": form["sign_time"]}
    if form["action"] == COMPLETE:
        kept["merchant_prepare_id"] = int(form["merchant_prepare_id"])
    return kept
