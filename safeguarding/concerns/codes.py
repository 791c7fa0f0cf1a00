"""The receipt code: what somebody without an account comes back with.

It is made of the form's one-time token and the secret key, so a form that is sent twice has one code, and only its
keyed hash is kept. 16 characters of 31: nobody guesses one, and it can be copied by hand (no 0/O, 1/I/L).
"""

import hashlib

from django.conf import settings
from django.utils.crypto import salted_hmac

from core.interests.keys import ALPHABET

LENGTH, GROUP = 16, 4
MOST_TYPED = 40
# What people write for letters that codes do not have; Cyrillic letters that look like Latin ones.
LOOKALIKES = str.maketrans("АВСЕНКМРТХУ", "ABCEHKMPTXY")


def code_for(token: str, secret: str | None = None) -> str:
    """The code of a sent form, in groups: `ABCD-EFGH-JKLM-NPQR`."""
    mac = salted_hmac("concern.code", token, secret=secret or settings.SECRET_KEY, algorithm="sha256")
    number = int.from_bytes(mac.digest())
    letters = []
    for _place in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "-".join("".join(letters[at : at + GROUP]) for at in range(0, LENGTH, GROUP))


def normalise(typed: str) -> str:
    """A code as it was given, however it was typed: spaces, small letters, a Cyrillic keyboard."""
    upper = typed[:MOST_TYPED].upper().translate(LOOKALIKES)
    return "".join(char for char in upper if char in ALPHABET)


def hash_of(code: str, secret: str | None = None) -> str:
    """What is kept of a code."""
    key = secret or settings.SECRET_KEY
    return salted_hmac("concern.receipt", normalise(code), secret=key, algorithm="sha256").hexdigest()


def code_again(token: str, kept: str) -> str:
    """The code of a form that was sent before, whose hash is kept: the secret key may have changed since."""
    made = [(code_for(token, secret), hash_of(code_for(token, secret), secret)) for secret in _secrets()]
    return next((code for code, digest in made if digest == kept), code_for(token))


def hashes_of(code: str) -> list[str]:
    """Hashes under which a code may be kept: by today's secret key and by those it followed."""
    return [hash_of(code, secret) for secret in _secrets()]


def _secrets() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def fingerprint(token: str) -> str:
    """Names a sent form without saying its token, of which the code is made."""
    return hashlib.sha256(token.encode()).hexdigest()
