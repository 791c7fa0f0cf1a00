"""What every payment gateway speaks with us: requests out, instructions in, outcomes back.

    gateway.begin(request)               -> NextStep       where the payer goes, or what to tell them
    gateway.read(http_request)           -> Instruction    authenticates and parses; no ORM
    services.payments.apply(instruction) -> Outcome        decides, writes
    gateway.reply(instruction, outcome)  -> HttpResponse   in the provider's dialect

What only some can do is a small protocol of its own, not a stub method.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from django.http import HttpRequest, HttpResponse

from core.money import Money

if TYPE_CHECKING:
    from donations.models import Payment


class GatewayUnavailable(Exception):
    """The provider did not answer; the same call, with the same reference, may be made again."""


class Unreadable(Exception):
    """A request that is not the provider's: answered with `status`, nothing of it is stored."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRequest:
    """A payment that a person is about to make. `reference` makes a repeated call harmless."""

    reference: str
    amount: Money
    description: str
    language: str
    return_url: str
    recurring: bool  # ask the payer's leave to charge again later
    frequency: str = "once"  # how often, for providers that charge by themselves
    sponsorship: str = ""  # our reference of it, likewise
    expires_at: datetime | None = None  # the pay page closes then; the same for a repeated call


@dataclass(frozen=True, slots=True)
class Redirect:
    """Send the payer to this address. `provider_reference` is "" where the provider has none before the payer acts."""

    url: str
    provider_reference: str


@dataclass(frozen=True, slots=True)
class Instructions:
    """The payer acts elsewhere, in their own time: the donation's page says how."""


NextStep = Redirect | Instructions


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeRequest:
    """A payment without the payer, by the leave given earlier. `reference` makes a repeated call harmless."""

    reference: str
    amount: Money
    description: str
    charge_token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What all instructions carry. `reference` is our payment's, `event_id` the provider's number of the message."""

    gateway: str
    livemode: bool
    event_id: str = ""
    reference: str = ""
    provider_reference: str = ""
    occurred_at: datetime | None = None
    payload: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Notice):
    """May this be paid? Changes nothing."""

    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserve(Notice):
    """The provider has begun to move the money."""

    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle(Notice):
    """The money is there. `charge_token` is the payer's leave to charge again.

    `moved_on` is the day that the money moved, where we hear of it later (cash, bank statements); else it is today.
    """

    amount: Money
    charge_token: str = ""
    moved_on: date | None = None


class Ending(StrEnum):
    """Why no money came."""

    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Notice):
    """No money will come from this attempt."""

    ending: Ending
    detail: str = ""
    charge_token: str = ""  # a leave to charge again that came with the attempt: it is given back


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund(Notice):
    """Money went back to the payer. `refund_reference` is the provider's."""

    amount: Money
    refund_reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundFailed(Notice):
    """Money that was on its way back to the payer has come back to us: the payer's bank did not take it."""

    refund_reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Notice):
    """How does this payment stand? Changes nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore(Notice):
    """A genuine message that does not concern us."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRecord(Notice):
    """What names a thing by the provider's number alone: only the gateway's records know which payment is meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm(OnRecord):
    """The provider takes the money that it reserved before, unless we refuse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(OnRecord):
    """The provider lets go of what it reserved, or gives back what it took; the record knows which."""

    ending: Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Notice):
    """Something happened at the provider: kept and acknowledged now, looked up afterwards (Follows)."""

    kind: str
    subject: str  # the provider's number of what it happened to


@dataclass(frozen=True, slots=True, kw_only=True)
class Attend(Notice):
    """A genuine message that only a person can act on."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfSponsorship(Notice):
    """What concerns a sponsorship that the provider charges by itself. `sponsorship` is our reference of it,
    `charge_token` the provider's; `provider_reference` is that of the single charge."""

    sponsorship: str
    charge_token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Charged(OfSponsorship):
    """A period was charged, the money is there. `next_on`: when the next one is due."""

    amount: Money
    period: date
    next_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeFailed(OfSponsorship):
    """A period could not be charged. `retry_at`: when the provider tries again; None when it does not."""

    amount: Money
    period: date
    attempt: int
    retry_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended(OfSponsorship):
    """The provider will charge no more: cancelled there, or given up after failures."""

    ending: Ending


