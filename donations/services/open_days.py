"""Which day a movement is booked on, while months are being closed around it.

Bookings hold one lock together until their transaction ends, a closing holds it alone: what a closing adds up is all
there is, and who books afterwards knows that the month is closed. SQLite has one writer, which comes to the same. The
trigger of migration 0014 takes the same lock, so that whoever books past this module is stopped, too.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import connection

from donations.models import LateBooking, MonthClose

# The number of the lock in PostgreSQL, the same as in the trigger.
KEY = 7_240_115
SAFE = 7_240_116


def open_day(source: str, day: date) -> date:
    """The day to book a movement of `day` on: the first open one, where that month is closed.

    Then it is kept when it really happened, under its source. In the transaction that books. Raises IntegrityError
    when this source is known as late.
    """
    return open_days({source: day})[source]


def open_days(days: Mapping[str, date]) -> dict[str, date]:
    """As `open_day`, of many sources with the day of each."""
    hold()
    until = MonthClose.objects.closed_until()
    if until is None:
        return dict(days)
    late = {source: day for source, day in days.items() if day <= until}
    if late:
        LateBooking.objects.bulk_create(
            LateBooking(source=source, happened_on=day) for source, day in late.items()
        )
    return {**days, **dict.fromkeys(late, until + timedelta(days=1))}


def hold() -> None:
    """No month is closed before the caller's transaction ends."""
    _lock("pg_advisory_xact_lock_shared", KEY)


def hold_alone() -> None:
    """Nothing is booked before the caller's transaction ends; waits for those who are booking."""
    _lock("pg_advisory_xact_lock", KEY)


def hold_safe() -> None:
    """Nobody else takes cash out of the safe before the caller's transaction ends."""
    _lock("pg_advisory_xact_lock", SAFE)


def _lock(function: str, key: int) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [key])
