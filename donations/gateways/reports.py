"""What a provider says when asked how things stand. Nothing is booked by it alone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.money import Money
from donations.gateways.instructions import Instruction


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


@dataclass(frozen=True, slots=True)
class Movements:
    """What a payment has moved at the provider, in the order to act in; not complete: ask again later."""

    instructions: tuple[Instruction, ...]
    is_complete: bool
