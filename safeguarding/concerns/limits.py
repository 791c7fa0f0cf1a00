"""How often one network may report or try codes, without anybody being able to tell which network it was.

The counters' names are hashes under a random key that lives in the cache for an hour: with it goes the only way to
turn a name back into an address, for us as well.
"""

import hashlib
import logging
import secrets

from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest

from core.client import network_of

logger = logging.getLogger(__name__)
HOUR = 3600
KEY_NAME = "concern-limit-key"
# A school stands behind one network address; a code is typed wrong a few times.
LIMITS = {"report": 20, "code": 10, "add": 30}


def within_limits(request: HttpRequest, kind: str) -> bool:
    """Count one attempt of this network; False once it has had too many this hour.

    Where nothing can be counted, as the cache does not answer, nobody has had too many: no report may be lost by that.
    """
    try:
        return _count(_name(request, kind)) <= LIMITS[kind]
    except Exception as error:  # whatever a cache's library raises; its words may hold a password
        logger.error("reports are not counted: %s", type(error).__name__)
        return True


def forget() -> None:
    """Take the key away once its hour is over: a database keeps what has ended until it is asked for it, which may be
    weeks where few people report, and longer in its backups.
    """
    cache.get(KEY_NAME)


def _name(request: HttpRequest, kind: str) -> str:
    cache.add(KEY_NAME, secrets.token_bytes(32), HOUR)
    key = cache.get(KEY_NAME) or b""
    source = f"{kind}:{_network(request)}"
    return f"concern-limit:{hashlib.blake2b(source.encode(), key=key, digest_size=20).hexdigest()}"


def _network(request: HttpRequest) -> str:
    """Of all that nobody knows the same: a proxy that does not tell must not cost a report."""
    try:
        return network_of(request)
    except (ImproperlyConfigured, PermissionDenied):
        return ""


def _count(name: str) -> int:
    cache.add(name, 0, HOUR)
    try:
        return cache.incr(name)
    except ValueError:  # it ran out between the two calls
        return 1