class LineKind(StrEnum):
    """What moved on the account that a provider keeps for us."""

    CAPTURE = "capture"
    REFUND = "refund"
    REFUND_FAILED = "refund_failed"
    DISPUTE = "dispute"
    FEE = "fee"  # for no single gift: by the month, for paying out
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of that account. `gross` less `fee`, in the account's currency, is what our balance moved by.

    `moved` is what moved for the payer, in the payment's currency and with the same sign: where the currencies
    differ, the provider has changed the one into the other.
    """

    number: str
    kind: LineKind
    gross: Money
    fee: Money
    on: date
    moved: Money | None = None  # None: of no payment
    charge: str = ""  # the provider's number of the charge that it goes back to; "" likewise
    cause: str = ""  # the provider's number of what caused it

    @property
    def net(self) -> Money:
        """What our balance moved by."""
        return self.gross - self.fee


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked(Notice):
    """A movement of a payment stands on our account there: what it cost is known. Of a dispute, `Disputed` tells."""

    line: Line


class DisputeStep(StrEnum):
    """How far a dispute has come."""

    OPEN = "open"
    UNDER_REVIEW = "under_review"
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed(Notice):
    """A payer's bank wants money back: how that stands, and what it has moved so far.

    `ends_leave`: by what the payer says there, nobody may charge them again.
    """

    number: str
    step: DisputeStep
    amount: Money
    reason: str
    ends_leave: bool
    opened_at: datetime
    due_at: datetime | None
    lines: tuple[Line, ...]


class PayoutStep(StrEnum):
    """How far a payout has come."""

    ON_ITS_WAY = "on_its_way"
    PAID = "paid"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidOut(Notice):
    """The provider sends money to our bank. `lines` say which; None when it cannot tell yet.

    `fee` is what it takes for sending it, from what it holds for us besides.
    """

    number: str
    step: PayoutStep
    amount: Money
    sent_at: datetime
    arrives_on: date
    fee: Money
    lines: tuple[Line, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotate(OnRecord):
    """Papers that belong to a payment, such as a fiscal receipt. No money moves."""

    kind: str
    papers: Mapping[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(OnRecord):
    """Which payments are on record, from and until a time of the provider's in milliseconds, both included?"""

    since: int
    until: int


Instruction = (
    Check
    | Reserve
    | Settle
    | Release
    | Refund
    | RefundFailed
    | Query
    | Ignore
    | Told
    | Attend
    | Charged
    | ChargeFailed
    | Ended
    | Booked
    | Disputed
    | PaidOut
    | Confirm
    | Undo
    | Annotate
    | Statement
)


class Verdict(StrEnum):
    """What became of an instruction."""

    APPLIED = "applied"  # it changed something
    REPEATED = "repeated"  # known already; answered as the first time
    ALLOWED = "allowed"  # a Check or Query: yes
    REFUSED = "refused"  # not in this state
    MISMATCH = "mismatch"  # amount, currency, mode or provider's reference differ: quarantined
    UNKNOWN = "unknown"  # no such payment: quarantined
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict, and how the payment stands now ("" when there is none).

    `answer` is what the gateway's records add for `reply` (KeepsRecords).
    """

    verdict: Verdict
    state: str = ""
    changed_at: datetime | None = None
    answer: Mapping[str, object] = field(default_factory=dict)


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


class RefundRefused(Exception):
    """The provider says no: too late, or not with this card. A person has to find another way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRequest:
    """Money that we want to give back, the whole payment."""

    reference: str
    provider_reference: str
    amount: Money


@runtime_checkable
class GivesBack(Protocol):
    """A provider that gives money back when we ask."""

    def give_back(self, request: RefundRequest) -> Refund:
        """Have it given back; what is returned goes through the door. Raises GatewayUnavailable, RefundRefused."""


@runtime_checkable
class ChargesByItself(TakesBackLeave, Protocol):
    """A provider that keeps the calendar of a sponsorship: our scheduler leaves it alone."""

    def charges(self, charge_token: str) -> list[Instruction]:
        """How the latest periods stand there, oldest first, for what no message brought. Raises GatewayUnavailable."""

    def pay_page(self, provider_reference: str) -> str:
        """Where the payer can pay a charge that failed; "" when it is over. Raises GatewayUnavailable."""


class Seen(StrEnum):
    """How one side sees a payment or a refund, its books or the provider's."""

    UNKNOWN = "unknown"
    OPEN = "open"
    PAID = "paid"
    ENDED = "ended"
    GIVEN_BACK = "given_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a payment or a refund stands at a provider, to be laid beside our books. Nothing is booked by it.

    `number` is the provider's, `reference` our payment's where the provider tells it. `amount` and `at` are None
    where it tells none. `refunds_apart`: what was paid stays "paid" there, refunds are things of their own, and
    `of_number` says what one is of.
    """

    number: str
    seen: Seen
    reference: str = ""
    amount: Money | None = None
    at: datetime | None = None
    is_refund: bool = False
    of_number: str = ""
    refunds_apart: bool = False


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


@dataclass(frozen=True, slots=True)
class Movements:
    """What a payment has moved at the provider, in the order to act in; not complete: ask again later."""

    instructions: tuple[Instruction, ...]
    is_complete: bool


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
