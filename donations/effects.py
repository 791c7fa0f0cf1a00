"""What a gift can do, for an amount and a kind of purpose."""

from collections.abc import Iterable

from core.money import Money
from donations.models import GiftEffect


def of(kind: str, amount: Money) -> str:
    """The line for this gift in the active language, "" when there is none; one query."""
    return of_each(kind, amount.currency, [amount])[0]


def of_each(kind: str, currency: str, amounts: Iterable[Money]) -> list[str]:
    """The line for each amount: the one of the highest threshold that it reaches; one query for all."""
    steps = list(GiftEffect.objects.filter(kind=kind, currency=currency).order_by("-from_minor"))
    return [next((str(e.text) for e in steps if e.from_minor <= amount.minor), "") for amount in amounts]
