"""The addresses of Stripe's API that are answered, each with the SDK's type of its parameters."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import stripe
from stripe import params as declared
from stripe.params import billing_portal as declared_portal
from stripe.params import checkout as declared_checkout

from .shapes import listing

if TYPE_CHECKING:
    from .account import MemoryStripe

Row = dict[str, Any]
PAGE = "https://checkout.stripe.com/c/pay/"
PORTAL = "https://billing.stripe.com/p/session/"
SHORTEST, LONGEST = 30 * 60, 24 * 3600  # seconds that a session may live
MOST_DIGITS = 8
MOST_ON_A_PAGE = 100
DEEPEST = 4


class Refused(Exception):
    """The call makes no sense to Stripe."""

    def __init__(self, message: str, status: int = 400, code: str = "parameter_invalid") -> None:
        super().__init__(message)
        self.status, self.code = status, code


@dataclass(frozen=True)
class Route:
    """One address."""

    method: str
    pattern: str
    declared: type
    act: Callable[..., Row]


def find(method: str, path: str) -> tuple[Route | None, list[str]]:
    """The address that fits, and the numbers in it."""
    for route in ROUTES:
        match = re.fullmatch(f"/v1/{route.pattern}", path)
        if match and route.method == method:
            return route, list(match.groups())
    return None, []


def create_session(stripe_: "MemoryStripe", params: Row) -> Row:
    """A hosted page for one payment, or for a subscription's first."""
    now = int(time.time())
    expires = int(params.get("expires_at", now + LONGEST))
    if not now + SHORTEST - 60 <= expires <= now + LONGEST + 60:
        raise Refused("expires_at must be between 30 minutes and 24 hours from now")
    price = params["line_items"]["0"]["price_data"]
    amount = int(price["unit_amount"]) * int(params["line_items"]["0"].get("quantity", 1))
    _check_mode(params, price, amount)
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


def expire_session(stripe_: "MemoryStripe", number: str, _params: Row) -> Row:
    """One that is open; another is refused, as Stripe does."""
    row = retrieve("checkout.session")(stripe_, number, {})
    if row["status"] != "open":
        raise Refused(f"Only Checkout Sessions with a status in [\"open\"] can be expired ({row['status']})")
    stripe_.expire(number)
    return row


def retrieve(name: str) -> Callable[..., Row]:
    """One object by its number."""

    def act(stripe_: "MemoryStripe", number: str, _params: Row) -> Row:
        row = stripe_.rows.get(number)
        if row is None or row["object"] != name:
            raise Refused(f"No such {name}: '{number}'", status=404, code="resource_missing")
        return row

    return act


def listed(path: str, name: str, fits: Callable[[Row, Row], bool]) -> Callable[..., Row]:
    """Objects that fit the parameters, newest first, in pages."""

    def act(stripe_: "MemoryStripe", params: Row) -> Row:
        rows = [row for row in stripe_.all(name) if fits(row, params) and _in_time(row, params)]
        return _page(path, rows, params)

    return act


def balance_transactions(stripe_: "MemoryStripe", params: Row) -> Row:
    """Of one automatic payout; Stripe names its own among them. Which they are stands on none of them."""
    payout = stripe_.rows[params["payout"]]
    if not payout["automatic"] or payout["reconciliation_status"] != "completed":
        raise Refused("Balance transaction history can only be filtered on automatic transfers, not manual.")
    rows = stripe_.all("balance_transaction")
    rows = [row for row in rows if stripe_.paid_out.get(row["id"]) == params["payout"]]
    return _page("balance_transactions", rows, params)


def _page(path: str, rows: list[Row], params: Row) -> Row:
    numbers = [row["id"] for row in rows]
    start = numbers.index(params["starting_after"]) + 1 if "starting_after" in params else 0
    limit = int(params.get("limit", 10))
    if not 1 <= limit <= MOST_ON_A_PAGE:
        raise Refused("limit must be between 1 and 100")
    return listing(f"/v1/{path}", rows[start : start + limit], start + limit < len(rows))


def expanded(stripe_: "MemoryStripe", row: Row, params: Row) -> Row:
    """With the objects themselves where their numbers stood, along each path of `expand`."""
    paths = list(params.get("expand", {}).values())
    if not paths:
        return row
    row = json.loads(json.dumps(row))
    for path in paths:
        steps = path.split(".")
        if len(steps) > DEEPEST:
            raise Refused("You cannot expand more than 4 levels of a property")
        if (row["object"] == "list") != (steps[0] == "data"):
            raise Refused(f"This property cannot be expanded ({path})")
        _expand(stripe_, row, steps)
    return row


def _expand(stripe_: "MemoryStripe", row: Row, steps: list[str]) -> None:
    step, *rest = steps
    if step not in row:
        raise Refused(f"This property cannot be expanded ({step})")
    if isinstance(row[step], str):
        row[step] = json.loads(json.dumps(stripe_.rows[row[step]]))
    inner = row[step] if isinstance(row[step], list) else [row[step]]
    for one in inner if rest else ():
        if one is not None:
            _expand(stripe_, one, rest)


