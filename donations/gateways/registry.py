"""Which gateways this instance has, and what each can take, from `settings.PAYMENT_GATEWAYS`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from core.money import Money, parse_money

from .protocols import CallsBack, ChargesAgain, ChargesByItself, Gateway, NeedsAccount

ONCE = "once"


class UnknownGateway(LookupError):
    """No gateway of this code is switched on."""


@dataclass(frozen=True)
class Limits:
    """The smallest and the largest single payment."""

    least: Money
    most: Money


@dataclass(frozen=True)
class GatewayOffer:
    """A gateway and what donors can do with it."""

    code: str
    label: str | Promise
    gateway: Gateway
    frequencies: tuple[str, ...]
    limits: Mapping[str, Limits]

    @cached_property
    def calls_back(self) -> CallsBack | None:
        """The gateway as one that calls us; None when it does not. Asked once: such a question takes its time."""
        return self.gateway if isinstance(self.gateway, CallsBack) else None

    def takes(self, currency: str, frequency: str) -> bool:
        """Whether a donor can give so."""
        return currency in self.limits and frequency in self.frequencies


@lru_cache(maxsize=1)
def offers() -> Mapping[str, GatewayOffer]:
    """All gateways that are switched on, in the order of the settings."""
    return {code: _offer(code, declared) for code, declared in settings.PAYMENT_GATEWAYS.items()}


def offer(code: str) -> GatewayOffer:
    """One of them; raises UnknownGateway."""
    try:
        return offers()[code]
    except KeyError:
        raise UnknownGateway(code) from None


def offers_for(currency: str, frequency: str) -> list[GatewayOffer]:
    """Those that fit and are set up for the currency; may ask the database."""
    fitting = (one for one in offers().values() if one.takes(currency, frequency))
    return [one for one in fitting if _is_ready(one, currency)]


def charged_by_us() -> list[str]:
    """Codes of those whose renewals wait for our scheduler; the others charge by themselves."""
    return [code for code, one in offers().items() if isinstance(one.gateway, ChargesAgain)]


def currencies() -> list[str]:
    """What donors can give in, in the order of `settings.DONATION_AMOUNTS`."""
    return [c for c in settings.DONATION_AMOUNTS if any(c in one.limits for one in offers().values())]


def frequencies(currency: str) -> list[str]:
    """How often donors can give in a currency."""
    able = {f for one in offers().values() if currency in one.limits for f in one.frequencies}
    return [f for f in (ONCE, "month", "year") if f in able]


def limits_for(currency: str, frequency: str) -> Limits | None:
    """The widest range that some gateway takes; None when none does."""
    ranges = [one.limits[currency] for one in offers_for(currency, frequency)]
    if not ranges:
        return None
    return Limits(min((r.least for r in ranges), key=_minor), max((r.most for r in ranges), key=_minor))


def _is_ready(one: GatewayOffer, currency: str) -> bool:
    return not isinstance(one.gateway, NeedsAccount) or one.gateway.is_ready(currency)


def _minor(money: Money) -> int:
    return money.minor


def _offer(code: str, declared: Mapping[str, object]) -> GatewayOffer:
    gateway: Gateway = import_string(str(declared["class"]))()
    wanted = tuple(str(f) for f in _sequence(declared["frequencies"]))
    if not isinstance(gateway, ChargesAgain | ChargesByItself):
        wanted = tuple(f for f in wanted if f == ONCE)
    label = declared["label"]
    return GatewayOffer(
        code=code,
        label=label if isinstance(label, Promise) else str(label),
        gateway=gateway,
        frequencies=wanted,
        limits=_limits(declared["limits"]),
    )


def _limits(declared: object) -> dict[str, Limits]:
    if not isinstance(declared, Mapping):
        raise TypeError("limits are a mapping of currency to (least, most)")
    return {
        currency: Limits(*(parse_money(str(text), currency) for text in _sequence(bounds)))
        for currency, bounds in declared.items()
    }


def _sequence(value: object) -> tuple[object, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"expected a list, got {type(value).__name__}")
    return tuple(value)


def _forget(*, setting: str, **_kwargs: object) -> None:
    """Tests change settings."""
    if setting == "PAYMENT_GATEWAYS":
        offers.cache_clear()


setting_changed.connect(_forget, dispatch_uid="donations.gateways.registry")
