"""Pay pages of providers that stay open though nobody may pay there any more: closed, so that no money has to go back.

Which those are stands in the rows alone, so whatever dies or stays silent in between, the next look finds them.
"""

import logging
from collections.abc import Iterable

from donations.gateways.protocols import ClosesPages
from donations.gateways.registry import UnknownGateway, offer
from donations.gateways.requests import GatewayUnavailable
from donations.models import Payment, Sponsorship
from donations.services import payments

logger = logging.getLogger(__name__)


def close_unwanted() -> int:
    """Every page of a donation that is paid, or of a sponsorship that has ended: scheduled. Returns how many closed."""
    return _close_each(Payment.objects.unwanted())


def close_of(sponsorship: Sponsorship) -> int:
    """Those of one sponsorship, as soon as it has ended."""
    return _close_each(Payment.objects.unwanted().filter(donation__sponsorship=sponsorship))


def _close_each(found: Iterable[Payment]) -> int:
    """How many closed; one that breaks does not keep the others open: somebody may be paying there."""
    closed = 0
    for payment in list(found):
        try:
            closed += _close(payment)
        except Exception:
            logger.exception("page of %s cannot be closed", payment.reference)
    return closed


def _close(payment: Payment) -> bool:
    """What the provider says then goes through the door: also that somebody had paid before."""
    try:
        gateway = offer(payment.gateway).gateway
        if not isinstance(gateway, ClosesPages):
            return False
        told = gateway.close(payment.reference, payment.provider_reference)
    except (GatewayUnavailable, UnknownGateway) as error:
        logger.warning("page of %s not closed yet: %s", payment.reference, type(error).__name__)
        return False
    if told is not None:
        payments.apply(told)
    return told is not None