def _in_time(row: Row, params: Row) -> bool:
    return row["created"] >= int(params.get("created", {}).get("gte", 0))


def _same(*names: str) -> Callable[[Row, Row], bool]:
    return lambda row, params: all(row[name] == params[name] for name in names if name in params)


def _invoice(row: Row, params: Row) -> bool:
    wanted = params.get("subscription")
    parent = row["parent"]
    return wanted is None or (parent is not None and parent["subscription_details"]["subscription"] == wanted)


def _invoice_payment(row: Row, params: Row) -> bool:
    intent = params.get("payment", {}).get("payment_intent", row["payment"]["payment_intent"])
    return (
        row["invoice"] == params.get("invoice", row["invoice"]) and row["payment"]["payment_intent"] == intent
    )


def _active(row: Row, params: Row) -> bool:
    return "active" not in params or row["active"] == (params["active"] == "true")


def _event(row: Row, params: Row) -> bool:
    if params.get("delivery_success") == "false" and not row["pending_webhooks"]:
        return False
    return row["type"] in params.get("types", {"0": row["type"]}).values()


def cancel_subscription(stripe_: "MemoryStripe", number: str, _params: Row) -> Row:
    """At once; an ended one is refused, as Stripe does."""
    row = retrieve("subscription")(stripe_, number, {})
    if row["status"] == "canceled":
        raise Refused(f"No such subscription: '{number}'", status=404, code="resource_missing")
    stripe_.cancel(number)
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


ROUTES = [
    Route("post", "checkout/sessions", declared_checkout.SessionCreateParams, create_session),
    Route(
        "get",
        "checkout/sessions",
        declared_checkout.SessionListParams,
        listed("checkout/sessions", "checkout.session", _same("subscription", "payment_intent", "status")),
    ),
    Route(
        "get",
        r"checkout/sessions/(\w+)",
        declared_checkout.SessionRetrieveParams,
        retrieve("checkout.session"),
    ),
    Route(
        "post",
        r"checkout/sessions/(\w+)/expire",
        declared_checkout.SessionExpireParams,
        expire_session,
    ),
    Route("get", r"payment_intents/(\w+)", declared.PaymentIntentRetrieveParams, retrieve("payment_intent")),
    Route("get", r"charges/(\w+)", declared.ChargeRetrieveParams, retrieve("charge")),
    Route(
        "get",
        r"balance_transactions/(\w+)",
        declared.BalanceTransactionRetrieveParams,
        retrieve("balance_transaction"),
    ),
    Route("get", r"customers/(\w+)", declared.CustomerRetrieveParams, retrieve("customer")),
    Route("get", r"invoices/(\w+)", declared.InvoiceRetrieveParams, retrieve("invoice")),
    Route("get", "invoices", declared.InvoiceListParams, listed("invoices", "invoice", _invoice)),
    Route(
        "get",
        "invoice_payments",
        declared.InvoicePaymentListParams,
        listed("invoice_payments", "invoice_payment", _invoice_payment),
    ),
    Route("get", r"subscriptions/(\w+)", declared.SubscriptionRetrieveParams, retrieve("subscription")),
    Route("post", r"subscriptions/(\w+)", declared.SubscriptionUpdateParams, update_subscription),
    Route(
        "post",
        "billing_portal/configurations",
        declared_portal.ConfigurationCreateParams,
        create_configuration,
    ),
    Route(
        "get",
        "billing_portal/configurations",
        declared_portal.ConfigurationListParams,
        listed("billing_portal/configurations", "billing_portal.configuration", _active),
    ),
    Route("post", "billing_portal/sessions", declared_portal.SessionCreateParams, create_portal_session),
    Route("delete", r"subscriptions/(\w+)", declared.SubscriptionCancelParams, cancel_subscription),
    Route("post", "refunds", declared.RefundCreateParams, create_refund),
    Route("get", r"refunds/(\w+)", declared.RefundRetrieveParams, retrieve("refund")),
    Route(
        "get",
        "refunds",
        declared.RefundListParams,
        listed("refunds", "refund", _same("payment_intent", "charge")),
    ),
    Route(
        "get",
        "disputes",
        declared.DisputeListParams,
        listed("disputes", "dispute", _same("payment_intent", "charge")),
    ),
    Route("get", r"payouts/(\w+)", declared.PayoutRetrieveParams, retrieve("payout")),
    Route("get", "payouts", declared.PayoutListParams, listed("payouts", "payout", _same("status"))),
    Route("get", "balance_transactions", declared.BalanceTransactionListParams, balance_transactions),
    Route("get", r"disputes/(\w+)", declared.DisputeRetrieveParams, retrieve("dispute")),
    Route("get", "events", declared.EventListParams, listed("events", "event", _event)),
]
