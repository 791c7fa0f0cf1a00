"""Keeps machines out of public forms without asking anybody else about the visitor.

A trap field, the time the form took, the number of links, and how often one address or network writes.
Whoever is stopped by mistake reads why, and keeps what they typed.
"""

import hashlib
import re
import secrets
import time

from django import forms
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.client import network_of
from core.interests.keys import mailbox_key

SALT = "core.interests.form"
TOO_FAST_SECONDS = 3
TOO_OLD_SECONDS = 12 * 60 * 60
MOST_LINKS = 2
STALE = _("This page had been open for too long. All that you wrote is kept: please send it again.")
FAST = _("That was very quick. Please look through what you wrote and send it again.")
TRAPPED = _("Please empty the field “Leave this field empty”, then send the form again.")
LINK = re.compile(r"https?://|www\.|\[url", re.IGNORECASE)

HOUR, DAY = 3600, 86400
# A school or an office stands behind one network address, so it may send more than one person would.
LIMITS = {"network": (20, HOUR), "address": (4, DAY)}


class GuardedForm(forms.Form):
    """A form with a trap and a signed time of rendering; `token` is unique to a rendering."""

    leave_empty = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )
    started = forms.CharField(required=False, widget=forms.HiddenInput)

    trap_fields = ("leave_empty", "started")
    free_text_fields = ("message",)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["started"].initial = new_token

    def clean(self) -> dict[str, object]:
        """Refuse what a machine would send; raises ValidationError with what to do about it."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("leave_empty"):
            self._refuse("trap", TRAPPED)
        for name in self.free_text_fields:
            if len(LINK.findall(str(cleaned.get(name, "")))) > MOST_LINKS:
                self.add_error(name, _("Please leave out the links; you can send them to us later."))
        self._check_time(cleaned.get("started", ""))
        return cleaned

    def _check_time(self, token: str) -> None:
        age = token_age(token)
        if age is None or age > TOO_OLD_SECONDS:
            # A fresh token, so that sending once more works.
            self.data = self.data.copy()
            self.data[self.add_prefix("started")] = new_token()
            self._refuse("stale", STALE)
        elif age < TOO_FAST_SECONDS and not self.errors:
            self._refuse("fast", FAST)

    def _refuse(self, code: str, message: str) -> None:
        self.add_error(None, forms.ValidationError(message, code=code))

    @property
    def token(self) -> str:
        """What makes this rendering of the form unique: a second click sends the same."""
        return hashlib.sha256(self.cleaned_data["started"].encode()).hexdigest()


def new_token() -> str:
    """The time, signed, with something random in it."""
    return signing.dumps([int(time.time()), secrets.token_urlsafe(8)], salt=SALT)


def token_age(token: str) -> float | None:
    """Seconds since the token was made, or None for one that we did not make."""
    try:
        made, _nonce = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return time.time() - made


def within_limits(request: HttpRequest, email: str) -> bool:
    """Count one attempt of this network and this address; False once either has had too many.

    Neither is kept readable: the counters' names are hashes keyed with the secret key.
    """
    sources = {"network": network_of(request), "address": mailbox_key(email)}
    counts = {kind: _count(kind, source) for kind, source in sources.items()}
    return all(count <= LIMITS[kind][0] for kind, count in counts.items())


def _count(kind: str, source: str) -> int:
    name = hashlib.blake2b(f"{kind}:{source}".encode(), key=settings.SECRET_KEY.encode()[:64]).hexdigest()[
        :40
    ]
    key = f"interest-limit:{kind}:{name}"
    cache.add(key, 0, LIMITS[kind][1])
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two calls
        return 1
