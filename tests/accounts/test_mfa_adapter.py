"""Secrets of authenticator apps at rest."""

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken

from accounts.mfa_adapter import MFAAdapter
from tests.factories.accounts import SECRET, staff


@pytest.mark.django_db
def test_database_does_not_hold_the_secret():
    user = staff("editor")
    assert SECRET not in str(Authenticator.objects.get(user=user).data)


def test_secret_is_read_back():
    adapter = MFAAdapter()
    assert adapter.decrypt(adapter.encrypt(SECRET)) == SECRET


def test_older_secret_key_still_reads(settings):
    written = MFAAdapter().encrypt(SECRET)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-one"
    assert MFAAdapter().decrypt(written) == SECRET


def test_another_installation_cannot_read(settings):
    written = MFAAdapter().encrypt(SECRET)
    settings.SECRET_KEY = "of-somebody-else"
    with pytest.raises(InvalidToken):
        MFAAdapter().decrypt(written)
