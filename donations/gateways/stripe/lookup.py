"""Asking Stripe how things stand. Every method raises GatewayUnavailable when there is no answer."""

from datetime import datetime

import stripe
from django.utils import timezone
from stripe.params.checkout import SessionListParams

from donations.gateways.instructions import Declined, Ended, GoesOn, Ignore, Instruction, OfSponsorship, Told

from . import money_words, words
from .client import asking
from .words import Common, id_of, text_in

MOST = 100  # a page, as large as it may be
MOVED = ["data.balance_transaction", "data.failure_balance_transaction"]
# Of a session: what says when it was paid. Four steps, with "data", are as many as Stripe takes.
CHARGED = ["payment_intent.latest_charge.balance_transaction", "invoice"]
EACH_CHARGED = [f"data.{path}" for path in CHARGED]
GoneBack = stripe.Refund | stripe.Dispute
LATEST = 3  # invoices of a subscription: what a month of silence can have hidden, and one more


class Lookup:
    """What each kind of object says about our payments."""

    def __init__(self, client: stripe.StripeClient, livemode: bool) -> None:
        self.api = client.v1
        self.livemode = livemode

    def follow(self, event: Told) -> list[Instruction]:
        """What a message comes to now; what is not there any more comes to nothing."""
        kinds = {
            "checkout": self.session,
            "payment_intent": self.declined,
            "invoice": self.invoice,
            "customer": self.subscription,
            "refund": self.refund,
            "charge": self.dispute,
        }
        try:
            with asking():
                return kinds[event.kind.split(".")[0]](event.subject)
        except stripe.InvalidRequestError:
            return [words.ignore(self.livemode, "not there any more")]

    def session(self, number: str) -> list[Instruction]:
        """Of a Checkout Session."""
        return [self.say(self.api.checkout.sessions.retrieve(number, {"expand": CHARGED}))]

    def say(self, session: stripe.checkout.Session) -> Instruction:
        """The same, of one that is here already, with CHARGED expanded."""
        finished = session.status == "complete" and session.payment_status == "unpaid"
        return words.of_session(session, self._intent_status(session) if finished else "")

    def invoice(self, number: str) -> list[Instruction]:
        """Of an invoice: the first belongs to its session, the others are charges that Stripe made by itself."""
        return self._of_invoice(self.retrieve_invoice(number))

    def retrieve_invoice(self, number: str) -> stripe.Invoice:
        """With what was paid of it elsewhere."""
        return self.api.invoices.retrieve(number, {"expand": [words.PAID_ELSEWHERE]})

    def _of_invoice(self, invoice: stripe.Invoice) -> list[Instruction]:
        details = invoice.parent.subscription_details if invoice.parent else None
        if details is None or not self._sponsorship(details.metadata):
            return [words.ignore(self.livemode, "invoice of no sponsorship")]
        first = self._first(id_of(details.subscription))
        if invoice.billing_reason == "subscription_create":
            return first
        return [*first, self._renewal(invoice)]

    def charges(self, subscription: str) -> list[Instruction]:
        """How the latest periods of a subscription stand, oldest first."""
        latest = self.api.invoices.list(
            {"subscription": subscription, "limit": LATEST, "expand": [f"data.{words.PAID_ELSEWHERE}"]}
        ).data
        renewals = [one for one in reversed(latest) if one.billing_reason == "subscription_cycle"]
        said = [self._renewal(one) for one in renewals]
        return [*self._first(subscription), *(one for one in said if isinstance(one, OfSponsorship))]

    def subscription(self, number: str) -> list[Instruction]:
        """Whether it will charge again. What it charged before it ended comes first, whatever message is late."""
        last = self.course(number)
        if isinstance(last, Ignore) or (isinstance(last, GoesOn) and not last.ends_on and not last.is_paused):
            return [last]
        return [*self.charges(number), last]

    def course(self, number: str) -> Ignore | Ended | GoesOn:
        """How a subscription goes on."""
        asked_at = timezone.now()
        return self.say_of(self.api.subscriptions.retrieve(number), asked_at)

    def say_of(self, subscription: stripe.Subscription, asked_at: datetime) -> Ignore | Ended | GoesOn:
        """The same, of one that is here already."""
        sponsorship = self._sponsorship(subscription.metadata)
        if not sponsorship:
            return words.ignore(self.livemode, "subscription of somebody else")
        return words.of_subscription(subscription, sponsorship, asked_at)

    def refund(self, number: str) -> list[Instruction]:
        """Whether money went back; what had come in, and gone back before, is made sure of first."""
        refund = self.api.refunds.retrieve(number)
        before, common = self.of_intent(id_of(refund.payment_intent))
        if not before:
            return not_ours(self.livemode)
        return [*before, *self._earlier(refund, common), words.of_refund(refund, common)]

    def declined(self, number: str) -> list[Instruction]:
        """Of a payment intent whose card was declined on a page of ours, which then waits for another one.

        Of a renewal its invoice tells. What was complete before it failed was no card: that the session says.
        """
        reference, sessions = self._page_of(self.api.payment_intents.retrieve(number))
        if any(one.status == "complete" and one.payment_status == "unpaid" for one in sessions):
            return [self.say(one) for one in sessions]
        if not reference:
            return not_ours(self.livemode)
        return [
            Declined(gateway=words.CODE, livemode=self.livemode, reference=reference, provider_reference="")
        ]

    def dispute(self, number: str) -> list[Instruction]:
        """What a payer's bank wants back, likewise."""
        dispute = self.api.disputes.retrieve(number)
        before, common = self.of_intent(id_of(dispute.payment_intent))
        if not before:
            return not_ours(self.livemode)
        return [*before, *self._earlier(dispute, common), money_words.of_dispute(dispute, common)]

    def paid_by(self, refund: stripe.Refund) -> str:
        """The session or the invoice that a refund is of; "" when it is not ours."""
        before, common = self.of_intent(id_of(refund.payment_intent))
        return common["provider_reference"] if before else ""

    def went_back(self, intent: str) -> list[GoneBack]:
        """Refunds and disputes of a payment intent, oldest first, with what they moved."""
        refunds = self.api.refunds.list({"payment_intent": intent, "limit": MOST, "expand": MOVED})
        disputes = self.api.disputes.list({"payment_intent": intent, "limit": MOST})
        every: list[GoneBack] = [*refunds.auto_paging_iter(), *disputes.auto_paging_iter()]
        return sorted(every, key=lambda one: (one.created, isinstance(one, stripe.Dispute)))

    def _earlier(self, one: GoneBack, common: Common) -> list[Instruction]:
        """Or a refund that came before a dispute would look as if it were more than is left."""
        every = self.went_back(id_of(one.payment_intent))
        number = next((place for place, other in enumerate(every) if other.id == one.id), 0)
        return [money_words.of_gone_back(other, common) for other in every[:number]]

    def of_intent(self, intent: str) -> tuple[list[Instruction], Common]:
        """What a payment intent was for: a session's payment, or an invoice. Nothing when it is not ours."""
        found: list[Instruction] = []
        if intent:
            sessions = self._sessions({"payment_intent": intent})
            found = [self.say(one) for one in sessions] or self._of_invoiced(intent)
        if not found or isinstance(found[-1], Ignore):
            return [], Common(gateway=words.CODE, livemode=self.livemode, reference="", provider_reference="")
        last = found[-1]
        return found, Common(
            gateway=words.CODE,
            livemode=last.livemode,
            reference=last.reference,
            provider_reference=last.provider_reference,
        )

    def _page_of(self, intent: stripe.PaymentIntent) -> tuple[str, list[stripe.checkout.Session]]:
        """Our reference of what a person was paying, and its session; an open one may not name its intent yet."""
        reference = text_in(intent.metadata, "payment")
        if reference:
            return reference, self._sessions({"payment_intent": intent.id})
        for invoice in self._invoices_of(intent.id):
            details = invoice.parent.subscription_details if invoice.parent else None
            if details is not None and invoice.billing_reason == "subscription_create":
                sessions = self._sessions({"subscription": id_of(details.subscription)})
                return text_in(details.metadata, "payment"), sessions
        return "", []

    def _of_invoiced(self, intent: str) -> list[Instruction]:
        return [said for one in self._invoices_of(intent) for said in self._of_invoice(one)]

    def _invoices_of(self, intent: str) -> list[stripe.Invoice]:
        """None or one."""
        payments = self.api.invoice_payments.list(
            {"payment": {"type": "payment_intent", "payment_intent": intent}, "limit": 1}
        )
        return [self.retrieve_invoice(id_of(one.invoice)) for one in payments.data]

    def _first(self, subscription: str) -> list[Instruction]:
        """What the session says that a subscription began with; nothing when it began otherwise."""
        return [self.say(one) for one in self._sessions({"subscription": subscription})]

    def _sessions(self, of: SessionListParams) -> list[stripe.checkout.Session]:
        """None or one."""
        return self.api.checkout.sessions.list({**of, "limit": 1, "expand": EACH_CHARGED}).data

    def _renewal(self, invoice: stripe.Invoice) -> Instruction:
        details = invoice.parent.subscription_details if invoice.parent else None
        sponsorship = self._sponsorship(details.metadata) if details else ""
        subscription = id_of(details.subscription) if details else ""
        in_progress = invoice.status == "open" and self._invoice_intent_status(invoice.id) == "processing"
        return words.of_renewal(invoice, subscription, sponsorship, in_progress)

    def intent_of(self, provider_reference: str) -> str:
        """The payment intent behind a session or an invoice; "" when there is none."""
        if provider_reference.startswith("in_"):
            return self._invoice_intent(provider_reference)
        session = self.api.checkout.sessions.retrieve(provider_reference)
        if session.payment_intent:
            return id_of(session.payment_intent)
        return self._invoice_intent(id_of(session.invoice)) if session.invoice else ""

    def _intent_status(self, session: stripe.checkout.Session) -> str:
        if isinstance(session.payment_intent, stripe.PaymentIntent):
            return session.payment_intent.status
        return self._invoice_intent_status(id_of(session.invoice)) if session.invoice else ""

    def _invoice_intent_status(self, invoice: str) -> str:
        intent = self._invoice_intent(invoice)
        return self.api.payment_intents.retrieve(intent).status if intent else ""

    def _invoice_intent(self, invoice: str) -> str:
        """The invoice itself names its payment no longer (API of 2025-03)."""
        for one in self.api.invoice_payments.list({"invoice": invoice, "limit": 1}).data:
            if intent := getattr(one.payment, "payment_intent", None):  # not there of what was paid otherwise
                return id_of(intent)
        return ""

    @staticmethod
    def _sponsorship(metadata: stripe.StripeObject | None) -> str:
        return text_in(metadata, "sponsorship")


def not_ours(livemode: bool) -> list[Instruction]:
    """Money of somebody else on the same account."""
    return [words.ignore(livemode, "payment of somebody else")]
