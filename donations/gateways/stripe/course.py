"""Pausing a subscription, and keeping one on that was to end. Every method raises GatewayUnavailable."""

from collections.abc import Callable
from datetime import datetime

import stripe
from django.utils import timezone
from stripe.params import SubscriptionUpdateParams

from donations.gateways.instructions import Ended, GoesOn, Ignore

from .client import asking
from .lookup import Lookup
from .words import ignore

Told = Ignore | Ended | GoesOn


class Course:
    """Each answers with how the subscription goes on then."""

    def __init__(self, lookup: Lookup) -> None:
        self.api = lookup.api.subscriptions
        self.lookup = lookup

    def now(self, number: str) -> Told:
        """As it is."""
        return self._told(lambda: self.lookup.course(number))

    def pause(self, number: str, until: datetime) -> Told:
        """`void`: invoices of the meantime are made and let go, nobody is charged for them afterwards."""
        resumes_at = int(until.timestamp())
        return self._change(number, {"pause_collection": {"behavior": "void", "resumes_at": resumes_at}})

    def resume(self, number: str) -> Told:
        """The next period is charged again."""
        return self._change(number, {"pause_collection": ""})

    def take_end_back(self, number: str) -> Told:
        """The end may be that of the period, or a day that somebody set in the dashboard."""
        with asking():
            is_a_day = not self.api.retrieve(number).cancel_at_period_end
        return self._change(number, {"cancel_at": ""} if is_a_day else {"cancel_at_period_end": False})

    def _change(self, number: str, params: SubscriptionUpdateParams) -> Told:
        asked_at = timezone.now()
        return self._told(lambda: self.lookup.say_of(self.api.update(number, params), asked_at))

    def _told(self, ask: Callable[[], Told]) -> Told:
        try:
            with asking():
                return ask()
        except stripe.InvalidRequestError:
            return ignore(self.lookup.livemode, "subscription is not there any more")
