"""Against card testing: how many forms one address, one mailbox may send off, how many attempts may lie open.
Against guessing: how many wrong codes of receipts one address may try.
"""

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac

from donations.models import Payment, fold_email

logger = logging.getLogger(__name__)


class TooMany(Exception):
    """The limit is reached; `wait` seconds until it makes sense to try again."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


def check(*, ip: str, email: str) -> None:
    """Count this form, and look at what the mailbox has open; raises TooMany."""
    check_sending(ip=ip, email=email)
    since = timezone.now() - timedelta(days=1)
    waiting = Payment.objects.open().filter(
        donation__donor__email=fold_email(email), off_session=False, created_at__gte=since
    )
    if waiting.count() >= settings.DONATION_OPEN_ATTEMPTS:
        logger.warning("donation form refused: too many open attempts")
        raise TooMany(3600)


def check_sending(*, ip: str, email: str) -> None:
    """Count one attempt to pay; raises TooMany.

    Neither address is stored or logged, only a keyed hash until the window ends.
    """
    for kind, value in (("ip", ip), ("email", fold_email(email))):
        _count(kind, value)


def check_guesses(*, ip: str) -> None:
    """Raises TooMany when this address has tried too many wrong codes: then right ones are not told either."""
    most, window = settings.DONATION_RATE_LIMITS["guess"]
    key, elapsed = _key("guess", ip, window)
    if cache.get(key, 0) >= most:
        raise TooMany(window - elapsed)


def count_guess(*, ip: str) -> None:
    """One wrong code. Right ones do not count: an auditor may verify a hundred receipts."""
    _, window = settings.DONATION_RATE_LIMITS["guess"]
    _increase(_key("guess", ip, window)[0], window)


def _count(kind: str, value: str) -> None:
    most, window = settings.DONATION_RATE_LIMITS[kind]
    key, elapsed = _key(kind, value, window)
    if _increase(key, window) > most:
        logger.warning("donation form refused: too many by %s", kind)
        raise TooMany(window - elapsed)


def _key(kind: str, value: str, window: int) -> tuple[str, int]:
    """Sliding enough: a fixed window whose number is part of the key; and the seconds of it that are gone."""
    number, elapsed = divmod(int(time.time()), window)
    digest = salted_hmac("donations.limits", f"{kind}:{value}", algorithm="sha256").hexdigest()[:32]
    return f"donations:limit:{kind}:{number}:{digest}", elapsed


def _increase(key: str, window: int) -> int:
    cache.add(key, 0, window)
    try:
        return int(cache.incr(key))
    except ValueError:  # thrown out of the cache between the two calls
        return 1
