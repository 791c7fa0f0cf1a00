"""What a provider tells us, in our words: each is one thing to do, and `services.payments.apply` does it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from core.money import Money


class Unreadable(Exception):
    """A request that is not the provider's: answered with `status`, nothing of it is stored."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


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

    `moved_on` is the day that the money moved, where that is known (we may hear of it later); else it is today.
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
    """Money went back to the payer. `refund_reference` is the provider's, `order` ours, where the provider knows it.

    `by_transfer`: a person sent it from our bank account, as it could not go back the way it came; the number is the
    bank's. `asks`: it has not gone back yet, and does only if we agree.
    """

    amount: Money
    refund_reference: str
    order: str = ""
    by_transfer: bool = False
    asks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundPending(Notice):
    """Money is on its way back to the payer and may still fail to arrive: not a refund yet."""

    refund_reference: str
    order: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundFailed(Notice):
    """Money that was on its way back to the payer has come back to us: the payer's bank did not take it.

    `amount` is what was to go back, `detail` the provider's word for why.
    """

    amount: Money
    refund_reference: str
    order: str = ""
    detail: str = ""


GivenBack = Refund | RefundPending | RefundFailed


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
    """A period was charged, the money is there. `next_on`: when the next one is due; `moved_on`: as of `Settle`."""

    amount: Money
    period: date
    next_on: date
    moved_on: date | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class GoesOn(OfSponsorship):
    """How a sponsorship that has not ended goes on: until when, and whether charging is paused.

    `asked_at`: when the provider was asked, as both may change their mind more than once. `paused_until` is None
    for a pause without an end, `next_on` where no charge is to come.
    """

    asked_at: datetime
    ends_on: date | None = None
    is_paused: bool = False
    paused_until: date | None = None
    next_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined(Notice):
    """A person's card was declined on the provider's page, which stays open for another one. No money moved."""


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
    | RefundPending
    | RefundFailed
    | Query
    | Ignore
    | Told
    | Attend
    | Charged
    | ChargeFailed
    | Ended
    | GoesOn
    | Declined
    | Booked
    | Disputed
    | PaidOut
    | Confirm
    | Undo
    | Annotate
    | Statement
)
