"""What moved on each account over some days: of closed months by what they were closed with, of the rest by the ledger.

Closed months never change, and what they were closed with is compared with the ledger every night (services.closing): a
year of the books is added up from some rows for each month, and from what was booked since.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from core.money import Money
from donations.models import Account, MonthClose
from donations.models.ledger import HELD_BY_US
from donations.querysets import LedgerQuerySet

KEPT_BY = frozenset({"account", "gateway", "currency", "livemode"})  # what a closed month's sums tell apart
# Account, what of it we hold ourselves (the safe, our bank's account), and whether it is real money: one sum for each
# currency. Test money stays in the books of an instance that has gone over to real money, and is never added to it.
Totals = dict[tuple[str, str, bool], list[Money]]

Row = tuple[str, str, bool, str, int]


@dataclass(frozen=True)
class Days:
    """From one day to another, both included; None: as far as the books go."""

    first: date | None = None
    last: date | None = None


def added_up(entries: LedgerQuerySet) -> Totals:
    """Of any entries; one query, which takes the longer the more there are."""
    return _totals(_rows(entries))


def added_up_by_months(entries: LedgerQuerySet, days: Days, chosen: Mapping[str, str | bool]) -> Totals:
    """As `added_up`, of all entries of the days that have the `chosen` values of KEPT_BY; two queries."""
    closed = _closed_within(days)
    if not closed:
        return added_up(entries)
    before = entries.filter(booked_on__lt=closed[0].last_day.replace(day=1))
    after = entries.filter(booked_on__gt=closed[-1].last_day)
    return _totals([*_kept(closed, chosen), *_rows(before).union(_rows(after), all=True)])


def _closed_within(days: Days) -> list[MonthClose]:
    """Months that are closed, and lie in the days with their first and their last day. They follow one another."""
    months = MonthClose.objects.closed().order_by("last_day")
    if days.last:
        months = months.filter(last_day__lte=days.last)
    return [row for row in months if not days.first or days.first <= row.last_day.replace(day=1)]


def _kept(closed: Iterable[MonthClose], chosen: Mapping[str, str | bool]) -> Iterable[Row]:
    for month in closed:
        for row in month.sums:
            if all(row[name] == value for name, value in chosen.items()):
                yield row["account"], row["gateway"], row["livemode"], row["currency"], row["minor"]


def _rows(entries: LedgerQuerySet) -> QuerySet[Any]:
    rows: QuerySet[Any] = (
        entries.order_by()
        .values_list("account", "gateway", "livemode", "currency")
        .annotate(total=Sum("amount_minor"))
    )
    return rows


def _totals(rows: Iterable[Row]) -> Totals:
    sums: dict[tuple[str, str, bool, str], int] = {}
    for account, gateway, livemode, currency, minor in rows:
        ours = gateway if account == Account.GATEWAY and gateway in HELD_BY_US else ""
        key = account, ours, bool(livemode), currency
        sums[key] = sums.get(key, 0) + int(minor)
    totals: Totals = {}
    for (account, ours, livemode, currency), minor in sorted(sums.items()):
        totals.setdefault((account, ours, livemode), []).append(Money(minor, currency))
    return totals
