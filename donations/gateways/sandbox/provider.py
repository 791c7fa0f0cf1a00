"""The sandbox provider's side: opens payments, takes the payer's decision, charges stored cards, knows the truth."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.money import Money

from .delivery import deliver_what_is_due, message
from .models import Choice, EventKind, SandboxEvent, SandboxPayment, SandboxToken

SESSION = timedelta(hours=24)
SLOW = timedelta(seconds=8)

# What happens after each choice: kind, how much later, how many copies of the message are sent.
SCRIPTS: dict[Choice, list[tuple[EventKind, timedelta, int]]] = {
    Choice.SUCCESS: [(EventKind.SUCCEEDED, timedelta(0), 1)],
    Choice.DECLINES_LATER: [(EventKind.SUCCEEDED, timedelta(0), 1)],
    Choice.FAIL: [(EventKind.FAILED, timedelta(0), 1)],
    Choice.CANCEL: [(EventKind.CANCELLED, timedelta(0), 1)],
    Choice.REPEAT: [(EventKind.SUCCEEDED, timedelta(0), 3)],
    Choice.SLOW: [(EventKind.PROCESSING, timedelta(0), 1), (EventKind.SUCCEEDED, SLOW, 1)],
    Choice.LATE: [(EventKind.EXPIRED, timedelta(0), 1), (EventKind.SUCCEEDED, SLOW, 1)],
}
PAYS = frozenset(SCRIPTS) - {Choice.FAIL, Choice.CANCEL}


class Refused(Exception):
    """The provider will not do this."""


def open_payment(
    *, order: str, amount: Money, description: str, language: str, return_url: str, recurring: bool
) -> SandboxPayment:
    """A pay page for an order, or the one opened before. Raises Refused when the amount is another than then."""
    payment, _created = SandboxPayment.objects.get_or_create(
        order=order,
        defaults={
            "amount_minor": amount.minor,
            "currency": amount.currency,
            "description": description[:200],
            "language": language,
            "return_url": return_url,
            "recurring": recurring,
            "expires_at": timezone.now() + SESSION,
        },
    )
    if (payment.amount_minor, payment.currency) != (amount.minor, amount.currency):
        raise Refused("the order is known with another amount")
    return payment


def decide(public_id: str, choice: Choice) -> SandboxPayment:
    """Take the payer's decision, once: a second press of the button changes nothing. Raises Refused when too late."""
    now = timezone.now()
    with transaction.atomic():
        payment = SandboxPayment.objects.select_for_update().get(public_id=public_id)
        if payment.choice:
            return payment
        if payment.expires_at <= now:
            raise Refused("expired")
        payment.choice = choice
        if payment.recurring and choice in PAYS:
            payment.token = SandboxToken.objects.create(declines=choice == Choice.DECLINES_LATER)
        payment.save(update_fields=["choice", "token"])
        _write(payment, SCRIPTS[choice], now)
    return payment


def charge(*, order: str, amount: Money, description: str, token: str) -> SandboxPayment:
    """Charge a stored card; the same order is charged once. The result is reported, not returned."""
    now = timezone.now()
    with transaction.atomic():
        card = SandboxToken.objects.select_for_update().get(token=token)
        payment, created = SandboxPayment.objects.get_or_create(
            order=order,
            defaults={
                "amount_minor": amount.minor,
                "currency": amount.currency,
                "description": description[:200],
                "token": card,
                "choice": Choice.CHARGED,
                "expires_at": now,
            },
        )
        if created:
            refused = card.declines or card.revoked_at is not None
            kind = EventKind.FAILED if refused else EventKind.SUCCEEDED
            _write(payment, [(kind, timedelta(0), 1)], now)
    return payment


def revoke(token: str) -> None:
    """Charge this card never again."""
    SandboxToken.objects.filter(token=token, revoked_at=None).update(revoked_at=timezone.now())


def give_back(order: str, amount: Money) -> dict[str, object]:
    """Give a payment back when the shop asks, once; the message that tells of it. Raises Refused."""
    with transaction.atomic():
        payment = SandboxPayment.objects.select_for_update().filter(order=order).first()
        if payment is None or not payment.events.filter(kind=EventKind.SUCCEEDED).exists():
            raise Refused(_("Nothing was paid there that could be given back."))
        if (payment.amount_minor, payment.currency) != (amount.minor, amount.currency):
            raise Refused(_("The provider gives back a payment only as a whole."))
        if not payment.events.filter(kind=EventKind.REFUNDED).exists():
            refund(payment)
        return message(EventKind.REFUNDED, payment, payment.events.filter(kind=EventKind.REFUNDED).first())


def refund(payment: SandboxPayment) -> None:
    """Give a payment back, whole."""
    _write(payment, [(EventKind.REFUNDED, timedelta(0), 1)], timezone.now())


def expire_sessions() -> int:
    """End pay pages that nobody used in time; returns how many."""
    now = timezone.now()
    expired = SandboxPayment.objects.filter(choice="", expires_at__lte=now, events=None)
    for payment in expired:
        _write(payment, [(EventKind.EXPIRED, timedelta(0), 1)], now)
    return len(expired)


def _write(payment: SandboxPayment, script: list[tuple[EventKind, timedelta, int]], now: datetime) -> None:
    """Write down what happens when, and see that the shop is told then."""
    SandboxEvent.objects.bulk_create(
        SandboxEvent(
            payment=payment, kind=kind, happens_at=now + delay, next_try_at=now + delay, copies_left=copies
        )
        for kind, delay, copies in script
    )
    for moment in {now + delay for _kind, delay, _copies in script}:
        deliver_what_is_due.using(run_after=moment).enqueue()
