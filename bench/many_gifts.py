"""Fills the product's database with years of giving: a tenth as many donors as gifts, all that belongs to them."""

import sys
import time
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.utils import timezone

from accounts.models import User
from donations.models import Donation, LedgerEntry
from donations.services import closing

HERE = Path(__file__).resolve().parent
FILES = ("many_gifts.sql", "many_bookings.sql")
# Keys of the rows that are written: above what the demo has, and room between two kinds of payments.
BASE, BEYOND = 10_000, 50_000_000
MONTHS_LEFT_OPEN = 3


def fill_giving(first: str, last: str) -> dict[str, int]:
    """Write the gifts with these numbers (PostgreSQL only); one statement, one transaction, all triggers on."""
    now = timezone.now()
    values = {
        "first": int(first),
        "last": int(last),
        "base": BASE,
        "beyond": BEYOND,
        "now": f"timestamptz '{now.isoformat()}'",
        "today": f"date '{timezone.localdate(now)}'",
    }
    with connection.cursor() as cursor:
        for file in FILES:
            for statement in (HERE / file).read_text().split(";\n\n"):
                _run(cursor, statement % values)
        _run(cursor, "VACUUM ANALYZE")
    return {"gifts": Donation.objects.count(), "entries": LedgerEntry.objects.count()}


def close_months() -> int:
    """As two persons do, month by month, but for the last; returns how many."""
    one, another = User.objects.filter(email__in=["finance@demo.example", "admin@demo.example"])
    closed = 0
    first_open = timezone.localdate().replace(day=1)
    for _month in range(MONTHS_LEFT_OPEN):
        first_open = (first_open - timedelta(days=1)).replace(day=1)
    while (last_day := closing.next_month()) and last_day < first_open:
        closing.close(closing.propose(last_day, one), another)
        closed += 1
    return closed


def _run(cursor: object, statement: str) -> None:
    began = time.perf_counter()
    cursor.execute(statement)
    took = time.perf_counter() - began
    if took > 1:
        words = " ".join(line for line in statement.split("\n") if not line.startswith("--"))
        print(f"{took:6.1f} s  {words[:60]}", file=sys.stderr)
