"""How payments stand at the sandbox provider, as its list of payments would tell."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from core.money import Money
from donations.gateways.reports import Seen, Standing

from .models import EventKind, SandboxPayment

SEEN = {
    EventKind.PROCESSING: Seen.OPEN,
    EventKind.SUCCEEDED: Seen.PAID,
    EventKind.REFUNDED: Seen.GIVEN_BACK,
    EventKind.FAILED: Seen.ENDED,
    EventKind.EXPIRED: Seen.ENDED,
    EventKind.CANCELLED: Seen.ENDED,
}


def of(order: str, public_id: str) -> Standing | None:
    """One payment, by its number there or by ours; None when there is none."""
    known = SandboxPayment.objects.filter(public_id=public_id) if public_id else None
    payment = (known or SandboxPayment.objects.filter(order=order)).first()
    return None if payment is None else _standing(payment)


def since(moment: datetime) -> Iterator[Standing]:
    """Payments to which something has happened since."""
    happened = SandboxPayment.objects.filter(
        events__happens_at__gte=moment, events__happens_at__lte=timezone.now()
    )
    for payment in happened.distinct().order_by("pk").prefetch_related("events").iterator(chunk_size=200):
        yield _standing(payment)


def _standing(payment: SandboxPayment) -> Standing:
    """By its latest event."""
    now = timezone.now()
    latest = next((one for one in reversed(payment.events.all()) if one.happens_at <= now), None)
    return Standing(
        number=payment.public_id,
        reference=payment.order,
        seen=SEEN[EventKind(latest.kind)] if latest else Seen.OPEN,
        amount=Money(payment.amount_minor, payment.currency),
        at=latest.happens_at if latest else None,
    )
