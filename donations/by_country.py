"""Gifts by the country where their givers live, as far as that is known, out of the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum

from core.money import Money
from donations import countries
from donations.models import Account, LedgerEntry


@dataclass
class CountryGifts:
    """One country: how many people gave, and what stayed given, by currency."""

    code: str
    givers: int = 0
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
    """What was given, and not given back, within days of the books; the unknown last. One query, read as it comes."""
    found: dict[str, CountryGifts] = {}
    for code, kept in _donors(since, until):
        row = found.setdefault(code, CountryGifts(code))
        row.givers += 1
        for money in kept:
            row.sums[money.currency] = row.sums.get(money.currency, Money(0, money.currency)) + money
    return sorted(found.values(), key=lambda row: (not row.code, row.name))


def _donors(since: date | None, until: date | None) -> Iterable[tuple[str, list[Money]]]:
    """Each giver's country and what they gave; whoever got all of it back is no giver."""
    entries = LedgerEntry.objects.live().filter(account=Account.GIFTS, donation__isnull=False)
    if since:
        entries = entries.filter(booked_on__gte=since)
    if until:
        entries = entries.filter(booked_on__lte=until)
    columns = ("donation__donor", "donation__donor__country", "currency")
    rows = entries.order_by("donation__donor").values_list(*columns).annotate(total=Sum("amount_minor"))
    current, country, kept = None, "", []
    for donor, code, currency, total in rows.iterator():
        if donor != current:
            if kept:
                yield country, kept
            current, country, kept = donor, code, []
        if total:
            kept.append(Money(-int(total), currency))
    if kept:
        yield country, kept
