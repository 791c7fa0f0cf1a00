"""Closing a month on the screen, and the ledger with days, villages, campaigns and countries."""

import csv
import io
import re
from datetime import date

import openpyxl
import pytest
import time_machine
from django.test import Client
from django.utils.translation import override

from core.models import AuditEntry
from donations.back_office.ledger import LedgerIndexView
from donations.models import Donor, LedgerEntry, MonthClose
from donations.services import box_counts, closing, corrections
from tests.donations.test_closing import closed
from tests.factories.accounts import signed_in, staff
from tests.factories.cash import box, counted, given_cash
from tests.factories.donations import paid, purpose

pytestmark = pytest.mark.django_db
MONTHS, LEDGER, COUNTRIES = "/admin/giving/periods/", "/admin/giving/ledger/", "/admin/giving/countries/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-12-10T09:00:00+05:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def finance() -> Client:
    return signed_in(staff("finance"))


def words(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def rows(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def october(**changes: object) -> object:
    return given_cash(**{"given_on": date(2026, 10, 5), **changes})


def test_two_persons_close_a_month(finance):
    october()
    page = words(finance.get(MONTHS))
    assert "Next: October 2026" in page
    assert "Propose to close October 2026" in page
    page = words(finance.post(f"{MONTHS}propose/", {"month": "2026-10"}, follow=True))
    assert "Somebody else must close" in page
    row = MonthClose.objects.get()
    assert "Somebody else must close" in words(finance.post(f"{MONTHS}{row.pk}/close/", follow=True))
    assert MonthClose.objects.get().state == "proposed"
    page = words(signed_in(staff("finance")).post(f"{MONTHS}{row.pk}/close/", follow=True))
    assert "what the month was closed with" in page
    assert MonthClose.objects.get().state == "closed"


def test_the_page_says_that_nothing_is_opened_again(finance):
    assert "never opened again" in words(finance.get(MONTHS))


def test_there_is_no_address_that_opens_a_month_again(finance):
    october()
    row = closed()
    for step in ("back", "close"):
        finance.post(f"{MONTHS}{row.pk}/{step}/")
    for step in ("open", "reopen", "edit", "delete"):
        assert finance.post(f"{MONTHS}{row.pk}/{step}/").status_code == 404
    assert MonthClose.objects.get().state == "closed"


def test_what_is_still_open_is_named_with_the_way_to_it(finance):
    october()
    counted(staff("donor_care"), opened_on=date(2026, 10, 6))
    page = words(finance.get(MONTHS))
    assert "Counts of donation boxes that nobody has confirmed" in page


def test_a_month_that_changed_is_said_to_have_changed(finance):
    october()
    finance.post(f"{MONTHS}propose/", {"month": "2026-10"})
    row = MonthClose.objects.get()
    october(email="b@donors.example")
    second = signed_in(staff("finance"))
    page = words(second.get(f"{MONTHS}{row.pk}/"))
    assert "since it was proposed" in page
    assert "Send it back" in page
    assert "for good</button>" not in page
    assert "since it was proposed" in words(second.post(f"{MONTHS}{row.pk}/close/", follow=True))
    second.post(f"{MONTHS}{row.pk}/back/")
    assert MonthClose.objects.get().state == "refused"


def test_nothing_can_be_proposed_while_no_month_is_over(finance):
    assert "no month that can be closed" in words(
        finance.post(f"{MONTHS}propose/", {"month": "2026-10"}, follow=True)
    )


@pytest.mark.parametrize("role", ["editor", "publisher", "safeguarding", "donor_care", "partner_manager"])
def test_only_finance_closes_months(role):
    october()
    client = signed_in(staff(role))
    assert client.get(MONTHS).status_code in (302, 403)
    client.post(f"{MONTHS}propose/", {"month": "2026-10"})
    assert not MonthClose.objects.exists()


def test_the_ledger_says_what_was_late_and_for_which_month(finance):
    october()
    closed()
    payment = october(email="b@donors.example", given_on=date(2026, 10, 20))
    page = words(finance.get(LEDGER))
    assert "(late, for October 2026)" in page
    entry = LedgerEntry.objects.filter(payment=payment).first()
    assert "it happened on 20\xa0Oct 2026" in words(finance.get(f"{LEDGER}{entry.pk}/"))


def test_the_ledger_is_filtered_by_the_day_it_belongs_to(finance):
    here, there = october(), given_cash(given_on=date(2026, 11, 5), email="b@donors.example")
    page = words(finance.get(LEDGER, {"booked_on_from": "2026-10-01", "booked_on_to": "2026-10-31"}))
    assert here.reference in page
    assert there.reference not in page


def test_the_ledger_is_filtered_by_village_and_campaign(finance):
    village, campaign = purpose("tashkent").village, purpose("winter-warmth-2026").campaign
    here = october(designation="tashkent")
    there = october(designation="winter-warmth-2026", email="b@donors.example")
    page = words(finance.get(LEDGER, {"village": village.pk}))
    assert (here.reference in page, there.reference in page) == (True, False)
    page = words(finance.get(LEDGER, {"campaign": campaign.pk}))
    assert (here.reference in page, there.reference in page) == (False, True)


def test_the_ledger_is_filtered_by_the_donors_country(finance):
    here, there = october(country="DE"), october(email="b@donors.example")
    page = words(finance.get(LEDGER, {"country": "DE"}))
    assert "Germany" in page
    assert (here.reference in page, there.reference in page) == (True, False)
    page = words(finance.get(LEDGER, {"country": "-"}))
    assert (here.reference in page, there.reference in page) == (False, True)


def test_a_file_of_the_ledger_says_days_places_and_countries(finance):
    october(designation="tashkent", country="DE")
    closed()
    october(email="b@donors.example", given_on=date(2026, 10, 20))
    found = rows(finance.get(LEDGER, {"export": "csv"}))
    column = {name: number for number, name in enumerate(LedgerIndexView.list_export)}
    late = next(row for row in found if row[column["happened_on"]] == "2026-10-20")
    assert late[column["booked_on"]] == "2026-11-01"
    german = next(row for row in found if row[column["country"]] == "Germany")
    assert german[column["village"]] == "Tashkent"
    assert german[column["happened_on"]] == ""


def test_a_month_that_was_not_on_the_page_is_not_proposed(finance):
    """Two have the page of October before them; while one is at lunch it is closed."""
    october()
    page = words(finance.get(MONTHS))
    month = re.search(r'name="month" value="([^"]+)"', page)
    closed()
    said = words(finance.post(f"{MONTHS}propose/", {"month": month.group(1) if month else ""}, follow=True))
    assert "Somebody was quicker." in said
    assert not MonthClose.objects.waiting().exists()


def test_gifts_are_added_up_by_country_and_currency(finance):
    october(country="DE"), october(country="DE", email="b@donors.example", amount="5", currency="USD")
    october(email="c@donors.example")
    page = words(finance.get(COUNTRIES))
    assert [line for line in ("Germany", "Not known") if line in page] == ["Germany", "Not known"]
    (german, unknown) = finance.get(COUNTRIES).context["rows"]
    assert (german.code, german.givers, [m.format("en") for m in german.amounts]) == (
        "DE",
        2,
        ["$5", "UZS\xa0100,000"],
    )
    assert (unknown.code, unknown.givers) == ("", 1)


def test_who_got_everything_back_is_no_giver(finance):
    payment = october(country="DE")
    corrections.approve(corrections.ask(payment, "wrong", staff("finance")), staff("finance"))
    assert finance.get(COUNTRIES).context["rows"] == []


def test_who_only_got_something_back_in_these_days_is_no_giver_of_them(finance):
    payment = october(country="DE")
    corrections.approve(corrections.ask(payment, "wrong", staff("finance")), staff("finance"))
    (german,) = finance.get(COUNTRIES, {"since": "2026-12-01", "until": "2026-12-31"}).context["rows"]
    assert (german.givers, [money.minor for money in german.amounts]) == (0, [-payment.amount_minor])


def test_only_the_days_that_were_asked_for_count(finance):
    october(country="DE"), given_cash(given_on=date(2026, 11, 5), email="b@donors.example", country="FR")
    found = finance.get(COUNTRIES, {"since": "2026-11-01", "until": "2026-11-30"}).context["rows"]
    assert [row.code for row in found] == ["FR"]


def test_days_in_the_wrong_order_are_said_beside_the_field(finance):
    page = words(finance.get(COUNTRIES, {"since": "2026-11-30", "until": "2026-11-01"}))
    assert "before the first one" in page


def test_the_report_is_taken_away_as_a_file_and_that_is_on_the_record(finance):
    october(country="DE")
    found = rows(finance.get(COUNTRIES, {"export": "csv"}))
    assert found[1] == ["DE", "Germany", "1", "100000.00", "UZS"] or found[1][3] == "100000"
    content = finance.get(COUNTRIES, {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(content.streaming_content))).active
    assert list(sheet.iter_rows(values_only=True))[1] == ("DE", "Germany", 1, 100000, "UZS")
    assert AuditEntry.objects.filter(action="export.gifts-by-country").count() == 2


@pytest.mark.parametrize("role", ["editor", "publisher", "safeguarding", "donor_care", "partner_manager"])
def test_only_finance_sees_the_report(role):
    client = signed_in(staff(role))
    for query in ({}, {"export": "csv"}):
        assert client.get(COUNTRIES, query).status_code in (302, 403)


def test_staff_note_where_a_donor_lives():
    donation = paid()
    client = signed_in(staff("donor_care"))
    url = f"/admin/giving/donations/{donation.pk}/"
    page = words(client.post(f"{url}country/", {"country": "DE"}, follow=True))
    assert "The country is noted." in page
    assert Donor.objects.get(pk=donation.donor_id).country == "DE"
    assert AuditEntry.objects.filter(action="donor.country", new="DE").exists()


@pytest.mark.parametrize("code", ["ZZ", "XX1", "de"])
def test_what_is_no_country_is_refused(code):
    donation = paid()
    client = signed_in(staff("donor_care"))
    client.post(f"/admin/giving/donations/{donation.pk}/country/", {"country": code})
    assert Donor.objects.get(pk=donation.donor_id).country == ""


def test_nobody_else_notes_countries():
    donation = paid()
    signed_in(staff("editor")).post(f"/admin/giving/donations/{donation.pk}/country/", {"country": "DE"})
    assert Donor.objects.get(pk=donation.donor_id).country == ""


def test_countries_are_named_in_the_readers_language():
    october(country="DE")
    assert "Германия" in words(signed_in(staff("finance", language="ru")).get(COUNTRIES))


def test_a_box_is_one_giver_of_no_known_country(finance):
    where = box()
    for opening in ("in the morning", "in the evening"):
        box_counts.confirm(counted(staff("donor_care"), where, note=opening), staff("finance"))
    (row,) = finance.get(COUNTRIES).context["rows"]
    assert (row.code, row.givers) == ("", 1)


def test_a_month_within_a_russian_sentence_is_written_small():
    october()
    page = words(signed_in(staff("finance", language="ru")).get(MONTHS)).replace("\xa0", " ")
    assert "Следующий: октябрь 2026 г." in page
    closed()
    october(email="b@donors.example", given_on=date(2026, 10, 20))
    page = words(signed_in(staff("finance", language="ru")).get(LEDGER)).replace("\xa0", " ")
    assert "(позже, за октябрь 2026 г.)" in page


def test_the_file_by_country_is_in_the_language_of_whoever_asked_and_excel_knows_its_letters():
    """It is written after the answer has begun, when the thread has another language."""
    october(country="DE")
    answer = signed_in(staff("finance", language="ru")).get(COUNTRIES, {"export": "csv"})
    with override("uz"):
        content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    head, first, *_rest = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert dict(zip(head, first, strict=True))["Страна"] == "Германия"


def test_a_giver_in_two_currencies_is_counted_once_in_each_row_of_the_file_and_once_on_the_page(finance):
    october(country="DE"), october(country="DE", amount="5", currency="USD")
    october(country="DE", email="b@donors.example")
    (german,) = finance.get(COUNTRIES).context["rows"]
    assert german.givers == 2
    _head, *found = rows(finance.get(COUNTRIES, {"export": "csv"}))
    assert {(row[4], row[2]) for row in found} == {("UZS", "2"), ("USD", "1")}


def test_a_month_that_is_closed_twice_is_said_to_be_closed(finance):
    october()
    row = closing.propose(closing.next_month(), staff("finance"))
    for _press in range(2):
        answer = finance.post(f"{MONTHS}{row.pk}/close/", follow=True)
        assert [str(one).strip() for one in answer.context["messages"]] == ["October 2026: Closed for good."]
