"""Signed addresses that stand in mails. They name a subscriber by a random key, never by the address."""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import override

from newsletter.models import Purpose, Subscriber

CONFIRM_VALID = timedelta(days=7)
# Named anew when what it holds changes: an older link is then none of ours, not one that cannot be read.
CONFIRM, MANAGE = "newsletter.confirm.address", "newsletter.manage"
ADDRESS = "newsletter.address"


class LinkExpired(Exception):
    """The link is genuine and too old."""


class LinkInvalid(Exception):
    """The link is not one of ours, or names somebody or an address that is gone."""


class Request(NamedTuple):
    """What a confirmation link asks for."""

    subscriber: Subscriber
    purposes: list[str]
    language: str
    version: str
    turn: int


def confirm_url(subscriber: Subscriber, purposes: list[str], language: str, version: str) -> str:
    """Confirms what was asked for: the choice travels in the link, so that nobody changes it unproven.

    So does a keyed hash of the address: the link proves that one only, whatever the subscriber's is by then.
    """
    asked = [subscriber.key, purposes, language, version, subscriber.turn, seal(subscriber.email)]
    return _absolute("newsletter_confirm", language, signing.dumps(asked, salt=CONFIRM))


def read_confirm(token: str) -> Request:
    """What the link asks for; raises LinkExpired or LinkInvalid."""
    try:
        asked = signing.loads(token, salt=CONFIRM, max_age=CONFIRM_VALID)
        key, purposes, language, version, turn, sealed = asked
        subscriber = Subscriber.objects.get(key=key)
    except signing.SignatureExpired as too_old:
        raise LinkExpired from too_old
    except (signing.BadSignature, Subscriber.DoesNotExist) as unknown:
        raise LinkInvalid from unknown
    if not constant_time_compare(sealed, seal(subscriber.email)):
        raise LinkInvalid
    return Request(subscriber, [p for p in purposes if p in Purpose.values], language, version, turn)


def is_same(one: str, other: str) -> bool:
    """Whether two spellings are one address to whoever delivers it. Narrower than `mailbox_key`: to some hosts
    `a+b@` is somebody else than `a@`.
    """
    return one.lower() == other.lower()


def seal(email: str) -> str:
    """A keyed hash of an address, the same for all spellings of one."""
    return salted_hmac(ADDRESS, email.lower(), algorithm="sha256").hexdigest()[:20]


def manage_url(subscriber: Subscriber) -> str:
    """Where the subscriber changes what they get."""
    return _absolute("newsletter_manage", subscriber.language, manage_token(subscriber))


def unsubscribe_url(subscriber: Subscriber) -> str:
    """Where it ends: by a button, or by the mail program's own one (RFC 8058)."""
    return _absolute("newsletter_unsubscribe", subscriber.language, manage_token(subscriber))


def manage_token(subscriber: Subscriber) -> str:
    """Good for as long as the subscriber is kept: an old mail must be able to end it."""
    return signing.Signer(salt=MANAGE).sign(subscriber.key)


def read_manage(token: str) -> Subscriber:
    """Whose link it is; raises LinkInvalid."""
    try:
        return Subscriber.objects.get(key=signing.Signer(salt=MANAGE).unsign(token))
    except (signing.BadSignature, Subscriber.DoesNotExist) as unknown:
        raise LinkInvalid from unknown


def _absolute(name: str, language: str, token: str) -> str:
    with override(language):
        return settings.SITE_URL + reverse(name, args=[token])
