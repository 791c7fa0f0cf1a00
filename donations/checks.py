"""What must not be deployed."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from donations.gateways.stripe.keys import is_test

LOCAL = (("Payme", "PAYME_KEY", "PAYME_TEST"), ("Click", "CLICK_SECRET_KEY", "CLICK_TEST"))
LIVE_KEYS = ("STRIPE_SECRET_KEY", "PAYME_KEY", "CLICK_SECRET_KEY")


@register(Tags.security)
def sandbox_beside_real_money(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """The sandbox gateway lets anybody "pay": it is refused where real money moves."""
    if "sandbox" not in settings.PAYMENT_GATEWAYS:
        return []
    reasons = [name for name in LIVE_KEYS if is_live(getattr(settings, name, ""))]
    if settings.PAYMENTS_LIVE:
        reasons.append("PAYMENTS_LIVE")
    if not reasons:
        return []
    return [
        Error(
            f"The sandbox gateway is switched on beside {', '.join(reasons)}.",
            hint="Set SANDBOX_GATEWAY_ENABLED=false.",
            id="donations.E001",
        )
    ]


@register(Tags.security)
def stripe_keys_of_the_other_kind(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A live key takes real money where nobody counts on it; a test key takes none where donors think it does."""
    key = getattr(settings, "STRIPE_SECRET_KEY", "")
    if not key:
        return []
    errors: list[CheckMessage] = []
    if is_live(key) and not settings.PAYMENTS_LIVE:
        errors.append(
            Error(
                "STRIPE_SECRET_KEY moves real money, but PAYMENTS_LIVE is off.",
                hint="Use the test key, or set PAYMENTS_LIVE=true.",
                id="donations.E002",
            )
        )
    if settings.PAYMENTS_LIVE and is_test(key):
        errors.append(
            Error(
                "STRIPE_SECRET_KEY is a test key, but PAYMENTS_LIVE is on: gifts would never arrive.",
                hint="Use the live key, or set PAYMENTS_LIVE=false.",
                id="donations.E003",
            )
        )
    if not settings.STRIPE_WEBHOOK_SECRET:
        errors.append(
            Error(
                "STRIPE_SECRET_KEY is set without STRIPE_WEBHOOK_SECRET: Stripe could not tell us anything.",
                hint="Set the secret of the endpoint /payments/stripe/webhook/.",
                id="donations.E004",
            )
        )
    return errors


@register(Tags.security)
def local_keys_of_the_other_kind(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """The same of the providers whose keys do not say what they are: a setting beside them does."""
    errors: list[CheckMessage] = []
    for name, key, tests in LOCAL:
        if not getattr(settings, key, "") or getattr(settings, tests) is not settings.PAYMENTS_LIVE:
            continue
        site = "is on: gifts would never arrive" if settings.PAYMENTS_LIVE else "is off"
        kind = "tests alone" if settings.PAYMENTS_LIVE else "real money"
        errors.append(
            Error(
                f"{name} is set up for {kind}, but PAYMENTS_LIVE {site}.",
                hint=f"{tests} and PAYMENTS_LIVE exclude each other.",
                id="donations.E005",
            )
        )
    return errors


def is_live(key: str) -> bool:
    """Whether a provider's key moves real money: Stripe marks its test keys, the local providers have none."""
    return bool(key) and not is_test(key)
