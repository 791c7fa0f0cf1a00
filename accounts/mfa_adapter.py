"""The second factor in our words, its secrets unreadable in the database."""

from base64 import urlsafe_b64encode
from functools import lru_cache
from hashlib import sha256

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext_lazy as _


@lru_cache
def _vault(keys: tuple[str, ...]) -> MultiFernet:
    """Encrypts with the first secret key and still reads what older ones wrote."""
    return MultiFernet([Fernet(urlsafe_b64encode(sha256(f"mfa:{key}".encode()).digest())) for key in keys])


def vault() -> MultiFernet:
    """The cipher for secrets of authenticator apps and recovery codes."""
    return _vault((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


class MFAAdapter(DefaultMFAAdapter):
    """Encrypts at rest: a stolen dump must not be a stolen second factor."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": _("You cannot add an address while the second step is on."),
        "cannot_delete_authenticator": _("The second step cannot be switched off."),
        "cannot_generate_recovery_codes": _("Set up an authenticator app first."),
        "incorrect_code": _("This code is not right. Look at your app again: it changes twice a minute."),
        "unverified_email": _("Confirm your e-mail address before you set up the second step."),
    }

    def encrypt(self, text: str) -> str:
        """Return `text` as a token that only this installation reads."""
        return vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Undo `encrypt`; raises cryptography.fernet.InvalidToken for anything else."""
        return vault().decrypt(encrypted_text.encode()).decode()
