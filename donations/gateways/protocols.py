"""What a payment gateway can do.

    gateway.begin(request)               -> NextStep       where the payer goes, or what to tell them
    gateway.read(http_request)           -> Instruction    authenticates and parses; no ORM
    services.payments.apply(instruction) -> Outcome        decides, writes
    gateway.reply(instruction, outcome)  -> HttpResponse   in the provider's dialect

What only some can do is a small protocol of its own, not a stub method.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from django.http import HttpRequest, HttpResponse

from donations.gateways.instructions import GivenBack, Instruction, PaidOut, PayoutStep, Told, Unreadable
from donations.gateways.outcomes import Outcome
from donations.gateways.reports import Movements, Standing
from donations.gateways.requests import ChargeRequest, NextStep, PaymentRequest, RefundRequest

if TYPE_CHECKING:
    from donations.models import Payment


class Gateway(Protocol):
    """One way to pay."""

    @property
    def code(self) -> str:
        """Its name in addresses, settings and rows."""

    @property
    def livemode(self) -> bool:
        """Whether it moves real money."""

    def begin(self, request: PaymentRequest) -> NextStep:
        """Open a payment at the provider, or find the one opened under this reference. Raises GatewayUnavailable."""


@runtime_checkable
class CallsBack(Gateway, Protocol):
    """A provider that calls us."""

    def read(self, request: HttpRequest) -> Instruction:
        """Authenticate a callback and say what it wants. Raises Unreadable."""

    def reply(self, instruction: Instruction, outcome: Outcome) -> HttpResponse:
        """Answer a callback."""


@runtime_checkable
class NeedsAccount(Protocol):
    """A way to pay that works only for currencies in which somebody has set it up."""

    def is_ready(self, currency: str) -> bool:
        """Whether it is set up for `currency`."""


@runtime_checkable
class ReportsStatus(Protocol):
    """A provider that can be asked."""

    def status(self, reference: str) -> Instruction | None:
        """How our payment stands there; None when the provider has never heard of it. Raises GatewayUnavailable."""


@runtime_checkable
class ReportsByItsNumber(Protocol):
    """A provider that finds a payment by its own reference at once, by ours only with a search."""

    def status_of(self, provider_reference: str) -> Instruction | None:
        """As `ReportsStatus.status`. Raises GatewayUnavailable."""


@runtime_checkable
class Follows(Protocol):
    """A provider whose messages are triggers: what they are about is asked of it before anything is done."""

    def follow(self, event: Told) -> list[Instruction]:
        """What the message comes to, as things stand there now, in the order to act in. No ORM.

        The last one answers the message; those before it say what must be known first, whatever message of
        theirs is late. Raises GatewayUnavailable.
        """


@runtime_checkable
class TellsAgain(Protocol):
    """A provider that can be asked for the messages it could not deliver."""

    def missed(self) -> Iterable[Instruction]:
        """Those of the last days, oldest first. Raises GatewayUnavailable."""


@runtime_checkable
class TakesBackLeave(Protocol):
    """A provider that holds a payer's leave to charge again, and can be told that it is over."""

    def revoke(self, charge_token: str) -> None:
        """Give the payer's leave back: the provider refuses any further charge. Raises GatewayUnavailable."""


@runtime_checkable
class ChargesAgain(TakesBackLeave, Protocol):
    """A provider that charges without the payer present when we ask; the result comes as a callback."""

    def charge(self, request: ChargeRequest) -> str:
        """Begin a charge and return the provider's reference. Raises GatewayUnavailable."""


class Door(Protocol):
    """What `services.payments` lends to a gateway's records, inside its transaction."""

    def lock(self, reference: str) -> "Payment | None":
        """The payment with its donation, both locked; None when there is none."""

    def decide(self, instruction: Instruction) -> Outcome:
        """Act on an instruction as for any other gateway."""

    def hold(self, instruction: Instruction, reason: str, payment: "Payment | None") -> None:
        """Quarantine: keep the message, tell a person."""


@runtime_checkable
class KeepsRecords(Protocol):
    """A provider that asks first and wants the same answer to the same question for ever.

    Its numbers, times and states stand in rows of the gateway's own, which change in the transaction that
    decides. Where they say that a call is a repetition, or may not be, the door is not asked to act.
    """

    def keep(self, instruction: Instruction, door: Door) -> Outcome:
        """Decide with `door`, write the record, and add to the outcome what `reply` needs. In a transaction."""


