"""The connection: which key, how long to wait, what counts as "no answer"."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import stripe
from django.conf import settings

from donations.gateways.requests import GatewayUnavailable

logger = logging.getLogger(__name__)
# A donor waits for the first answer, and Stripe's own limit is 80 seconds.
TIMEOUT = 10
RETRIES = 2  # the SDK makes none by itself
stripe.enable_telemetry = False  # it would report how long our calls took


def http_client() -> stripe.HTTPClient:
    """What carries the calls; tests put Stripe's whole other side here."""
    return stripe.RequestsClient(timeout=TIMEOUT)


def connect() -> stripe.StripeClient:
    """By the keys in the settings."""
    return stripe.StripeClient(
        settings.STRIPE_SECRET_KEY,
        max_network_retries=RETRIES,
        http_client=http_client(),
        base_addresses={"api": settings.STRIPE_API_BASE} if settings.STRIPE_API_BASE else {},
    )


@contextmanager
def asking() -> Iterator[None]:
    """Raises GatewayUnavailable for every failure that may pass, or that new keys or settings heal.

    That Stripe has no such object (InvalidRequestError) is no failure: the caller says what it means.
    """
    try:
        yield
    except stripe.InvalidRequestError as error:
        if is_missing(error):
            raise
        logger.exception("Stripe refuses a call (request %s)", error.request_id)
        raise GatewayUnavailable("refused") from error
    except stripe.StripeError as error:
        logger.warning("Stripe: %s (request %s)", type(error).__name__, error.request_id)
        raise GatewayUnavailable(type(error).__name__) from error


def is_missing(error: stripe.InvalidRequestError) -> bool:
    """Whether Stripe has no such object."""
    return error.code == "resource_missing" or error.http_status == 404
