"""A report of an error tells where in our code, and nothing that opens anything."""

import io
import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.utils.module_loading import import_string

from core.error_reports import without_addresses

# As psycopg words it.
REFUSED = 'duplicate key value violates unique constraint "one_donor_per_address"'
ROWS = (
    "\nDETAIL:  Key (email)=(SECRET@mail.example) already exists.",
    "\nDETAIL:  Failing row contains (7, SECRET Karimov, a note\n\nof two SECRET parts).\nCONTEXT:  line 1, SECRET",
    "\nCONTEXT:  unnamed portal parameter $1 = 'SECRET'",
)

# In a process of its own: what reports errors patches Django for good.
PROGRAM = """
import json
import django
django.setup()
import sentry_sdk
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from donations.views import cancel

sent = []
sentry_sdk.get_client().transport.capture_envelope = sent.append


def fail(token):
    raise RuntimeError("broken")


cancel.sponsorship_of = fail
came_from = {"host": "localhost", "referer": "http://localhost/en/thanks/SECRET-1/?email=SECRET-2"}
for address in ("/en/sponsorship/cancel/SECRET-3/?q=SECRET-4", "/SECRET-5/"):
    environ = RequestFactory(headers=came_from).get(address).environ
    list(WSGIHandler()(environ, lambda *_args: None))
print(json.dumps([item.payload.json for one in sent for item in one.items if item.type == "event"], default=str))
"""


def test_no_address_that_opens_something_is_in_it():
    environment = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "SENTRY_DSN": "http://key@127.0.0.1:9/1",
        "PATH": "",
    }
    root = Path(__file__).resolve().parents[2]
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=root, env=environment, capture_output=True, text=True, check=True
    ).stdout
    reports = json.loads(told)
    assert reports[0]["exception"]["values"][-1]["value"] == "broken"
    assert reports[0]["request"] == {"method": "GET"}
    assert "SECRET" not in told


def refused(row: str) -> IntegrityError:
    """What Django raises from what PostgreSQL said."""
    try:
        try:
            raise ValueError(REFUSED + row)
        except ValueError as error:
            raise IntegrityError(*error.args) from error
    except IntegrityError as error:
        return error


@pytest.mark.parametrize("row", ROWS)
def test_the_log_tells_what_the_database_refused_without_the_row(row):
    said = settings.LOGGING["formatters"]["line"]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(import_string(said["class"])(said["format"]))
    record = logging.LogRecord("portal", logging.ERROR, "", 0, "import %s failed", (7,), None)
    error = refused(row)
    record.exc_info = (type(error), error, error.__traceback__)
    handler.handle(record)
    told = stream.getvalue()
    assert "ERROR portal: import 7 failed" in told
    assert told.count(REFUSED) == 2
    assert "The above exception was the direct cause" in told
    assert "SECRET" not in told


@pytest.mark.parametrize("row", ROWS)
def test_a_report_tells_what_the_database_refused_without_the_row(row):
    event = {"exception": {"values": [{"type": "IntegrityError", "value": REFUSED + row}, {"value": None}]}}
    told = without_addresses(event, {})
    assert told["exception"]["values"][0]["value"] == REFUSED
    assert "SECRET" not in json.dumps(told)
