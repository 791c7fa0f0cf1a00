"""What the calls do that change something; what makes no sense to Stripe is refused."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import stripe

if TYPE_CHECKING:
    from .account import MemoryStripe

Row = dict[str, Any]
PAGE = "https://checkout.stripe.com/c/pay/"
PORTAL = "https://billing.stripe.com/p/session/"
SHORTEST, LONGEST = 30 * 60, 24 * 3600  # seconds that a session may live
MOST_DIGITS = 8
LEAST = {"usd": 50, "eur": 50, "gbp": 30, "jpy": 50}  # of a charge, in the currency's smallest unit
LONGEST_TEXTS = {"client_reference_id": 200, "success_url": 5000, "cancel_url": 5000}
LONGEST_NAME, LONGEST_DESCRIPTION = 250, 500


class Refused(Exception):
    """The call makes no sense to Stripe."""

    def __init__(self, message: str, status: int = 400, code: str = "parameter_invalid") -> None:
        super().__init__(message)
        self.status, self.code = status, code


def retrieve(name: str) -> Callable[..., Row]:
    """One object by its number."""

    def act(stripe_: "MemoryStripe", number: str, _params: Row) -> Row:
        row = stripe_.rows.get(number)
        if row is None or row["object"] != name:
            raise Refused(f"No such {name}: '{number}'", status=404, code="resource_missing")
        return row

    return act


def create_session(stripe_: "MemoryStripe", params: Row) -> Row:
    """A hosted page for one payment, or for a subscription's first."""
    now = int(time.time())
    expires = int(params.get("expires_at", now + LONGEST))
    if not now + SHORTEST - 60 <= expires <= now + LONGEST + 60:
        raise Refused("expires_at must be between 30 minutes and 24 hours from now")
    price = params["line_items"]["0"]["price_data"]
    amount = int(price["unit_amount"]) * int(params["line_items"]["0"].get("quantity", 1))
    _check_mode(params, price, amount)
    _check_texts(params, price)
    row = stripe_.add(
        stripe.checkout.Session,
        "cs",
        mode=params["mode"],
        status="open",
        payment_status="unpaid",
        amount_total=amount,
        amount_subtotal=amount,
        currency=price["currency"],
        client_reference_id=params.get("client_reference_id"),
        metadata=params.get("metadata", {}),
        expires_at=expires,
        success_url=params.get("success_url"),
        cancel_url=params.get("cancel_url"),
        locale=params.get("locale"),
        submit_type=params.get("submit_type"),
        ui_mode="hosted_page",
        payment_method_types=["card"],
        adaptive_pricing={"enabled": params.get("adaptive_pricing", {}).get("enabled") != "false"},
    )
    row["url"] = f"{PAGE}{row['id']}"
    stripe_.asked[row["id"]] = params
    return row


def _check_mode(params: Row, price: Row, amount: int) -> None:
    subscription = params["mode"] == "subscription"
    if subscription != ("recurring" in price):
        raise Refused("a recurring price belongs to the mode subscription")
    if ("subscription_data" in params) > subscription or ("payment_intent_data" in params) and subscription:
        raise Refused("the data belong to the other mode")
    if len(str(amount)) > MOST_DIGITS:
        raise Refused("amount must be no more than 8 digits", code="amount_too_large")
    if amount < LEAST.get(price["currency"], 1):
        raise Refused("The total amount due is below the minimum charge amount.", code="amount_too_small")


def _check_texts(params: Row, price: Row) -> None:
    if not 0 < len(price["product_data"]["name"]) <= LONGEST_NAME:
        raise Refused("Invalid string: a product's name has 1 to 250 characters")
    for data in ("subscription_data", "payment_intent_data"):
        if len(params.get(data, {}).get("description", "")) > LONGEST_DESCRIPTION:
            raise Refused("Invalid string: a description has at most 500 characters")
    for name, longest in LONGEST_TEXTS.items():
        if len(params.get(name, "")) > longest:
            raise Refused(f"Invalid string: {name} is longer than {longest} characters")
    for name in ("success_url", "cancel_url"):
        if name in params and not params[name].startswith(("https://", "http://")):
            raise Refused("Not a valid URL", code="url_invalid")


