"""Gifts by the country where their givers live, as far as that is known, out of the ledger."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum

from core.money import Money
from donations import countries
from donations.models import Account, Donor, LedgerEntry


@dataclass
class CountryGifts:
    """One country: how many people gave, in all and in each currency, and what stayed given, by currency."""

    code: str
    givers: int = 0
    givers_in: Counter[str] = field(default_factory=Counter)
    sums: dict[str, Money] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """In the reader's language; "" where nobody knows."""
        return countries.name_of(self.code)

    @property
    def amounts(self) -> list[Money]:
        """By currency, never added up."""
        return [self.sums[currency] for currency in sorted(self.sums)]


def gifts_by_country(since: date | None, until: date | None) -> list[CountryGifts]:
    """What was given, and not given back, within days of the books; the unknown last. Two queries.

    What goes back of a gift of earlier days is taken off, but makes nobody a giver of these.
    """
    found: dict[str, CountryGifts] = {}
    for code, kept in _donors(since, until):
        row = found.setdefault(code, CountryGifts(code))
        row.givers += any(money.minor > 0 for money in kept)
        for money in kept:
            row.givers_in[money.currency] += money.minor > 0
            row.sums[money.currency] = row.sums.get(money.currency, Money(0, money.currency)) + money
    return sorted(found.values(), key=lambda row: (not row.code, row.name))


def _donors(since: date | None, until: date | None) -> Iterable[tuple[str, list[Money]]]:
    """Each giver's country and what they gave; whoever got all of it back is no giver.

    The countries are asked for by themselves: as a part of what is added up they would be carried along and sorted with
    every entry of the books.
    """
    entries = LedgerEntry.objects.live().filter(account=Account.GIFTS, donation__isnull=False)
    if since:
        entries = entries.filter(booked_on__gte=since)
    if until:
        entries = entries.filter(booked_on__lte=until)
    rows = entries.order_by().values_list("donation__donor", "currency").annotate(total=Sum("amount_minor"))
    kept: dict[int, list[Money]] = {}
    # Not through a cursor: for one PostgreSQL plans to be quick with the first rows, and takes ten times as long.
    for donor, currency, total in rows:
        if total:
            kept.setdefault(donor, []).append(Money(-int(total), currency))
    countries_of = dict(Donor.objects.order_by().values_list("pk", "country")) if kept else {}
    return [(countries_of.get(donor, ""), moneys) for donor, moneys in kept.items()]
