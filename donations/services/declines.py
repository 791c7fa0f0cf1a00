"""Card testing seen from its outcome: whoever tries stolen cards is declined again and again.

Many declines in a short time tell people, and for an hour fewer forms are taken (`limits`). Counted are attempts that a
person made; a renewal that fails is no attack. Counters stand in the cache: a lost one costs a warning, no money.
"""

import time

from django.conf import settings
from django.core.cache import cache
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from donations.models import Payment, PaymentState
from donations.services import inbox

_GUARD = "donations:declines:guard"


def note(payment: Payment) -> None:
    """A person's attempt has ended, one way or the other."""
    if payment.off_session or payment.state not in (PaymentState.FAILED, PaymentState.SUCCEEDED):
        return
    if payment.state == PaymentState.FAILED:
        note_decline(payment)
    else:
        _count(payment.gateway, "paid")


def note_decline(payment: Payment) -> None:
    """A card of a person was declined, whether the attempt ends with that or its page waits for another card."""
    if payment.off_session:
        return
    _count(payment.gateway, "failed")
    if _is_too_much(payment.gateway):
        _be_on_guard(payment.gateway)


def are_many() -> bool:
    """Whether the last hour looked like an attack."""
    return bool(cache.get(_GUARD))


def _is_too_much(gateway: str) -> bool:
    failed, paid = _told(gateway, "failed"), _told(gateway, "paid")
    guard = settings.DECLINE_GUARD
    return failed >= guard["least"] and failed * 100 >= (failed + paid) * guard["percent"]


def _be_on_guard(gateway: str) -> None:
    lasts = settings.DECLINE_GUARD["lasts"]
    cache.set(_GUARD, True, lasts)
    words = _(
        "{declined} payments by {gateway} were declined within minutes, hardly any was paid. "
        "This looks like card testing: for an hour fewer forms are taken."
    )
    reason = format_lazy(words, declined=_told(gateway, "failed"), gateway=gateway)
    inbox.alert(f"declines:{gateway}:{int(time.time()) // lasts}", reason)


def _count(gateway: str, outcome: str) -> None:
    key = _key(gateway, outcome)
    cache.add(key, 0, settings.DECLINE_GUARD["window"])
    try:
        cache.incr(key)
    except ValueError:  # thrown out of the cache between the two calls
        cache.set(key, 1, settings.DECLINE_GUARD["window"])


def _told(gateway: str, outcome: str) -> int:
    return int(cache.get(_key(gateway, outcome), 0))


def _key(gateway: str, outcome: str) -> str:
    return f"donations:declines:{gateway}:{outcome}:{int(time.time()) // settings.DECLINE_GUARD['window']}"
