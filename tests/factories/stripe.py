"""Gifts through Stripe, as donors make them."""

from typing import Any

from django.db.models import Sum
from django_tasks_db.models import DBTaskResult

from donations.models import Donation, LedgerEntry, Payment, ProviderEvent, Sponsorship
from donations.services import account_lines, following
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


def follow_left() -> int:
    """What workers do with the messages that are due; returns how many of them wait no longer."""
    before = ProviderEvent.objects.waiting().count()
    while following.follow_next():
        pass
    return before - ProviderEvent.objects.waiting().count()


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


def intent(account: MemoryStripe, payment: Payment) -> str:
    """Stripe's number of what moved the money of a payment."""
    return account.intent_of(account.rows[payment.provider_reference])


def with_its_fee(account: MemoryStripe, **changes: Any) -> Payment:
    """A single gift of 25 dollars that has arrived, its fee of 1.02 booked."""
    payment = paid_once(account, **changes).payments.get()
    account_lines.ask_about_costs()
    return payment


def books(**only: Any) -> dict[tuple[str, str], int]:
    """What stands on each account of the books, by currency; without what is nothing."""
    rows = LedgerEntry.objects.filter(**only).order_by().values_list("account", "currency")
    return {
        (account, currency): total for account, currency, total in rows.annotate(Sum("amount_minor")) if total
    }


def queued(name: str) -> list[DBTaskResult]:
    """Tasks of a name that wait for the worker."""
    return [one for one in DBTaskResult.objects.all() if one.task_path.endswith(name)]
