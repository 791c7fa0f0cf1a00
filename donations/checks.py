"""What must not be deployed."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

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


def is_live(key: str) -> bool:
    """Whether a provider's key moves real money: Stripe marks its test keys, the local providers have none."""
    return bool(key) and not key.startswith(("sk_test_", "rk_test_"))
