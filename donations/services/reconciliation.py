"""Asking providers about payments whose end we have not heard of."""

import logging
from datetime import timedelta

from django.utils import timezone

from donations.gateways.base import (
    Ending,
    GatewayUnavailable,
    Instruction,
    Outcome,
    Release,
    ReportsByItsNumber,
    ReportsStatus,
)
from donations.gateways.registry import UnknownGateway, offer
from donations.models import Payment
from donations.services import payments

logger = logging.getLogger(__name__)
# A payment that the provider has never heard of is given up after this long: nobody was sent there with it.
UNHEARD_OF = timedelta(hours=1)
AFTER = timedelta(minutes=1)


def reconcile() -> int:
    """Ask about every open payment that has not just changed; returns how many changed."""
    before = timezone.now() - AFTER
    open_ones = Payment.objects.open().filter(changed_at__lte=before).order_by("changed_at")
    return sum(_changed(payment) for payment in open_ones.iterator())


def refresh(payment: Payment) -> Outcome | None:
    """Ask about one payment and pass the answer through the one door; None when there was no answer."""
    try:
        gateway = offer(payment.gateway).gateway
        if not isinstance(gateway, ReportsStatus):
            return None
        instruction = _status(gateway, payment) or _unheard_of(payment)
    except (GatewayUnavailable, UnknownGateway) as error:
        logger.warning("no status of %s: %s", payment.reference, type(error).__name__)
        return None
    return payments.apply(instruction) if instruction else None


def _status(gateway: ReportsStatus, payment: Payment) -> Instruction | None:
    if payment.provider_reference and isinstance(gateway, ReportsByItsNumber):
        return gateway.status_of(payment.provider_reference)
    return gateway.status(payment.reference)


def _changed(payment: Payment) -> bool:
    try:
        refresh(payment)
    except Exception:
        logger.exception("reconciling %s failed", payment.reference)
        return False
    return not Payment.objects.filter(pk=payment.pk, state=payment.state).exists()


def _unheard_of(payment: Payment) -> Instruction | None:
    if timezone.now() - payment.changed_at < UNHEARD_OF:
        return None
    return Release(
        gateway=payment.gateway,
        livemode=payment.livemode,
        reference=payment.reference,
        ending=Ending.EXPIRED,
        detail="never reached the provider",
    )
