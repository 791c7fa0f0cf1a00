"""A payer's leave to charge again that nobody may use: of a payment that has to go back.

Somebody cancels while the pay page is open in another tab, and pays there: the provider begins a subscription
that nothing of ours knows, and would charge it for ever ("cancelled here, still charged there").
"""

import logging
from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from donations.gateways.protocols import TakesBackLeave
from donations.gateways.registry import UnknownGateway, offer
from donations.gateways.requests import GatewayUnavailable

logger = logging.getLogger(__name__)
TRY_AGAIN_AFTER = timedelta(minutes=10)


@task()
def give_back(gateway: str, charge_token: str) -> None:
    """Tell the provider; it is tried again until it has heard."""
    try:
        provider = offer(gateway).gateway
        if isinstance(provider, TakesBackLeave):
            provider.revoke(charge_token)
    except (GatewayUnavailable, UnknownGateway):
        logger.warning("leave at %s not given back yet", gateway)
        _try_again(gateway, charge_token)
    except Exception:  # nobody else comes back to it
        logger.exception("leave at %s cannot be given back", gateway)
        _try_again(gateway, charge_token)


def _try_again(gateway: str, charge_token: str) -> None:
    give_back.using(run_after=timezone.now() + TRY_AGAIN_AFTER).enqueue(gateway, charge_token)
