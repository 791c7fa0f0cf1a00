"""Our side of Stripe."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

import stripe
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from donations.gateways.instructions import GivenBack, Instruction, PaidOut, PayoutStep, Told, Unreadable
from donations.gateways.outcomes import Outcome
from donations.gateways.reports import Movements, Standing
from donations.gateways.requests import GatewayUnavailable, PaymentRequest, Redirect, RefundRequest

from . import webhook, words
from .balance import Balance
from .client import asking, connect
from .course import Course
from .keys import is_test
from .lookup import Lookup
from .portal import Portal
from .refunds import Refunds
from .sessions import Sessions
from .standing import StandingOf

logger = logging.getLogger(__name__)
DASHBOARD = "https://dashboard.stripe.com/"
RECEIVED = b'{"received": true}'
EVENTS_ARE_KEPT = timedelta(days=29)  # 30, and the call takes its time


class StripeGateway:
    """Begins payments, reads messages, follows them; see the package."""

    code = "stripe"

    def __init__(self) -> None:
        self.livemode = not is_test(settings.STRIPE_SECRET_KEY)
        self.client = connect()
        self.lookup = Lookup(self.client, self.livemode)
        self.sessions = Sessions(self.lookup)
        self.standing_of = StandingOf(self.lookup)
        self.balance = Balance(self.lookup)
        self.refunds = Refunds(self.lookup)
        self.courses = Course(self.lookup)
        self.portal = Portal(self.client)

    def begin(self, request: PaymentRequest) -> Redirect:
        """Open Checkout, or find what was opened under this reference."""
        return self.sessions.open(request)

    def read(self, request: HttpRequest) -> Instruction:
        """Verify the signature over the raw body; keep what happened to what, nothing else."""
        header = request.META.get(webhook.IN_META, "")
        event = webhook.verified(request.body, header, settings.STRIPE_WEBHOOK_SECRET)
        return webhook.told(event, self.livemode)

    def reply(self, instruction: Instruction, outcome: Outcome) -> HttpResponse:
        """200 for whatever was verified: from here on it is ours to finish."""
        return HttpResponse(RECEIVED, content_type="application/json")

    def follow(self, event: Told) -> list[Instruction]:
        """What a message comes to, by what Stripe says now."""
        if not event.kind.startswith("payout."):
            return self.lookup.follow(event)
        try:
            return [self.balance.payout(event.subject)]
        except stripe.InvalidRequestError:
            return [words.ignore(self.livemode, "not there any more")]

    def movements(self, provider_reference: str) -> Movements:
        """Fees and all, of a session or an invoice."""
        return self.balance.movements(provider_reference)

    def whose(self, charge: str) -> list[Instruction]:
        """By Stripe's number of the charge."""
        return self.balance.whose(charge)

    def payout(self, number: str) -> PaidOut:
        """By Stripe's number; one that we know stays there for ever."""
        try:
            return self.balance.payout(number)
        except stripe.InvalidRequestError as error:
            raise GatewayUnavailable("no such payout") from error

    def payouts(self, since: datetime) -> Iterator[tuple[str, PayoutStep]]:
        """Latest first."""
        return self.balance.payouts(since)

    def page_of(self, number: str) -> str:
        """In Stripe's dashboard."""
        kind = "payouts" if number.startswith("po_") else "disputes"
        return f"{DASHBOARD}{'' if self.livemode else 'test/'}{kind}/{number}"

    def status(self, reference: str) -> Instruction | None:
        """By our reference, among the sessions of the last day."""
        return self.sessions.status(reference)

    def close(self, reference: str, provider_reference: str) -> Instruction | None:
        """Expire the Checkout Session."""
        return self.sessions.close(reference, provider_reference)

    def status_of(self, provider_reference: str) -> Instruction | None:
        """By Stripe's number of the session or the invoice."""
        ask = self.lookup.invoice if provider_reference.startswith("in_") else self.lookup.session
        try:
            with asking():
                return ask(provider_reference)[-1]
        except stripe.InvalidRequestError:
            return None

    def standing(self, reference: str, provider_reference: str) -> Standing | None:
        """As `status`, to be laid beside the books."""
        return self.standing_of.payment(provider_reference)

    def standings(self, since: datetime) -> Iterator[Standing]:
        """What was made in the account since."""
        return self.standing_of.all_since(since)

    def refund_standing(self, number: str) -> Standing | None:
        """Of one refund."""
        return self.standing_of.refund(number)

    def give_back(self, request: RefundRequest) -> GivenBack:
        """A payment or a part of it, once for each order."""
        return self.refunds.give_back(request)

    def missed(self) -> Iterator[Instruction]:
        """Events that Stripe could not deliver, oldest first, as far as it keeps them. One that is not understood is
        passed over: it is named again in every round, and would keep the others waiting until Stripe forgets them.
        """
        since = int((timezone.now() - EVENTS_ARE_KEPT).timestamp())
        with asking():
            found = self.client.v1.events.list(
                {
                    "delivery_success": False,
                    "created": {"gte": since},
                    "limit": 100,
                }
            )
            # Stripe takes twenty kinds in a question, and we follow more.
            events = [event for event in found.auto_paging_iter() if event.type in webhook.FOLLOWED]
        for event in reversed(events):
            try:
                yield webhook.told(event.to_dict(), self.livemode)
            except Unreadable as error:
                logger.error("event %s of Stripe cannot be read: %s", event.id, error)

    def charges(self, charge_token: str) -> list[Instruction]:
        """How the latest invoices of a subscription stand."""
        with asking():
            return self.lookup.charges(charge_token)

    def pay_page(self, provider_reference: str) -> str:
        """The page of an open invoice: paying there ends Stripe's own tries."""
        try:
            with asking():
                invoice = self.client.v1.invoices.retrieve(provider_reference)
        except stripe.InvalidRequestError:
            return ""
        return (invoice.hosted_invoice_url or "") if invoice.status == "open" else ""

    def course(self, charge_token: str) -> Instruction:
        """Whether the subscription is paused, or to end."""
        return self.courses.now(charge_token)

    def pause(self, charge_token: str, until: datetime) -> Instruction:
        """Let the invoices of the meantime go."""
        return self.courses.pause(charge_token, until)

    def resume(self, charge_token: str) -> Instruction:
        """From the next invoice on."""
        return self.courses.resume(charge_token)

    def take_end_back(self, charge_token: str) -> Instruction:
        """Cancelled at the end of the period: no longer."""
        return self.courses.take_end_back(charge_token)

    def donor_page(self, charge_token: str, language: str, return_url: str) -> str:
        """The billing portal of the subscription's customer."""
        return self.portal.page(charge_token, language, return_url)

    def revoke(self, charge_token: str) -> None:
        """Cancel the subscription, at once; one that has ended is none."""
        with suppress(stripe.InvalidRequestError), asking():
            if self.client.v1.subscriptions.retrieve(charge_token).status != "canceled":
                self.client.v1.subscriptions.cancel(charge_token)
