"""A report of an error tells where in our code, and nothing that opens anything."""

import json
import subprocess
import sys
from pathlib import Path

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
