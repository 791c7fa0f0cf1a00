"""Several workers at once, and lists that overlap, do no harm."""

import pytest

from donations.models import DataImport, Donation, Donor, ImportedRow, ImportState, LedgerEntry, Sponsorship
from donations.services import checkout, importing, imports, pledges
from tests.donations.importing.bringing import bring, check, codes, gift, imported, many, table
from tests.donations.test_race import at_once
from tests.factories.accounts import UserFactory
from tests.factories.donations import gift as given

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 5)


def begun(content: bytes) -> DataImport:
    row = check(bring(content))
    imports.begin(row, row.brought_by, row.check_mark)
    return row


def test_four_workers_share_an_import_and_each_row_is_once():
    row = begun(table(*many(40)))
    at_once(4, lambda _index: importing.go_on(row.pk))
    row.refresh_from_db()
    assert (row.state, row.counts, row.worked) == (ImportState.DONE, {"added": 40}, 40)
    assert (Donation.objects.count(), LedgerEntry.objects.count()) == (40, 80)
    assert ImportedRow.objects.values("row").distinct().count() == 40


def test_the_same_list_imported_twice_at_once_is_there_once():
    rows = [begun(table(*many(30))), begun(table(*reversed(list(many(30)))))]
    at_once(2, lambda index: importing.go_on(rows[index].pk))
    for row in rows:
        row.refresh_from_db()
    assert [row.state for row in rows] == [ImportState.DONE] * 2
    assert sum(row.counts.get("added", 0) for row in rows) == 30
    assert sum(row.counts.get("known", 0) for row in rows) == 30
    assert (Donation.objects.count(), Donor.objects.count()) == (30, 30)


def test_numbers_and_no_numbers_at_once_are_one_gift():
    numbered = table(
        *(
            (number, "31.12.2025", f"{1000 + number}", f"d{number}@donors.example", "A")
            for number in range(20)
        ),
        headings=("Receipt No", "Date", "Amount", "Email", "Name"),
    )
    rows = [begun(table(*many(20))), begun(numbered)]
    at_once(2, lambda index: importing.go_on(rows[index].pk))
    assert Donation.objects.count() == 20


def test_who_gives_online_at_the_same_moment_is_no_second_donor():
    row = begun(table(*(gift(email=f"d{number}@donors.example") for number in range(20))))

    def act(index: int) -> None:
        if index == 0:
            importing.go_on(row.pk)
        for number in range(20) if index else ():
            checkout.start(given(email=f"d{number}@donors.example"))

    at_once(3, act)
    importing.go_on(row.pk)
    row.refresh_from_db()
    assert row.counts == {"added": 20}
    assert Donor.objects.count() == 20


def test_who_gives_at_once_under_addresses_that_were_given_up_books_no_row_twice():
    emails = [f"d{number}@donors.example" for number in range(10)]
    imported(table(*(gift(email=email) for email in emails)))
    for donor in Donor.objects.all():
        Donor.objects.filter(pk=donor.pk).update(user=UserFactory(email=f"home-{donor.email}"))
    days = ("31.12.2025", "30.12.2025")
    row = begun(table(*(gift(email=email, day=day) for email in emails for day in days)))

    def act(index: int) -> None:
        if index == 0:
            importing.go_on(row.pk)
        for email in emails if index else ():
            checkout.start(given(email=email))

    at_once(3, act)
    importing.go_on(row.pk)
    row.refresh_from_db()
    assert row.counts == {"added": 10, "known": 10}
    assert Donor.objects.count() == 20
    assert Donation.objects.filter(donor__user=None).count() == 30


def test_a_check_by_four_workers_reports_everything_once():
    row = bring(table(*(gift(day=f"x{number}") for number in range(20))))
    imports.name_columns(row, row.columns, row.brought_by)
    at_once(4, lambda _index: importing.go_on(row.pk))
    importing.go_on(row.pk)
    row.refresh_from_db()
    assert (row.state, row.counts, len(codes(row, dry=True))) == (ImportState.CHECKED, {"refused": 20}, 20)


def test_a_worker_that_was_overtaken_takes_nothing_out_of_the_report(monkeypatch):
    row = bring(table(*(gift(day=f"x{number}") for number in range(20))))
    imports.name_columns(row, row.columns, row.brought_by)
    run = importing._run

    def overtaken(pk: int):
        mine = run(pk)
        monkeypatch.setattr(importing, "_run", run)
        importing.go_on(pk)
        return mine

    monkeypatch.setattr(importing, "_run", overtaken)
    importing.go_on(row.pk)
    row.refresh_from_db()
    assert (row.state, row.counts, len(codes(row, dry=True))) == (ImportState.CHECKED, {"refused": 20}, 20)


def test_four_workers_ask_for_a_regular_transfer_once():
    headings = ("Start", "Frequency", "Amount", "Email", "Name")
    imported(table(("15.03.2024", "oy", "100 000", "a@b.uz", "A"), headings=headings), "sponsorships")
    Sponsorship.objects.update(next_charge_on="2024-04-15")
    asked = at_once(4, lambda _index: pledges.ask_for_what_is_due())
    assert sum(asked) == Donation.objects.count() == 1
