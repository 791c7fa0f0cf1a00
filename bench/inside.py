"""What the benchmark asks of the product from inside, in a process with the product's own settings.

`python -m bench.inside prepare | pages | callbacks N | messages N | fill_search N | withdrawal N | editing N |
fill_giving FIRST LAST | close_months | giving` prints JSON.
"""

import json
import sys
from collections.abc import Callable
from uuid import uuid4

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.editor import editing  # noqa: E402
from bench.giver import giving  # noqa: E402
from bench.load import post  # noqa: E402
from bench.many_gifts import close_months, fill_giving  # noqa: E402
from bench.many_pages import fill_search  # noqa: E402
from bench.messages import messages  # noqa: E402
from bench.withdrawal import withdrawal  # noqa: E402
from core.money import Money  # noqa: E402
from donations.gateways.sandbox import delivery, provider  # noqa: E402
from donations.gateways.sandbox.models import Choice, SandboxPayment  # noqa: E402
from donations.gateways.sandbox.signing import HEADER, sign  # noqa: E402
from donations.models import Designation, Frequency  # noqa: E402
from donations.services.checkout import Gift, start  # noqa: E402
from home.models import HomePage  # noqa: E402
from news.models import NewsIndexPage  # noqa: E402
from portal.serving.prepare import prepare  # noqa: E402
from programmes.models import VillagePage  # noqa: E402

TABLE = "bench_insert"
PAGES = {"home": HomePage, "village": VillagePage, "news listing": NewsIndexPage}


def prepared() -> dict:
    """Migrate, seed and collect, and make the table of the least insert."""
    prepare(lambda text: print(text, file=sys.stderr))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(f"CREATE TABLE {TABLE} (body text NOT NULL)")
    return {}


def pages() -> dict:
    """Address and queries of each page, when everything that is made once has been made."""
    host = settings.ALLOWED_HOSTS[0]
    found = {}
    for name, model in PAGES.items():
        address = model.objects.live().filter(locale__language_code="uz").first().url_path
        client = Client(HTTP_HOST=host)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        found[name] = {"address": address, "queries": len(queries), "status": answer.status_code}
    return found


def callbacks(number: str) -> list[str]:
    """So many signed callbacks, each of a gift that waits for it; latin-1 text of whole requests."""
    return [_paid_gift().decode("latin-1") for _ in range(int(number))]


def _paid_gift() -> bytes:
    """A donor filled the form and pressed "pay" on the provider's page; its callback is still on the way."""
    before = set(SandboxPayment.objects.values_list("pk", flat=True).order_by("-pk")[:1])
    gift = Gift(
        amount=Money(minor=10_000_000, currency="UZS"),
        frequency=Frequency.ONCE,
        designation=Designation.objects.first(),
        name="Bench",
        email=f"{uuid4().hex}@bench.example",
        language="uz",
        gateway="sandbox",
    )
    start(gift)
    opened = SandboxPayment.objects.exclude(pk__in=before).latest("pk")
    payment = provider.decide(opened.public_id, Choice.SUCCESS)
    event = payment.events.last()
    payment.events.update(copies_left=0)  # it comes from us, and from nobody else
    body = json.dumps(delivery.message(event.kind, payment, event)).encode()
    return post(delivery.CALLBACK, body, settings.ALLOWED_HOSTS[0], f"{HEADER}: {sign(body)}\r\n")


COMMANDS: dict[str, Callable] = {
    "prepare": prepared,
    "pages": pages,
    "callbacks": callbacks,
    "messages": messages,
    "fill_search": fill_search,
    "withdrawal": withdrawal,
    "editing": editing,
    "giving": giving,
    "fill_giving": fill_giving,
    "close_months": close_months,
}

if __name__ == "__main__":
    print(json.dumps(COMMANDS[sys.argv[1]](*sys.argv[2:])))