def expire_session(stripe_: "MemoryStripe", number: str, _params: Row) -> Row:
    """One that is open; another is refused, as Stripe does."""
    row = retrieve("checkout.session")(stripe_, number, {})
    if row["status"] != "open":
        raise Refused(f'Only Checkout Sessions with a status in ["open"] can be expired ({row["status"]})')
    stripe_.expire(number)
    return row


def cancel_subscription(stripe_: "MemoryStripe", number: str, _params: Row) -> Row:
    """At once; an ended one is refused, as Stripe does."""
    row = retrieve("subscription")(stripe_, number, {})
    if row["status"] == "canceled":
        raise Refused(f"No such subscription: '{number}'", status=404, code="resource_missing")
    stripe_.cancel(number)
    return row


def update_subscription(stripe_: "MemoryStripe", number: str, params: Row) -> Row:
    """Pausing, going on, and whether it ends."""
    row = retrieve("subscription")(stripe_, number, {})
    if row["status"] == "canceled":
        raise Refused("A canceled subscription can only update its cancellation_details and metadata.")
    if "cancel_at" in params and "cancel_at_period_end" in params:
        raise Refused("You may only specify one of these parameters: cancel_at, cancel_at_period_end.")
    if "cancel_at_period_end" in params:
        stripe_.cancel_at_period_end(number, params["cancel_at_period_end"] == "true")
    if params.get("cancel_at") == "":
        stripe_.cancel_at_period_end(number, False)
    if params.get("pause_collection") == "":
        stripe_.go_on(number)
    elif "pause_collection" in params:
        resumes_at = int(params["pause_collection"]["resumes_at"])
        if resumes_at <= time.time():
            raise Refused("resumes_at must be in the future")
        stripe_.pause(number, resumes_at)
    return row


def create_refund(stripe_: "MemoryStripe", params: Row) -> Row:
    """What somebody may not give back is refused with the codes that Stripe has for it."""
    intent = retrieve("payment_intent")(stripe_, params["payment_intent"], {})
    charge = stripe_.rows.get(intent["latest_charge"])
    if charge is None:
        raise Refused("This PaymentIntent does not have a successful charge to refund.")
    left = stripe_.left_of(intent["id"])
    amount = int(params.get("amount", left))
    disputes = [row for row in stripe_.all("dispute") if row["charge"] == charge["id"]]
    if any(row["status"] != "won" and not row["is_charge_refundable"] for row in disputes):
        raise Refused("Charge has been charged back; cannot issue a refund.", code="charge_disputed")
    if left <= 0:
        raise Refused("Charge has already been refunded.", code="charge_already_refunded")
    if not 0 < amount <= left:
        raise Refused(f"Refund amount is greater than unrefunded amount on charge ({left})", code="")
    if stripe_.refuses_refunds:
        raise Refused("This charge cannot be refunded.", code=stripe_.refuses_refunds)
    return stripe_.refund(intent["id"], amount, stripe_.refunds_are, params.get("metadata"))


def create_configuration(stripe_: "MemoryStripe", params: Row) -> Row:
    """What donors may do in the billing portal."""
    return stripe_.add(
        stripe.billing_portal.Configuration,
        "bpc",
        active=True,
        features=params["features"],
        metadata=params.get("metadata", {}),
        name=params.get("name"),
        is_default=False,
    )


def create_portal_session(stripe_: "MemoryStripe", params: Row) -> Row:
    """A page for one visit."""
    retrieve("customer")(stripe_, params["customer"], {})
    configuration = retrieve("billing_portal.configuration")(stripe_, params["configuration"], {})
    if not configuration["active"]:
        raise Refused("This configuration is not active.")
    row = stripe_.add(
        stripe.billing_portal.Session,
        "bps",
        configuration=configuration["id"],
        customer=params["customer"],
        locale=params.get("locale"),
        return_url=params.get("return_url"),
    )
    row["url"] = f"{PORTAL}{row['id']}"
    return row
