"""Against card testing: how many forms one address may send off, and how many of them and of the attempts that lie open
in the name of one mailbox. Anybody can type anybody's mailbox, so it counts by the network that it is typed from: who
uses somebody else's does not lock its owner out. Against flooding: how many mails one mailbox gets by such forms.
Against guessing: how many wrong codes of receipts one address may try.
"""

import ipaddress
import logging
import time
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.interests.keys import mailbox_key
from donations.gateways import registry
from donations.gateways.protocols import NeedsAccount
from donations.models import Payment, fold_email
from donations.services import declines, inbox

logger = logging.getLogger(__name__)


class TooMany(Exception):
    """The limit is reached; `wait` seconds until it makes sense to try again."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


def check(*, ip: str, email: str) -> None:
    """Count this form, and look at what the mailbox has open; raises TooMany.

    What lies open is held against those only who have sent as many forms from where they are, today.
    """
    check_sending(ip=ip, email=email)
    most, window = settings.DONATION_OPEN_ATTEMPTS
    if _increase(_key("open", _source(ip, email), window)[0], window) <= most:
        return
    since = timezone.now() - timedelta(seconds=window)
    waiting = (
        Payment.objects.open()
        .filter(donation__donor__email=fold_email(email), off_session=False, created_at__gte=since)
        .exclude(gateway__in=_transfers())
    )
    if waiting.count() >= most:
        logger.warning("donation form refused: too many open attempts")
        raise TooMany(3600)


def may_mail(email: str) -> bool:
    """Count a mail that a form has asked for; False where the mailbox has had enough, whoever sent the forms."""
    most, window = settings.DONATION_RATE_LIMITS["mails"]
    return _increase(_key("mails", mailbox_key(email), window)[0], window) <= most


def _transfers() -> list[str]:
    """Ways to pay on which no card can be tried: a transfer lies open for weeks, and its donor may give otherwise."""
    return [code for code, one in registry.offers().items() if isinstance(one.gateway, NeedsAccount)]


def check_sending(*, ip: str, email: str) -> None:
    """Count one attempt to pay; raises TooMany.

    Neither address is stored or logged, only a keyed hash until the window ends. After many declines the limits are
    narrow, and one holds for everybody together.
    """
    rates = settings.DONATION_RATE_LIMITS_ON_GUARD if declines.are_many() else settings.DONATION_RATE_LIMITS
    values = {"ip": ip, "network": neighbourhood_of(ip), "email": _source(ip, email), "everybody": ""}
    for kind, value in values.items():
        if kind in rates:
            _count(kind, value, *rates[kind])


def neighbourhood_of(ip: str) -> str:
    """What one customer of a provider may have at most: 256 addresses of IPv4, a /48 of IPv6; "" for no address.

    `ip` is what `core.client.network_of` says: the least that one customer has.
    """
    try:
        network = ipaddress.ip_network(ip)
    except ValueError:
        return ""
    return str(network.supernet(new_prefix=24 if network.version == 4 else 48))


def _source(ip: str, email: str) -> str:
    """A mailbox as it is used from one network."""
    return f"{neighbourhood_of(ip)} {fold_email(email)}"


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


def _count(kind: str, value: str, most: int, window: int) -> None:
    key, elapsed = _key(kind, value, window)
    count = _increase(key, window)
    if count > most:
        if count == most + 1:  # once: an attack must not fill the log
            logger.warning("donation forms are refused: too many by %s", kind)
        _note_refusal()
        raise TooMany(window - elapsed)


def _note_refusal() -> None:
    """People are told once an hour that somebody knocks and knocks."""
    most, window = settings.DONATION_REFUSALS
    key, _elapsed = _key("refusals", "", window)
    if _increase(key, window) != most:
        return
    words = _("{count} donation forms were refused within an hour: somebody sends them by machine.")
    inbox.alert(key, format_lazy(words, count=most))


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
