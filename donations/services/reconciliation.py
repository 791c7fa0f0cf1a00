"""Asking providers about payments whose end we have not heard of."""

import logging
from datetime import timedelta

from django.utils import timezone

from donations.gateways.instructions import Ending, Instruction, Release
from donations.gateways.outcomes import Outcome
from donations.gateways.protocols import ReportsByItsNumber, ReportsStatus
from donations.gateways.registry import GatewayOffer, UnknownGateway, offer
from donations.gateways.requests import GatewayUnavailable
from donations.models import Payment, RunKind
from donations.services import payments
from donations.services.runs import Round, Tally

logger = logging.getLogger(__name__)
# A payment that the provider has never heard of is given up after this long: nobody was sent there with it.
UNHEARD_OF = timedelta(hours=1)
AFTER = timedelta(minutes=1)


def reconcile() -> int:
    """Ask about every open payment that has not just changed: scheduled. Returns how many changed."""
    return sum(run.changed for run in OPEN.all())


def refresh(payment: Payment) -> Outcome | None:
    """Ask about one payment and pass the answer through the one door; None when there was no answer."""
    try:
        gateway = offer(payment.gateway).gateway
        return _ask(gateway, payment) if isinstance(gateway, ReportsStatus) else None
    except (GatewayUnavailable, UnknownGateway) as error:
        logger.warning("no status of %s: %s", payment.reference, type(error).__name__)
        return None


def status_of(gateway: ReportsStatus, payment: Payment) -> Instruction | None:
    """The provider's word on a payment, by its number where that is quicker. Raises GatewayUnavailable."""
    if payment.provider_reference and isinstance(gateway, ReportsByItsNumber):
        return gateway.status_of(payment.provider_reference)
    return gateway.status(payment.reference)


def _ask(gateway: ReportsStatus, payment: Payment) -> Outcome | None:
    """Raises GatewayUnavailable."""
    instruction = status_of(gateway, payment) or _unheard_of(payment)
    return payments.apply(instruction) if instruction else None


def _about_open(offer: GatewayOffer, tally: Tally) -> None:
    """One after the other, the longest unheard of first."""
    before = timezone.now() - AFTER
    of_this = Payment.objects.open().filter(gateway=offer.code, changed_at__lte=before)
    for payment in of_this.order_by("changed_at").iterator():
        _about(payment, offer.gateway, tally)


def _about(payment: Payment, gateway: object, tally: Tally) -> None:
    if not isinstance(gateway, ReportsStatus):
        raise TypeError(type(gateway).__name__)
    try:
        _ask(gateway, payment)
    except GatewayUnavailable as error:
        logger.warning("no status of %s: %s", payment.reference, type(error).__name__)
        tally.silent()
    except Exception:
        logger.exception("reconciling %s failed", payment.reference)
        tally.broke()
    else:
        same = Payment.objects.filter(pk=payment.pk, state=payment.state).exists()
        tally.answered(changed=not same)


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


def _tells(gateway: object) -> bool:
    return isinstance(gateway, ReportsStatus)


OPEN = Round(RunKind.OPEN, _tells, _about_open)
