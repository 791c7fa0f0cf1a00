"""Objects with exactly the fields of this API version, taken from the SDK's classes: what moved away is not there."""

from typing import Any

import stripe

NOT_SENT = {"deleted"}


def shape(kind: type[stripe.StripeObject], **values: Any) -> dict[str, Any]:
    """An object as JSON: every field of its class, null unless given. A field that the class lacks is a mistake."""
    fields = {name for name in kind.__annotations__ if not name.startswith("_")} - NOT_SENT
    unknown = set(values) - fields
    if unknown:
        raise AssertionError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    inner = getattr(kind, "_inner_class_types", {})
    for name, value in values.items():
        if name in inner and isinstance(value, dict):
            values[name] = shape(inner[name], **value)
    return {**dict.fromkeys(sorted(fields)), **values}


def listing(path: str, rows: list[dict[str, Any]], more: bool = False) -> dict[str, Any]:
    """A page of a list."""
    return {"object": "list", "data": rows, "has_more": more, "url": path}
