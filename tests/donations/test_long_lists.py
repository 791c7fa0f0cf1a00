"""Lists that are too long to count, and what leads to their far end."""

import sys

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.models import AuditEntry
from donations.back_office import long_lists
from donations.back_office.long_lists import with_words
from donations.models import Donation, Donor, LedgerEntry
from tests.factories.accounts import signed_in, staff
from tests.factories.donations import paid

pytestmark = pytest.mark.django_db
GIFTS, LEDGER, COUNTRIES = "/admin/giving/donations/", "/admin/giving/ledger/", "/admin/giving/countries/"
SEARCHED = ("reference", "donor_name", "donor__email", "donor__name", "donor__number")


@pytest.fixture
def finance() -> Client:
    return signed_in(staff("finance"))


@pytest.fixture
def two_at_most(monkeypatch):
    monkeypatch.setattr(long_lists, "MOST_SHOWN", 2)


def three_gifts() -> list[Donation]:
    return [paid(name=name, email=f"{name.lower()}@donors.example") for name in ("Anna", "Botir", "Clara")]


def shown(client: Client, url: str, **query: object) -> list[str]:
    return [str(row) for row in client.get(url, query).context["object_list"]]


def found(text: str) -> set[str]:
    return set(with_words(Donation.objects.all(), text, SEARCHED).values_list("donor_name", flat=True))


def test_a_list_says_that_there_is_more_than_can_be_leafed_through(finance, two_at_most):
    first, second, third = map(str, three_gifts())
    page = finance.get(GIFTS)
    assert page.context["paginator"].count == 2
    assert "more than 2" in page.content.decode()
    assert shown(finance, GIFTS) == [third, second]
    assert first in shown(finance, GIFTS, ordering="created_at")


def test_what_lies_behind_is_found_by_a_filter_and_by_a_search(finance, two_at_most):
    first = three_gifts()[0]
    other = paid(currency="USD", amount="25")
    assert shown(finance, GIFTS, q=first.reference) == [str(first)]
    assert shown(finance, GIFTS, currency="USD") == [str(other)]
    assert "more than" not in finance.get(GIFTS, {"currency": "USD"}).content.decode()


def test_leafing_beyond_the_end_shows_the_last_page(finance, two_at_most):
    three_gifts()
    page = finance.get(GIFTS, {"p": "999"})
    assert page.status_code == 200
    assert page.context["page_obj"].number == 1


def test_a_filter_that_finds_many_shows_as_many_as_fit_and_in_order(finance, two_at_most):
    _first, second, third = map(str, three_gifts())
    assert shown(finance, GIFTS, state="paid") == [third, second]


@pytest.mark.parametrize("expected", [0, long_lists.FEW_EXPECTED + 1])
def test_a_list_is_the_same_whatever_the_database_expects(finance, two_at_most, monkeypatch, expected):
    monkeypatch.setattr(long_lists, "_expected", lambda rows: expected)
    _first, second, third = map(str, three_gifts())
    page = finance.get(GIFTS, {"q": "donors.example"})
    assert [str(row) for row in page.context["object_list"]] == [third, second]
    assert "more than 2" in page.content.decode()


@pytest.mark.parametrize("rows", [Donation.objects.all(), Donation.objects.none()], ids=["all", "none"])
def test_the_database_is_asked_what_it_expects_where_it_keeps_statistics(rows):
    expected = long_lists._expected(rows.values_list("pk", flat=True))
    assert (expected < sys.maxsize) is (connection.vendor == "postgresql")


def test_every_row_is_on_one_page_where_all_are_of_one_moment(finance):
    moment = paid().created_at
    three_gifts()
    Donation.objects.update(created_at=moment)
    keys = [int(row.pk) for row in finance.get(GIFTS).context["object_list"]]
    assert keys == sorted(keys, reverse=True)


@pytest.mark.parametrize("text", ["anna karimova", "KARIMOVA anna@", "anna@donors.example", "L-17 karimova"])
def test_every_word_is_looked_for_in_the_gift_or_in_its_donor(text):
    paid(name="Anna Karimova", email="anna@donors.example"), paid(name="Anna Weber", email="w@donors.example")
    Donor.objects.filter(email="anna@donors.example").update(number="L-17")
    assert found(text) == {"Anna Karimova"}


@pytest.mark.parametrize("text", ["anna", "clara@donors", "donors.example", "nobody"])
def test_common_words_find_what_rare_ones_find(monkeypatch, text):
    three_gifts()
    rare = found(text)
    monkeypatch.setattr(long_lists, "MOST_KEYS", 0)
    assert found(text) == rare
    assert bool(rare) is (text != "nobody")


@pytest.mark.parametrize(
    ("url", "query"),
    [
        (GIFTS, {}),
        (GIFTS, {"q": "donors.example"}),
        (GIFTS, {"state": "paid", "gateway": "sandbox"}),
        (LEDGER, {}),
        (LEDGER, {"q": "capture"}),
        (LEDGER, {"account": "gifts"}),
        (COUNTRIES, {}),
    ],
)
def test_more_rows_take_no_more_queries(finance, monkeypatch, url, query):
    def count() -> int:
        cache.delete("gifts-by-country:None:None:en")
        with CaptureQueriesContext(connection) as queries:
            assert finance.get(url, query).status_code == 200
        return len(queries)

    monkeypatch.setattr(long_lists, "MOST_SHOWN", 4)
    monkeypatch.setattr(long_lists, "MOST_KEYS", 2)
    paid()
    count()
    few = count()
    three_gifts(), [paid(email=f"{number}@donors.example") for number in range(5)]
    assert count() <= few  # sums of many are left for later


def test_few_entries_are_added_up_at_once_and_many_when_somebody_asks(finance, monkeypatch):
    three_gifts()
    total = dict(finance.get(LEDGER, {"account": "gifts"}).context["sums"])["Gifts"]
    monkeypatch.setattr(long_lists, "MOST_SHOWN", 2)
    page = finance.get(LEDGER, {"account": "gifts"})
    assert "sums" not in page.context
    assert "?account=gifts&amp;sums=1" in page.content.decode()
    assert dict(finance.get(LEDGER, {"account": "gifts", "sums": "1"}).context["sums"])["Gifts"] == total


@pytest.mark.parametrize(("until", "at_once"), [("31", True), ("", False)])
def test_a_month_is_added_up_at_once_however_much_there_is(finance, two_at_most, until, at_once):
    three_gifts()
    day = LedgerEntry.objects.first().booked_on
    last = f"{day.replace(day=28)}" if until else f"{day.replace(year=day.year + 1)}"
    page = finance.get(LEDGER, {"booked_on_from": str(day.replace(day=1)), "booked_on_to": last})
    assert ("sums" in page.context) is at_once


def test_countries_are_kept_for_a_while_and_a_file_is_added_up_anew(finance):
    paid()
    assert len(finance.get(COUNTRIES).context["rows"]) == 1
    Donor.objects.update(country="DE")
    assert finance.get(COUNTRIES).context["rows"][0].code == ""
    assert b"DE," in b"".join(finance.get(COUNTRIES, {"export": "csv"}).streaming_content)
    assert AuditEntry.objects.filter(action="export.gifts-by-country").exists()


def test_days_in_the_wrong_order_are_not_kept(finance):
    paid()
    finance.get(COUNTRIES, {"since": "soon"})
    assert len(finance.get(COUNTRIES).context["rows"]) == 1
