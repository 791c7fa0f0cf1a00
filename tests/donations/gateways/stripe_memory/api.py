"""The addresses of Stripe's API that are answered, each with the SDK's type of its parameters."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stripe import params as declared
from stripe.params import billing_portal as declared_portal
from stripe.params import checkout as declared_checkout

from .acts import (
    Refused,
    Row,
    cancel_subscription,
    create_configuration,
    create_portal_session,
    create_refund,
    create_session,
    expire_session,
    retrieve,
    update_subscription,
)
from .shapes import LEFT_OUT, listing

if TYPE_CHECKING:
    from .account import MemoryStripe

MOST_ON_A_PAGE = 100
DEEPEST = 4


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
    if step in (of_it := stripe_.told_when_asked.get(row.get("id", ""), {})):
        row[step] = of_it[step]
    if step in LEFT_OUT.get(row.get("object", ""), ()) and step not in row:
        return
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
    paid_with = row["payment"].get("payment_intent")
    intent = params.get("payment", {}).get("payment_intent", paid_with)
    return row["invoice"] == params.get("invoice", row["invoice"]) and paid_with == intent


def _active(row: Row, params: Row) -> bool:
    return "active" not in params or row["active"] == (params["active"] == "true")


def _event(row: Row, params: Row) -> bool:
    if params.get("delivery_success") == "false" and not row["pending_webhooks"]:
        return False
    if len(params.get("types", ())) > 20:
        raise Refused("You may pass at most 20 types.")
    return row["type"] in params.get("types", {"0": row["type"]}).values()


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
