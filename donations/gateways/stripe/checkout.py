"""What we ask of Stripe for one payment. Pure: the same request gives the same parameters, so a second call replays."""

from stripe.params.checkout import (
    SessionCreateParams,
    SessionCreateParamsLineItem,
    SessionCreateParamsLineItemPriceData,
)

from donations.gateways.requests import PaymentRequest

LOCALES = {"ru": "ru", "en": "en"}  # Checkout does not speak Uzbek: the browser's language decides then
LONGEST_NAME = 250


def session_for(request: PaymentRequest) -> SessionCreateParams:
    """Parameters of the Checkout Session. Our references go on it and on what it makes, so that each leads home."""
    metadata = {"payment": request.reference}
    if request.sponsorship:
        metadata["sponsorship"] = request.sponsorship
    params: SessionCreateParams = {
        "mode": "payment",
        "client_reference_id": request.reference,
        "metadata": metadata,
        "line_items": [_line(request)],
        "success_url": request.return_url,
        "cancel_url": request.return_url,
        "locale": LOCALES.get(request.language, "auto"),
        # Or Stripe shows, and takes, another currency than the one that was promised.
        "adaptive_pricing": {"enabled": False},
    }
    if request.expires_at is not None:
        params["expires_at"] = int(request.expires_at.timestamp())
    if is_subscription(request):
        params["mode"] = "subscription"
        params["subscription_data"] = {
            "metadata": metadata,
            "description": request.description[:LONGEST_NAME],
        }
    else:
        params["submit_type"] = "donate"
        params["payment_intent_data"] = {
            "metadata": metadata,
            "description": request.description[:LONGEST_NAME],
        }
    return params


def is_subscription(request: PaymentRequest) -> bool:
    """Whether Stripe is to charge again by itself."""
    return request.recurring and request.frequency in ("month", "year")


def _line(request: PaymentRequest) -> SessionCreateParamsLineItem:
    price: SessionCreateParamsLineItemPriceData = {
        "currency": request.amount.currency.lower(),
        # Stripe counts in the currency's smallest unit as Money does: cents, but whole yen.
        "unit_amount": request.amount.minor,
        "product_data": {"name": request.description[:LONGEST_NAME]},
    }
    if is_subscription(request):
        price["recurring"] = {"interval": "year" if request.frequency == "year" else "month"}
    return {"quantity": 1, "price_data": price}
