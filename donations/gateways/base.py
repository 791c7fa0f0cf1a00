"""What every payment gateway speaks with us: requests out, instructions in, outcomes back.

    gateway.begin(request)               -> NextStep       where the payer goes, or what to tell them
    gateway.read(http_request)           -> Instruction    authenticates and parses; no ORM
    services.payments.apply(instruction) -> Outcome        decides, writes
    gateway.reply(instruction, outcome)  -> HttpResponse   in the provider's dialect

What only some can do is a small protocol of its own, not a stub method.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from django.http import HttpRequest, HttpResponse

from core.money import Money


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


@dataclass(frozen=True, slots=True)
class Redirect:
    """Send the payer to this address."""

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
    """The money is there. `charge_token` is the payer's leave to charge again."""

    amount: Money
    charge_token: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund(Notice):
    """Money went back to the payer. `refund_reference` is the provider's."""

    amount: Money
    refund_reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Notice):
    """How does this payment stand? Changes nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore(Notice):
    """A genuine message that does not concern us."""

    reason: str


Instruction = Check | Reserve | Settle | Release | Refund | Query | Ignore


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
    """The verdict, and how the payment stands now ("" when there is none)."""

    verdict: Verdict
    state: str = ""
    changed_at: datetime | None = None


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
class ChargesAgain(Protocol):
    """A provider that charges without the payer present; the result comes as a callback."""

    def charge(self, request: ChargeRequest) -> str:
        """Begin a charge and return the provider's reference. Raises GatewayUnavailable."""

    def revoke(self, charge_token: str) -> None:
        """Give the payer's leave back: the provider refuses any further charge. Raises GatewayUnavailable."""
