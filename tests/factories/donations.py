"""Gifts made as donors make them: through the services, never by writing rows."""

import json
import secrets
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from core.money import Money, parse_money
from donations.gateways.instructions import Ending, Refund, RefundFailed, Release, Settle
from donations.gateways.sandbox.models import Choice, SandboxPayment
from donations.gateways.sandbox.provider import decide
from donations.gateways.sandbox.signing import HEADER, sign
from donations.models import Designation, Donation, Payment, Sponsorship
from donations.services import checkout, payments

CALLBACK = "/payments/sandbox/"


def purpose(code: str = "general") -> Designation:
    """One of the seeded purposes: general, tashkent, samarkand, khorezm, winter-warmth-2026."""
    return Designation.objects.get(code=code)


def gift(**changes: Any) -> checkout.Gift:
    """A checked form: 100 000 soʻm once, in English."""
    amount = parse_money(changes.pop("amount", "100000"), changes.pop("currency", "UZS"))
    fields: dict[str, Any] = {
        "amount": amount,
        "frequency": "once",
        "designation": purpose(changes.pop("designation", "general")),
        "name": "Aziza Karimova",
        "email": "aziza@donors.example",
        "language": "en",
        "gateway": "sandbox",
        "token": secrets.token_urlsafe(8),
    }
    return checkout.Gift(**fields | changes)


def begun(**changes: Any) -> Payment:
    """A payment whose donor stands before the pay page."""
    checkout.start(gift(**changes))
    return Payment.objects.select_related("donation__sponsorship").latest("pk")


def settle(payment: Payment, **changes: Any) -> Settle:
    """The provider's word that the money is there."""
    fields: dict[str, Any] = {
        "gateway": payment.gateway,
        "livemode": payment.livemode,
        "event_id": f"evt_{secrets.token_hex(6)}",
        "reference": payment.reference,
        "provider_reference": payment.provider_reference,
        "occurred_at": timezone.now(),
        "amount": payment.amount,
    }
    return Settle(**fields | changes)


def release(payment: Payment, ending: Ending = Ending.FAILED, **changes: Any) -> Release:
    """The provider's word that no money will come."""
    fields: dict[str, Any] = {
        "gateway": payment.gateway,
        "livemode": payment.livemode,
        "event_id": f"evt_{secrets.token_hex(6)}",
        "reference": payment.reference,
        "provider_reference": payment.provider_reference,
        "ending": ending,
    }
    return Release(**fields | changes)


def went_back(
    payment: Payment, amount: Money, number: str = "re_1", kind: type[Refund | RefundFailed] = Refund
) -> Refund | RefundFailed:
    """The provider's word that money went back to the donor, or that it did not arrive there."""
    return kind(
        gateway=payment.gateway,
        livemode=payment.livemode,
        event_id=f"{kind.__name__}_{number}",
        reference=payment.reference,
        provider_reference=payment.provider_reference,
        refund_reference=number,
        amount=amount,
    )


def give_back(payment: Payment, amount: Money, number: str = "re_1") -> None:
    """Money went back, as the provider tells it."""
    payments.apply(went_back(payment, amount, number))


def paid(**changes: Any) -> Donation:
    """A gift that has arrived."""
    payment = begun(**changes)
    payments.apply(settle(payment))
    return Donation.objects.get(pk=payment.donation_id)


def paid_twice() -> Payment:
    """The second payment of one gift: the first seemed to fail, the donor tried again, then both arrived."""
    first = begun()
    payments.apply(release(first))
    checkout.carry_on(first.donation)
    payments.apply(settle(first))
    second = Payment.objects.latest("pk")
    payments.apply(settle(second))
    return Payment.objects.get(pk=second.pk)


def sponsoring(choice: Choice = Choice.SUCCESS, **changes: Any) -> Sponsorship:
    """A running sponsorship of Tashkent whose card the sandbox knows."""
    fields = {"designation": "tashkent", "frequency": "month", **changes}
    payment = begun(**fields)
    decide(payment.provider_reference, choice)
    token = SandboxPayment.objects.get(order=payment.reference).token
    payments.apply(settle(payment, charge_token=token.token if token else ""))
    return Sponsorship.objects.get(pk=payment.donation.sponsorship_id)


def message(payment: Payment, kind: str = "payment.succeeded", **changes: Any) -> dict[str, Any]:
    """What the sandbox provider would send about a payment; `changes` go into its data, `id` and others on top."""
    top = {key: changes.pop(key) for key in ("id", "created", "livemode", "type") if key in changes}
    data = {
        "payment": payment.provider_reference,
        "order": payment.reference,
        "amount": payment.amount_minor,
        "currency": payment.currency,
        "token": "",
    }
    return {
        "id": f"evt_{secrets.token_hex(6)}",
        "type": kind,
        "created": int(timezone.now().timestamp()),
        "livemode": False,
        **top,
        "data": data | changes,
    }


def post(
    content: dict[str, Any] | bytes, header: str | None = None, client: Client | None = None
) -> HttpResponse:
    """Send a callback over HTTP, signed unless another header is given."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    signature = sign(body) if header is None else header
    return (client or Client()).post(
        CALLBACK, body, content_type="application/json", headers={HEADER: signature}
    )


def som(whole: int) -> Money:
    """Whole soʻm."""
    return Money(whole * 100, "UZS")
