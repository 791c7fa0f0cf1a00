"""Checkout Sessions: opened under our reference, found by it, closed. Every method raises GatewayUnavailable."""

from contextlib import suppress
from datetime import timedelta

import stripe
from django.utils import timezone

from donations.gateways.instructions import Instruction
from donations.gateways.requests import GatewayUnavailable, PaymentRequest, Redirect

from .checkout import session_for
from .client import asking
from .lookup import Lookup

SESSIONS_LIVE = timedelta(hours=25)  # a day at most, and an hour for clocks


class Sessions:
    """Stripe has no question by our reference: it is looked for among those of the last day."""

    def __init__(self, lookup: Lookup) -> None:
        self.api = lookup.api.checkout.sessions
        self.lookup = lookup

    def open(self, request: PaymentRequest) -> Redirect:
        """A new one, or the one that was opened under this reference."""
        with asking():
            session = self._open(request)
        if session is None or not session.url:
            raise GatewayUnavailable("no pay page")
        return Redirect(session.url, session.id)

    def status(self, reference: str) -> Instruction | None:
        """How the payment stands; None when there is no session of it."""
        with asking():
            session = self._find(reference)
            return None if session is None else self.lookup.session(session.id)[-1]

    def close(self, reference: str, number: str) -> Instruction | None:
        """Expire it; how the payment stands then. `number` is "" where we died before we had it."""
        try:
            with asking():
                session = self.api.retrieve(number) if number else self._find(reference)
                if session is None:
                    return None
                if session.status == "open":
                    with suppress(stripe.InvalidRequestError):  # somebody paid at this very moment
                        session = self.api.expire(session.id)
                return self.lookup.session(session.id)[-1]
        except stripe.InvalidRequestError:
            return None

    def _open(self, request: PaymentRequest) -> stripe.checkout.Session | None:
        try:
            return self._create(request, request.reference)
        except stripe.IdempotencyError:  # opened before, in other words: a purpose was renamed meanwhile
            return self._find(request.reference)
        except stripe.APIError:
            # Stripe repeats an error of its own under its key for a day, and may have opened the page all the same.
            another = f"{request.reference}-{timezone.now():%d%H%M}"
            return self._find(request.reference) or self._create(request, another)

    def _create(self, request: PaymentRequest, key: str) -> stripe.checkout.Session:
        return self.api.create(session_for(request), {"idempotency_key": key})

    def _find(self, reference: str) -> stripe.checkout.Session | None:
        since = int((timezone.now() - SESSIONS_LIVE).timestamp())
        found = self.api.list({"created": {"gte": since}, "limit": 100})
        return next((one for one in found.auto_paging_iter() if one.client_reference_id == reference), None)
