"""The fields of Payme's calls, each as strict as it can be. All raise Wrong."""

import re
from collections.abc import Mapping

from core.money import Money

from .faults import ACCOUNT_FIELD, Fault
from .models import CURRENCY

LATEST = 253_402_300_799_999  # the last millisecond of the year 9999
LARGEST = 10**15  # tiyin; far above any limit, far below what a column holds
_ID = re.compile(r"[0-9A-Za-z]{24}", re.ASCII)
_ORDER = re.compile(r"P(-[0-9A-Z]{4}){3}", re.ASCII)
TEXT = re.compile(r"[^\x00-\x1f\ud800-\udfff]{1,500}")
Params = Mapping[str, object]


class Wrong(Exception):
    """What Payme is told of its parameters."""

    def __init__(self, fault: Fault = Fault.FIELDS) -> None:
        super().__init__(fault.name)
        self.fault = fault


def number(params: Params) -> str:
    """Payme's number of a transaction."""
    value = params.get("id")
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise Wrong
    return value


def time(params: Params, key: str) -> int:
    """Milliseconds since 1970."""
    value = params.get(key)
    if type(value) is not int or not 0 <= value <= LATEST:
        raise Wrong
    return value


def amount(params: Params) -> Money:
    """A float or a text is a mistake of the protocol; a whole number that no payment has is a wrong amount."""
    value = params.get("amount")
    if type(value) is not int:
        raise Wrong
    if not 0 < value <= LARGEST:
        raise Wrong(Fault.AMOUNT)
    return Money(value, CURRENCY)


def order(params: Params) -> str:
    """The reference of our payment. What cannot be one belongs to nobody."""
    account = params.get("account")
    if not isinstance(account, dict):
        raise Wrong
    value = account.get(ACCOUNT_FIELD)
    if not isinstance(value, str) or not _ORDER.fullmatch(value):
        raise Wrong(Fault.NO_ORDER)
    return value


def paper_key(key: object) -> str:
    """The name of a field of fiscal papers."""
    if not isinstance(key, str) or not re.fullmatch(r"[a-z_]{1,40}", key):
        raise Wrong(Fault.PARAMS)
    return key


def paper(value: object) -> str | int:
    """Its value."""
    if type(value) is int and abs(value) < 2**63:
        return value
    if isinstance(value, str) and (not value or TEXT.fullmatch(value)):
        return value
    raise Wrong(Fault.PARAMS)
