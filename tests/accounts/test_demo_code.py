"""The command that stands in for a phone."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.services import current_code
from tests.factories.accounts import UserFactory, staff

pytestmark = pytest.mark.django_db


def test_demo_code_is_the_current_one(settings):
    settings.DEMO = True
    user = staff("editor")
    out = io.StringIO()
    call_command("demo_code", user.email, stdout=out)
    assert out.getvalue().strip() == current_code(user)


def test_demo_code_works_on_the_demo_only(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="not a demo"):
        call_command("demo_code", staff("editor").email)


@pytest.mark.parametrize("email", ["nobody@people.example", "without-app@people.example"])
def test_demo_code_of_nobody_says_so(settings, email):
    settings.DEMO = True
    UserFactory(email="without-app@people.example")
    with pytest.raises(CommandError, match="no account"):
        call_command("demo_code", email)
