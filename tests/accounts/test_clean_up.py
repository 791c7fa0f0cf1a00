"""Accounts that somebody began and nobody opened."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.tasks import forget_unopened_accounts
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=31)


def test_account_that_nobody_opened_is_forgotten():
    user = UserFactory(verified=False, date_joined=LONG_AGO)
    forget_unopened_accounts()
    assert not User.objects.filter(pk=user.pk).exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"date_joined": timezone.now()},
        {"verified": True},
        {"last_login": timezone.now()},
        {"role": "editor"},
        {"is_superuser": True},
        {"is_staff": True},
    ],
)
def test_other_accounts_are_kept(fields):
    user = UserFactory(**{"verified": False, "date_joined": LONG_AGO} | fields)
    forget_unopened_accounts()
    assert User.objects.filter(pk=user.pk).exists()
