"""Does Stripe know this parameter? The SDK's own TypedDicts say so: what was removed from the API is not in them."""

import sys
import types
from functools import cache
from typing import Any, Literal, NotRequired, Required, Union, get_args, get_origin
from urllib.parse import parse_qsl

import stripe
import typing_extensions
from stripe._request_options import RequestOptions
from typing_extensions import get_type_hints, is_typeddict

WRAPPERS = (NotRequired, Required, typing_extensions.NotRequired)
OF_THE_CALL = frozenset(RequestOptions.__annotations__)  # key, account, idempotency: headers, not parameters


def nested(encoded: str) -> dict[str, Any]:
    """`a[b][0]=1` as the mapping that it stands for; lists stay mappings of their positions."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True, strict_parsing=bool(encoded)):
        at = found
        *path, last = name.replace("]", "").split("[")
        for part in path:
            at = at.setdefault(part, {})
        at[last] = value
    return found


def problems(params: dict[str, Any], declared: type, path: str = "") -> list[str]:
    """Everything about the parameters that the API would refuse."""
    hints = _hints(declared)
    known = {name: hint for name, hint in hints.items() if path or name not in OF_THE_CALL}
    found = [f"unknown parameter {path}{name}" for name in params if name not in known]
    required = getattr(declared, "__required_keys__", frozenset())
    found += [f"missing parameter {path}{name}" for name in required if name in known and name not in params]
    for name, value in params.items():
        if name in known:
            found += _value(value, known[name], f"{path}{name}")
    return found


@cache
def _hints(declared: type) -> dict[str, Any]:
    space = {**vars(stripe), **vars(typing_extensions), **vars(sys.modules[declared.__module__])}
    space |= {"UntypedStripeObject": dict, "StripeContext": str}  # these are known to type checkers only
    return get_type_hints(declared, globalns=space, include_extras=True)


def _value(value: Any, hint: Any, path: str) -> list[str]:
    """A value fits when one of its possible types takes it."""
    tries = [_one(value, one, path) for one in _possible(hint)]
    return [] if [] in tries else min(tries, key=len)


def _possible(hint: Any) -> list[Any]:
    """The types of a union, flat. `Literal[...] | str` means the named values: the SDK adds str for those to come.

    `Literal[""] | str` is any text, and the empty one takes the value away.
    """
    if get_origin(hint) in WRAPPERS:
        return _possible(get_args(hint)[0])
    if get_origin(hint) in (Union, types.UnionType):
        flat = [one for part in get_args(hint) for one in _possible(part)]
        literal = any(get_origin(one) is Literal and get_args(one) != ("",) for one in flat)
        return [one for one in flat if not (literal and one is str)]
    return [hint]


def _one(value: Any, hint: Any, path: str) -> list[str]:
    origin = get_origin(hint)
    if is_typeddict(hint):
        return problems(value, hint, f"{path}.") if isinstance(value, dict) else [f"{path} is no object"]
    if origin is list:
        return _items(value, get_args(hint)[0], path)
    if origin is dict or hint is dict:
        fits = isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
        return _map(value, path) if fits else [f"{path} is no map of texts"]
    if origin is Literal:
        return [] if value in get_args(hint) else [f"{path} may not be {value}"]
    if not isinstance(value, str):
        return [f"{path} is no single value"]
    return _plain(value, hint, path)


def _map(value: dict[str, str], path: str) -> list[str]:
    """Fifty names of forty characters, with five hundred each."""
    fits = len(value) <= 50 and all(len(name) <= 40 and len(text) <= 500 for name, text in value.items())
    return [] if fits else [f"{path} holds more than Stripe keeps"]


def _items(value: Any, hint: Any, path: str) -> list[str]:
    if not isinstance(value, dict) or list(value) != [str(number) for number in range(len(value))]:
        return [f"{path} is no list"]
    return [problem for number, one in value.items() for problem in _value(one, hint, f"{path}[{number}]")]


def _plain(value: str, hint: Any, path: str) -> list[str]:
    if hint is int and not value.lstrip("-").isdigit():
        return [f"{path} is no whole number"]
    if hint is bool and value not in ("true", "false"):
        return [f"{path} is neither true nor false"]
    return []
