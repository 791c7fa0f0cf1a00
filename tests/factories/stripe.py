"""Gifts through Stripe, as donors make them."""

from typing import Any

from django_tasks_db.models import DBTaskResult

from donations.models import Donation, Payment, ProviderEvent, Sponsorship
from donations.services import following
from tests.donations.gateways.stripe_memory import MemoryStripe
from tests.factories.donations import begun

USD = {"amount": "25", "currency": "USD", "gateway": "stripe"}


def at_checkout(**changes: Any) -> Payment:
    """A payment of 25 dollars whose donor stands before Checkout."""
    return begun(**USD | changes)


def monthly(**changes: Any) -> Payment:
    """The first payment of a sponsorship of Tashkent, likewise."""
    return at_checkout(**{"designation": "tashkent", "frequency": "month", **changes})


def told(account: MemoryStripe) -> None:
    """Everything that happened is told, and followed as the worker would."""
    assert set(account.deliver()) <= {200}
    work()


def work() -> None:
    """What the worker does with the messages that wait."""
    for pk in list(ProviderEvent.objects.waiting().order_by("pk").values_list("pk", flat=True)):
        following.follow(pk)


def paid_once(account: MemoryStripe, **changes: Any) -> Donation:
    """A single gift that has arrived."""
    payment = at_checkout(**changes)
    account.pay(payment.provider_reference)
    told(account)
    return Donation.objects.get(pk=payment.donation_id)


def sponsoring(account: MemoryStripe, **changes: Any) -> Sponsorship:
    """A running sponsorship, its subscription known."""
    payment = monthly(**changes)
    account.pay(payment.provider_reference)
    told(account)
    return Sponsorship.objects.get(pk=payment.donation.sponsorship_id)


def queued(name: str) -> list[DBTaskResult]:
    """Tasks of a name that wait for the worker."""
    return [one for one in DBTaskResult.objects.all() if one.task_path.endswith(name)]