@runtime_checkable
class AlwaysAnswers(Protocol):
    """A provider that takes no plain HTTP error for an answer: it is told of everything in its own dialect."""

    def refuse(self, error: Unreadable) -> HttpResponse:
        """Answer what `read` refused."""

    def fail(self, instruction: Instruction) -> HttpResponse:
        """Answer what broke on our side, so that it comes again."""


@runtime_checkable
class GivesBack(Protocol):
    """A provider that gives money back when we ask."""

    def give_back(self, request: RefundRequest) -> GivenBack:
        """Have it given back, or find what came of this order; what is returned goes through the door.

        Raises GatewayUnavailable, RefundRefused.
        """


@runtime_checkable
class GivesBackThere(Protocol):
    """A provider that gives a whole payment back when staff cancel it on its pages, and asks us first.

    What was booked as given back before, it is told not to give back.
    """

    @property
    def cabinet(self) -> str:
        """The address of those pages."""


@runtime_checkable
class ClosesPages(Protocol):
    """A provider whose pay page stays open until somebody closes it."""

    def close(self, reference: str, provider_reference: str) -> Instruction | None:
        """Let nobody pay there any more, and say how the payment stands now; None when it was never heard of.

        Where somebody was quicker and paid, that is said. Raises GatewayUnavailable.
        """


@runtime_checkable
class ChargesByItself(TakesBackLeave, Protocol):
    """A provider that keeps the calendar of a sponsorship: our scheduler leaves it alone."""

    def charges(self, charge_token: str) -> list[Instruction]:
        """How the latest periods stand there, oldest first, for what no message brought. Raises GatewayUnavailable."""

    def pay_page(self, provider_reference: str) -> str:
        """Where the payer can pay a charge that failed; "" when it is over. Raises GatewayUnavailable."""


@runtime_checkable
class ChangesCourse(ChargesByItself, Protocol):
    """A provider that can pause what it charges by itself, and keep on what was to end. All raise GatewayUnavailable.

    Each returns how it goes on then, for the door.
    """

    def course(self, charge_token: str) -> Instruction:
        """How it goes on now."""

    def pause(self, charge_token: str, until: datetime) -> Instruction:
        """Charge nothing until then; periods that fall into it are let go."""

    def resume(self, charge_token: str) -> Instruction:
        """Charge again from the next period on."""

    def take_end_back(self, charge_token: str) -> Instruction:
        """Take back that it is to end."""


@runtime_checkable
class HasDonorPages(Protocol):
    """A provider with pages on which a donor changes the card and finds invoices."""

    def donor_page(self, charge_token: str, language: str, return_url: str) -> str:
        """The address of that page, for this visit; "" when the provider has none. Raises GatewayUnavailable."""


@runtime_checkable
class TellsStanding(Protocol):
    """A provider that can be asked about any of its payments, of its own records, without any consequence."""

    def standing(self, reference: str, provider_reference: str) -> Standing | None:
        """How one stands there now; None when the provider has never heard of it. Raises GatewayUnavailable."""


@runtime_checkable
class ListsStandings(TellsStanding, Protocol):
    """A provider that lists what happened there."""

    def standings(self, since: datetime) -> Iterable[Standing]:
        """Payments of ours that were begun there since, and refunds. Raises GatewayUnavailable."""


@runtime_checkable
class TellsRefunds(Protocol):
    """A provider whose refunds have numbers of their own."""

    def refund_standing(self, number: str) -> Standing | None:
        """How one refund stands there, as `standing`. Raises GatewayUnavailable."""


@runtime_checkable
class ReportsMoney(Gateway, Protocol):
    """A provider that keeps an account for us, takes its fees there, and pays it out. All raise GatewayUnavailable."""

    def movements(self, provider_reference: str) -> Movements:
        """All that one of our payments has moved there, fees and all."""

    def whose(self, charge: str) -> list[Instruction]:
        """The same of a charge that our books do not know, with what must be known first; nothing when not ours."""

    def payout(self, number: str) -> PaidOut:
        """One payout, with its lines."""

    def payouts(self, since: datetime) -> Iterable[tuple[str, PayoutStep]]:
        """The numbers of those sent since then, and how each stands."""


@runtime_checkable
class HasPages(Protocol):
    """A provider on whose own pages staff can act on what we only know by number."""

    def page_of(self, number: str) -> str:
        """The address of the page about a payout or a dispute."""
