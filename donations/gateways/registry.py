"""Which gateways this instance has, and what each can take, from `settings.PAYMENT_GATEWAYS`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from core.money import Money, parse_money

from .places import ABROAD, HOME, place_of
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
    """A gateway and what donors can do with it. `countries` holds HOME, ABROAD or both."""

    code: str
    label: str | Promise
    gateway: Gateway
    frequencies: tuple[str, ...]
    limits: Mapping[str, Limits]
    countries: frozenset[str]

    @cached_property
    def calls_back(self) -> CallsBack | None:
        """The gateway as one that calls us; None when it does not. Asked once: such a question takes its time."""
        return self.gateway if isinstance(self.gateway, CallsBack) else None

    def takes(self, currency: str, frequency: str) -> bool:
        """Whether a donor can give so."""
        return currency in self.limits and frequency in self.frequencies

    def takes_amount(self, amount: Money) -> bool:
        """Whether a single payment of it is within the limits."""
        limits = self.limits.get(amount.currency)
        return limits is not None and limits.least <= amount <= limits.most

    def is_pledge(self, frequency: str) -> bool:
        """Whether a gift that comes again is asked for each time, as nobody here can charge it."""
        return frequency != ONCE and not isinstance(self.gateway, ChargesAgain | ChargesByItself)


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


def offers_for(currency: str, frequency: str, country: str = "") -> list[GatewayOffer]:
    """Those that fit and are set up for the currency, and for the country where it is known; may ask the database."""
    fitting = (one for one in offers().values() if one.takes(currency, frequency))
    here = (one for one in fitting if not country or place_of(country) in one.countries)
    return [one for one in here if _is_ready(one, currency)]


def once(amount: Money, country: str = "") -> list[GatewayOffer]:
    """Those by which it can be paid once, from the country where it is known."""
    return [one for one in offers_for(amount.currency, ONCE, country) if one.takes_amount(amount)]


def by_hand(amount: Money, country: str = "") -> list[GatewayOffer]:
    """Those by which the period of a pledge can be paid: a single payment, without leave to charge again."""
    return [one for one in once(amount, country) if one.is_pledge("month")]


def charged_by_us() -> list[str]:
    """Codes of those whose renewals wait for our scheduler; the others charge by themselves, or nobody does."""
    return [code for code, one in offers().items() if isinstance(one.gateway, ChargesAgain)]


def currencies() -> list[str]:
    """What donors can give in, in the order of `settings.DONATION_AMOUNTS`."""
    return [c for c in settings.DONATION_AMOUNTS if any(c in one.limits for one in offers().values())]


def frequencies(currency: str, country: str = "") -> list[str]:
    """How often donors can give in a currency."""
    taking = [one for one in offers().values() if currency in one.limits]
    here = [one for one in taking if not country or place_of(country) in one.countries]
    able = {frequency for one in here for frequency in one.frequencies}
    return [f for f in (ONCE, "month", "year") if f in able]


def limits_for(currency: str, frequency: str, country: str = "") -> Limits | None:
    """The widest range that some gateway takes; None when none does."""
    ranges = [one.limits[currency] for one in offers_for(currency, frequency, country)]
    if not ranges:
        return None
    return Limits(min((r.least for r in ranges), key=_minor), max((r.most for r in ranges), key=_minor))


def usual_country(currency: str) -> str:
    """Where whoever gives in a currency mostly is: soʻm is given from Uzbekistan, all else from abroad.

    Where nothing takes it from there, the other.
    """
    usual, other = (HOME, ABROAD) if currency == "UZS" else (ABROAD, HOME)
    taking = [one for one in offers().values() if currency in one.limits]
    return usual if any(usual in one.countries for one in taking) or not taking else other


def hides_a_way(currency: str) -> bool:
    """Whether some gateway takes a currency only from where its givers mostly are not: then they are asked."""
    usual = usual_country(currency)
    return any(currency in one.limits and usual not in one.countries for one in offers().values())


def _is_ready(one: GatewayOffer, currency: str) -> bool:
    return not isinstance(one.gateway, NeedsAccount) or one.gateway.is_ready(currency)


def _minor(money: Money) -> int:
    return money.minor


def _offer(code: str, declared: Mapping[str, object]) -> GatewayOffer:
    gateway: Gateway = import_string(str(declared["class"]))()
    label = declared["label"]
    return GatewayOffer(
        code=code,
        label=label if isinstance(label, Promise) else str(label),
        gateway=gateway,
        frequencies=tuple(str(f) for f in _sequence(declared["frequencies"])),
        limits=_limits(declared["limits"]),
        countries=_countries(declared.get("countries", (HOME, ABROAD))),
    )


def _limits(declared: object) -> dict[str, Limits]:
    if not isinstance(declared, Mapping):
        raise TypeError("limits are a mapping of currency to (least, most)")
    return {
        currency: Limits(*(parse_money(str(text), currency) for text in _sequence(bounds)))
        for currency, bounds in declared.items()
    }


def _countries(declared: object) -> frozenset[str]:
    found = frozenset(str(one) for one in _sequence(declared))
    if not found or not found <= {HOME, ABROAD}:
        raise TypeError(f"countries are {HOME!r}, {ABROAD!r} or both, not {declared!r}")
    return found


def _sequence(value: object) -> tuple[object, ...]:
    if not isinstance(value, list | tuple | set | frozenset):
        raise TypeError(f"expected a list, got {type(value).__name__}")
    return tuple(value)


def _forget(*, setting: str, **_kwargs: object) -> None:
    """Tests change settings."""
    if setting == "PAYMENT_GATEWAYS":
        offers.cache_clear()


setting_changed.connect(_forget, dispatch_uid="donations.gateways.registry")
