"""Objects with exactly the fields of this API version, taken from the SDK's classes: what moved away is not there."""

from typing import Any

import stripe

# What Stripe leaves out where it has nothing to say, instead of sending null: an SDK's object has no such attribute
# then. As declared optional (`name?:`) by the types of its Node library for this API version.
LEFT_OUT = {
    "checkout.session": {
        "branding_settings",
        "excluded_payment_method_types",
        "line_items",
        "name_collection",
        "optional_items",
        "phone_number_collection",
        "presentment_details",
        "redirect_on_completion",
        "return_url",
        "tax_id_collection",
    },
    "payment_intent": {"amount_details", "hooks", "payment_details", "presentment_details", "transfer_data"},
    "charge": {
        "authorization_code",
        "level3",
        "presentment_details",
        "radar_options",
        "refunds",
        "transfer",
    },
    "price": {"currency_options", "tiers"},
    "subscription": {"default_tax_rates", "presentment_details", "status_details"},
    "subscription_item": {"billed_until", "quantity"},
    "invoice": {
        "amount_paid_off_stripe",
        "auto_advance",
        "confirmation_secret",
        "customer_tax_ids",
        "hosted_invoice_url",
        "invoice_pdf",
        "payments",
        "status_details",
        "threshold_reason",
    },
    "invoice_payment.payment": {"charge", "payment_intent", "payment_record"},
    "refund": {
        "description",
        "destination_details",
        "failure_balance_transaction",
        "failure_reason",
        "instructions_email",
        "next_action",
        "pending_reason",
        "presentment_details",
    },
    "dispute": {"network_reason_code", "payment_method_details"},
    "event": {"account", "context"},
}
NOT_SENT = {"deleted"}


def shape(kind: type[stripe.StripeObject], within: str = "", **values: Any) -> dict[str, Any]:
    """An object as JSON: every field of its class, null or left out unless given. One that it lacks is a mistake."""
    name_of_it = within or getattr(kind, "OBJECT_NAME", "")
    fields = {name for name in kind.__annotations__ if not name.startswith("_")} - NOT_SENT
    unknown = set(values) - fields
    if unknown:
        raise AssertionError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    inner = getattr(kind, "_inner_class_types", {})
    for name, value in values.items():
        if name in inner and isinstance(value, dict):
            values[name] = shape(inner[name], f"{name_of_it}.{name}", **value)
    return {**dict.fromkeys(sorted(fields - LEFT_OUT.get(name_of_it, set()))), **values}


def listing(path: str, rows: list[dict[str, Any]], more: bool = False) -> dict[str, Any]:
    """A page of a list."""
    return {"object": "list", "data": rows, "has_more": more, "url": path}
