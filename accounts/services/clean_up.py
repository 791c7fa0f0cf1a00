"""Accounts that somebody began and nobody opened."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User

UNOPENED_AFTER = timedelta(days=30)


def forget_unopened_accounts() -> int:
    """Delete accounts whose address nobody has proven within a month; return how many.

    Staff are left alone: somebody made their account for them, and may remind them.
    """
    unopened = User.objects.filter(last_login=None, date_joined__lt=timezone.now() - UNOPENED_AFTER)
    public = unopened.filter(groups=None, is_superuser=False, is_staff=False)
    return public.exclude(emailaddress__verified=True).delete()[1].get("accounts.User", 0)
