"""The second factor: who has one, whether this session used it, and how the demo gets by without a phone."""

import time
from datetime import timedelta

from allauth.account.authentication import get_authentication_records
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.http import HttpRequest

from accounts.models import User

# A session lasts two weeks, which is too long for a computer in an office to stand open to the back office.
WORKING_DAY = timedelta(hours=12)


def session_has_second_factor(request: HttpRequest) -> bool:
    """Whether a second factor that is still set up was used in this session, within a working day.

    The authenticator is looked up again: taking an app off an account ends what it had opened.
    """
    since = time.time() - WORKING_DAY.total_seconds()
    records = get_authentication_records(request, request.user)
    used = {one.get("id") for one in records if one.get("method") == "mfa" and one.get("at", 0) > since}
    return bool(used) and Authenticator.objects.filter(user_id=request.user.pk, pk__in=used).exists()


def has_second_factor(user: User) -> bool:
    """Whether an authenticator app is set up."""
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()


def enrol(user: User, secret: str) -> Authenticator:
    """Set up an app with a known base32 secret, in place of any other: for the demo and tests."""
    Authenticator.objects.filter(user=user).delete()
    return TOTP.activate(user, secret).instance


def current_code(user: User) -> str:
    """The six digits that an authenticator app would show now; raises Authenticator.DoesNotExist."""
    authenticator = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    counter = int(time.time()) // app_settings.TOTP_PERIOD
    return format_hotp_value(hotp_value(decrypt(authenticator.data["secret"]), counter))
