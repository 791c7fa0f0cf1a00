"""A report leaves no trace of where it came from: in no table, no shared cache, no line of any log."""

import json
import logging
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.core.serializers import serialize
from django.db import connection
from django.test import Client
from django.utils import timezone

from safeguarding.concerns.limits import KEY_NAME
from safeguarding.concerns.tasks import forget_networks
from safeguarding.models import Concern
from tests.factories.accounts import UserFactory
from tests.factories.concerns import filled, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("database_cache")]
ADDRESS, BROWSER, NEAR = "203.0.113.77", "Zumradphone/7.1", "https://school-12.example/pupils"
TRACES = (ADDRESS, BROWSER, NEAR, "203.0.113.0", "3405803853")  # its network, and the address as a number


@pytest.fixture
def reported(caplog, settings) -> Client:
    """From a telephone that says all that telephones say, in an account of the site, requests being logged."""
    caplog.set_level(logging.DEBUG)
    settings.TRUSTED_PROXIES = 1
    client = Client(
        REMOTE_ADDR=ADDRESS,
        headers={"user-agent": BROWSER, "referer": NEAR, "x-forwarded-for": ADDRESS, "x-real-ip": ADDRESS},
    )
    client.force_login(UserFactory(email="pupil@people.example"))
    answer = client.post("/en/concern/report/", filled(files=[picture()]))
    assert answer.status_code == 200
    assert client.post("/en/concern/answer/", {"code": "ABCD-EFGH-JKLM-NPQR"}).status_code == 422
    return client


def test_no_table_says_from_where(reported):
    assert Concern.objects.exists()
    rows = "".join(serialize("json", model._base_manager.all()) for model in apps.get_models()) + in_cache()
    assert [name for name in TRACES if name in rows] == []


def in_cache() -> str:
    """All rows of the shared cache."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM core_cache")
        return json.dumps([[str(one) for one in row] for row in cursor.fetchall()])


def test_what_would_turn_a_counter_back_into_a_network_is_gone_after_its_hour(reported):
    """Also where nobody reports again, and so nothing asks for it."""
    assert KEY_NAME in in_cache()
    with time_machine.travel(timezone.now() + timedelta(hours=1, minutes=5)):
        forget_networks()
    assert KEY_NAME not in in_cache()


def test_nothing_ties_a_report_to_the_account_that_was_open(reported):
    """Of the account only the account's own rows know, and its session, which has no word of a report."""
    own = {"accounts.User", "account.EmailAddress", "sessions.Session"}
    others = [model for model in apps.get_models() if model._meta.label not in own]
    rows = "".join(serialize("json", model._base_manager.all()) for model in others)
    assert "pupil@people.example" not in rows
    told = Concern.objects.get()
    assert told.reference not in json.dumps(dict(reported.session))
    assert not told.assigned_to_id


def test_no_line_of_a_log_says_from_where(reported, caplog):
    said = "".join(f"{record.getMessage()} {record.__dict__.get('args')}" for record in caplog.records)
    assert [name for name in TRACES if name in said] == []


@pytest.mark.parametrize("proxies", [1, 2])
def test_a_report_of_which_nobody_knows_the_network_arrives(settings, proxies):
    """A proxy that does not tell it as it should is our fault; nobody must be refused for it."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    client = Client(headers={"x-forwarded-for": "unknown"})
    assert client.post("/en/concern/report/", filled()).status_code == 200
    assert Concern.objects.count() == 1
