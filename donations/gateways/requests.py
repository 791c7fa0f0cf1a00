"""What we ask of a provider, where it sends the payer, and how it may refuse."""

from dataclasses import dataclass
from datetime import datetime

from core.money import Money


class GatewayUnavailable(Exception):
    """The provider did not answer; the same call, with the same reference, may be made again."""


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


class RefundRefused(Exception):
    """The provider says no: too late, or not with this card. A person has to find another way; `args[0]` says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRequest:
    """Money that we want to give back: the whole payment or a part of it.

    `order` is the reference of our order: it makes a repeated call harmless, however late it is made, and two orders
    of one payment two refunds.
    """

    order: str
    reference: str
    provider_reference: str
    amount: Money
