"""Speaking as Payme and as Click: requests as they send them, over HTTP, and the settings that go with them."""

import itertools
import json
from base64 import b64encode
from hashlib import md5
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from core.money import Money
from donations.gateways.requests import PaymentRequest
from donations.models import Payment
from tests.factories.donations import begun

KEY = "payme-test-key"
SECRET = "click-test-secret"
SETTINGS = {
    "PAYME_MERCHANT_ID": "5e730e8e0b852a417aa49ceb",
    "PAYME_KEY": KEY,
    "CLICK_SERVICE_ID": "12345",
    "CLICK_MERCHANT_ID": "6789",
    "CLICK_MERCHANT_USER_ID": "55",
    "CLICK_SECRET_KEY": SECRET,
}
UZS = {"UZS": ("1000", "10000000")}
GATEWAYS = {
    "payme": {
        "class": "donations.gateways.payme.gateway.PaymeGateway",
        "label": "Payme",
        "frequencies": ("once", "month", "year"),
        "countries": ("UZ",),
        "limits": UZS,
    },
    "click": {
        "class": "donations.gateways.click.gateway.ClickGateway",
        "label": "Click",
        "frequencies": ("once", "month", "year"),
        "countries": ("UZ",),
        "limits": UZS,
    },
}
# The payment that the contract is about.
REQUEST = PaymentRequest(
    reference="P-7K3M-Q9XT-2BC4",
    amount=Money(10_000_000, "UZS"),
    description="Tashkent",
    language="uz",
    return_url="http://testserver/uz/donate/thanks/x/",
    recurring=True,
)
_numbers = itertools.count(1)


def switch_on(settings: Any) -> None:
    """Both, beside what is on already."""
    for name, value in SETTINGS.items():
        setattr(settings, name, value)
    settings.PAYMENT_GATEWAYS = {**settings.PAYMENT_GATEWAYS, **GATEWAYS}


def order(code: str, amount: str = "5000", **changes: Any) -> Payment:
    """A payment whose donor was sent to the gateway: 5000 soʻm. Each of another donor."""
    email = f"donor{next(_numbers)}@donors.example"
    return begun(**{"gateway": code, "amount": amount, "email": email, **changes})


def contracted(code: str) -> Payment:
    """A payment at the gateway under the reference of REQUEST."""
    payment = order(code, REQUEST.amount.plain())
    Payment.objects.filter(pk=payment.pk).update(reference=REQUEST.reference)
    payment.refresh_from_db()
    return payment


def payme_id() -> str:
    return f"{next(_numbers):024x}"


def basic(key: str = KEY, login: str = "Paycom") -> str:
    return f"Basic {b64encode(f'{login}:{key}'.encode()).decode()}"


def rpc(method: str, params: dict[str, Any], number: int = 7) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode()


def payme_raw(body: bytes, auth: str | None = None, **extra: Any) -> dict[str, Any]:
    """Send it, whatever it is; the answer is HTTP 200 and JSON, always."""
    header = basic() if auth is None else auth
    response = Client(raise_request_exception=False).post(
        "/payments/payme/", body, content_type="application/json", headers={"Authorization": header}, **extra
    )
    assert response.status_code == 200
    return json.loads(response.content, parse_constant=int)


def payme(method: str, **params: Any) -> dict[str, Any]:
    """One call; returns the answer. `from_` is Payme's `from`."""
    if "from_" in params:
        params["from"] = params.pop("from_")
    answer = payme_raw(rpc(method, params))
    assert (answer["jsonrpc"], answer["id"]) == ("2.0", 7)
    assert ("result" in answer) != ("error" in answer)
    return answer


def code(answer: dict[str, Any]) -> int:
    return answer["error"]["code"]


def create(payment: Payment, number: str, time: int = 1_700_000_000_000, amount: int | None = None) -> dict:
    return payme(
        "CreateTransaction",
        id=number,
        time=time,
        amount=payment.amount_minor if amount is None else amount,
        account={"order_id": payment.reference},
    )


def perform(number: str) -> dict[str, Any]:
    return payme("PerformTransaction", id=number)


def cancel(number: str, reason: int = 3) -> dict[str, Any]:
    return payme("CancelTransaction", id=number, reason=reason)


def show(number: str) -> dict[str, Any]:
    return payme("CheckTransaction", id=number)["result"]


def som(amount: Money) -> str:
    """As Click writes it."""
    return f"{amount.major:.2f}"


def click_form(
    payment: Payment, trans_id: int, prepared: int | None = None, **changes: Any
) -> dict[str, str]:
    """The fields of a Prepare, or with `prepared` of a Complete, signed over what they are after `changes`."""
    fields = {
        "click_trans_id": str(trans_id),
        "service_id": SETTINGS["CLICK_SERVICE_ID"],
        "click_paydoc_id": str(trans_id + 1),
        "merchant_trans_id": payment.reference,
        "amount": som(payment.amount),
        "action": "0" if prepared is None else "1",
        "error": "0",
        "error_note": "Success",
        "sign_time": "2026-11-05 12:30:00",
    }
    if prepared is not None:
        fields["merchant_prepare_id"] = str(prepared)
    sign = changes.pop("sign_string", None)
    fields |= {name: str(value) for name, value in changes.items()}
    return {**fields, "sign_string": signed(fields) if sign is None else sign}


def signed(fields: dict[str, str]) -> str:
    prepared = fields.get("merchant_prepare_id", "") if fields["action"] == "1" else ""
    order, rest = fields["merchant_trans_id"], fields["amount"] + fields["action"] + fields["sign_time"]
    text = fields["click_trans_id"] + fields["service_id"] + SECRET + order + prepared + rest
    return md5(text.encode()).hexdigest()


def click_raw(body: bytes, kind: str = "application/x-www-form-urlencoded") -> dict[str, Any]:
    response = Client(raise_request_exception=False).post("/payments/click/", body, content_type=kind)
    assert response.status_code == 200
    return json.loads(response.content, parse_constant=int)


def click_send(fields: dict[str, str]) -> dict[str, Any]:
    response = Client().post("/payments/click/", fields_as_form(fields), "application/x-www-form-urlencoded")
    assert response.status_code == 200
    return response.json()


def fields_as_form(fields: dict[str, str]) -> str:
    return urlencode(fields)


def prepare(payment: Payment, trans_id: int, **changes: Any) -> dict[str, Any]:
    return click_send(click_form(payment, trans_id, **changes))


def complete(payment: Payment, trans_id: int, prepared: int, **changes: Any) -> dict[str, Any]:
    return click_send(click_form(payment, trans_id, prepared, **changes))


def click_id() -> int:
    """Above 32 bits, as theirs are."""
    return 3_000_000_000_000 + next(_numbers) * 10
