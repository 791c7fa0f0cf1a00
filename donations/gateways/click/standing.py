"""How a payment stands at Click, to be laid beside the books. The Merchant API tells no amount."""

from collections.abc import Callable

from donations.gateways.reports import Seen, Standing

from . import merchant_api
from .models import ClickTransaction


def of(row: ClickTransaction | None, day_of: Callable[[ClickTransaction], str]) -> Standing | None:
    """None when Click does not know it. It is not asked about what it never prepared. Raises GatewayUnavailable."""
    if row is None:
        return None
    order = row.payment.reference
    try:
        status = merchant_api.payment_status(merchant_api.payment_id(order, day_of(row)))
    except merchant_api.NotThere:
        return None
    return Standing(number=str(row.click_trans_id), reference=order, seen=_seen(status))


def _seen(status: int) -> Seen:
    """Below zero is "failed" and "given back" alike."""
    if status == merchant_api.PAID:
        return Seen.PAID
    return Seen.ENDED if status < 0 else Seen.OPEN
