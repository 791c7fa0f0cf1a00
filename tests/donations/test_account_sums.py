"""What closed months kept and what was booked since come to the same as all entries added up."""

from datetime import date
from itertools import product

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from core.money import Money
from donations.models import LedgerEntry
from donations.services import account_sums, closing, payments
from donations.services.account_sums import Days
from tests.factories.accounts import signed_in, staff
from tests.factories.cash import given_cash
from tests.factories.donations import begun, paid, settle

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 30)
EDGES = [
    None,
    date(2026, 8, 15),
    date(2026, 9, 1),
    date(2026, 9, 2),
    SEPTEMBER,
    date(2026, 10, 1),
    date(2026, 10, 30),
    OCTOBER,
    date(2026, 11, 1),
    date(2026, 12, 10),
]
CHOICES: list[dict[str, str]] = [
    {},
    {"gateway": "cash"},
    {"currency": "EUR", "account": "gifts"},
    {"gateway": "sandbox", "account": "gateway"},
]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-12-10T09:00:00+05:00", tick=False):
        yield


def close(last_day: date) -> None:
    closing.close(closing.propose(last_day, staff("finance")), staff("finance"))


@pytest.fixture
def books():
    """Gifts in four months, at their edges too; two months are closed, one waits for its second person."""
    for number, month in enumerate((9, 10, 11, 12)):
        for day in (1, 10):
            given_cash(amount=str(100_000 + number), given_on=date(2026, month, day))
    given_cash(amount="70", currency="EUR", given_on=SEPTEMBER)
    given_cash(amount="30", currency="EUR", given_on=OCTOBER)
    with time_machine.travel("2026-10-20T09:00:00+05:00", tick=False):
        paid(amount="250000")
    paid(amount="300000")
    close(SEPTEMBER), close(OCTOBER)
    closing.propose(NOVEMBER, staff("finance"))


def found(days: Days, chosen: dict[str, str]):
    entries = LedgerEntry.objects.filter(**chosen)
    if days.first:
        entries = entries.filter(booked_on__gte=days.first)
    return entries.filter(booked_on__lte=days.last) if days.last else entries


def test_the_sums_are_those_of_all_entries_whatever_the_days_and_the_choice(books):
    for first, last, chosen in product(EDGES, EDGES, CHOICES):
        days = Days(first, last)
        entries = found(days, chosen)
        assert account_sums.added_up_by_months(entries, days, chosen) == account_sums.added_up(entries), (
            days,
            chosen,
        )


def test_years_take_two_queries(books):
    with CaptureQueriesContext(connection) as queries:
        account_sums.added_up_by_months(LedgerEntry.objects.all(), Days(), {})
    assert len(queries) == 2


def test_nothing_closed_and_nothing_booked_is_nothing():
    assert account_sums.added_up_by_months(LedgerEntry.objects.all(), Days(), {}) == {}


def test_of_a_closed_month_nothing_is_read_but_what_it_was_closed_with(monkeypatch):
    kept = {"livemode": False, "account": "gifts", "gateway": "cash", "currency": "UZS", "minor": -5}
    given_cash(amount="100000", given_on=SEPTEMBER)
    monkeypatch.setattr(closing, "sums_of", lambda _last_day: [kept])
    close(SEPTEMBER)
    assert account_sums.added_up_by_months(LedgerEntry.objects.all(), Days(), {}) == {
        ("gifts", "", False): [Money(-5, "UZS")]
    }


@pytest.mark.parametrize(
    "filters",
    [
        {"booked_on_from": "2026-08-15", "booked_on_to": "2026-12-10"},
        {"booked_on_from": "2026-09-02"},
        {"gateway": "cash"},
        {"account": "gifts", "booked_on_to": "2026-11-03"},
        {"designation": "1", "account": "gifts"},  # no closed month tells purposes apart
        {"account": "gifts", "q": "nobody-at-all"},  # nor words
        {"account": "gifts", "created_at_from": "2026-12-10"},
        {"account": "gifts", "country": "-"},
        {"livemode": "test"},
        {"livemode": "real"},
    ],
)
@override("en")
def test_the_screen_shows_the_sums_of_just_what_it_lists(books, filters):
    page = signed_in(staff("finance")).get("/admin/giving/ledger/", filters)
    entries = LedgerEntry.objects.filter(pk__in=[row.pk for row in page.context["object_list"]])
    assert 0 <= len(entries) < 50
    plain = account_sums.added_up(entries)
    assert [moneys for _label, moneys in page.context["sums"]] == list(plain.values())


@override("en")
@pytest.mark.parametrize("is_closed", [True, False])
def test_test_money_is_never_added_to_real_money(settings, is_closed):
    """What was tried out before stays in the books of an instance that has gone over to real money."""
    given_cash(amount="100000", given_on=SEPTEMBER)
    settings.PAYMENTS_LIVE = True
    given_cash(amount="250000", given_on=SEPTEMBER)
    if is_closed:
        close(SEPTEMBER)
    client = signed_in(staff("finance"))
    sums = dict(client.get("/admin/giving/ledger/", {"currency": "UZS"}).context["sums"])
    assert sums["Gifts"] == [Money(-25_000_000, "UZS")]
    assert sums["Gifts (test)"] == [Money(-10_000_000, "UZS")]
    real = client.get("/admin/giving/ledger/", {"livemode": "real"})
    assert dict(real.context["sums"])["Gifts"] == [Money(-25_000_000, "UZS")]
    assert {row.livemode for row in real.context["object_list"]} == {True}


@override("en")
def test_what_lies_in_the_safe_or_at_our_bank_is_not_said_to_be_with_a_provider(books):
    payment = begun(gateway="bank")
    payments.apply(settle(payment))
    client = signed_in(staff("finance"))
    sums = dict(client.get("/admin/giving/ledger/", {"currency": "UZS"}).context["sums"])
    safe = LedgerEntry.objects.filter(gateway="cash", account="gateway", currency="UZS").balances()["UZS"]
    assert (sums["In the safe"], sums["On our bank account"]) == ([Money(safe, "UZS")], [payment.amount])
    page = client.get(f"/admin/giving/donations/{payment.donation_id}/").content.decode()
    assert "On our bank account" in page
    assert "Held by the payment provider" not in page
