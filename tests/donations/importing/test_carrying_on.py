"""Stopped, killed, doubled: each row once, and the dry run told what would come."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from donations.models import DataImport, Donation, Donor, ImportedRow, ImportKind, ImportState, LedgerEntry
from donations.services import import_writing, importing, imports
from safeguarding.storage import private_storage
from tests.donations.importing.bringing import bring, check, codes, do_import, gift, imported, many, table
from tests.donations.killing import killed_at
from tests.thorough import tries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 3)


def again(row: DataImport) -> DataImport:
    importing.go_on(row.pk)
    row.refresh_from_db()
    return row


def assert_each_row_once(row: DataImport, count: int) -> None:
    assert row.state == ImportState.DONE
    assert row.counts == {"added": count}
    assert row.worked == row.rows == count
    numbers = list(ImportedRow.objects.filter(data_import=row).order_by("row").values_list("row", flat=True))
    assert numbers == list(range(2, count + 2))
    assert LedgerEntry.objects.filter(donation__imported_row__data_import=row).count() == 2 * count


@pytest.mark.django_db(transaction=True)
def test_killed_after_any_commit_it_carries_on_at_the_right_row():
    deaths = 0
    for at in range(1, 40):
        row = check(bring(table(*(gift(email=f"d{at}-{number}@donors.example") for number in range(8)))))
        imports.begin(row, row.brought_by, row.check_mark)
        died = killed_at(at, lambda row=row: importing.go_on(row.pk))
        assert_each_row_once(again(row), 8)
        if not died:
            break
        deaths += 1
    assert deaths >= 4  # the run itself, three batches, the end


@pytest.mark.django_db(transaction=True)
def test_a_check_that_was_killed_begins_anew_and_says_everything_once():
    for at in range(1, 40):
        row = bring(table(*(gift(day=f"x{number}") for number in range(7))))
        imports.name_columns(row, row.columns, row.brought_by)
        died = killed_at(at, lambda row=row: importing.go_on(row.pk))
        again(row)
        assert (row.state, row.counts, len(codes(row, dry=True))) == (ImportState.CHECKED, {"refused": 7}, 7)
        if not died:
            break


def test_what_a_worker_died_over_is_found_by_the_clock():
    row = check(bring(table(*many(5))))
    imports.begin(row, row.brought_by, row.check_mark)
    assert importing.go_on_with_left() == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        assert importing.go_on_with_left() == 1
    row.refresh_from_db()
    assert_each_row_once(row, 5)


def test_it_stops_after_the_batch_and_carries_on(monkeypatch):
    row = check(bring(table(*many(8))))
    write = import_writing.write

    def write_and_stop(data_import, judged):
        write(data_import, judged)
        imports.stop(DataImport.objects.get(pk=data_import.pk), row.brought_by)

    with monkeypatch.context() as patch:
        patch.setattr(import_writing, "write", write_and_stop)
        do_import(row)
    assert (row.state, row.worked, Donation.objects.count()) == (ImportState.STOPPED, 3, 3)
    assert_each_row_once(do_import(row), 8)


def test_it_gives_way_to_other_tasks_and_comes_again(monkeypatch):
    monkeypatch.setattr(importing, "SLICE_SECONDS", -1)
    row = check(bring(table(*many(8))))
    do_import(row)
    assert (row.state, row.worked) == (ImportState.IMPORTING, 3)
    for _turn in range(4):
        again(row)
    assert_each_row_once(row, 8)


def test_a_stopped_check_can_be_begun_again():
    row = bring(table(*many(5)))
    imports.name_columns(row, row.columns, row.brought_by)
    imports.stop(row, row.brought_by)
    importing.go_on(row.pk)
    row.refresh_from_db()
    assert row.state == ImportState.UPLOADED
    assert check(row).counts == {"added": 5}


def test_what_fails_again_and_again_is_left_to_a_person(monkeypatch):
    row = check(bring(table(*many(5))))
    imports.begin(row, row.brought_by, row.check_mark)

    def fail(*_args):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(import_writing, "write", fail)
        for _try in range(importing.MOST_STUMBLES):
            with pytest.raises(RuntimeError):
                importing.go_on(row.pk)
        again(row)
    assert (row.state, row.trouble, Donation.objects.count()) == (ImportState.STOPPED, "stumbled", 0)
    assert_each_row_once(do_import(row), 5)


def test_a_file_that_was_changed_behind_our_back_is_not_imported():
    row = check(bring(table(*many(5))))
    private_storage().delete(row.file.name)
    private_storage().save(row.file.name, BytesIO(table(gift(amount="999"))))
    do_import(row)
    assert (row.state, row.trouble, Donation.objects.count()) == (ImportState.STOPPED, "changed", 0)


def test_a_file_that_is_gone_is_said():
    row = check(bring(table(*many(5))))
    private_storage().delete(row.file.name)
    assert (do_import(row).trouble, row.state) == ("gone", ImportState.STOPPED)


def test_a_donor_who_appears_in_the_middle_of_a_batch_is_not_doubled(monkeypatch):
    row = check(bring(table(gift())))
    judge = importing.judge_rows

    def judge_then_somebody_gives(world, terms, rows):
        judged = judge(world, terms, rows)
        Donor.objects.get_or_create(
            email="aziza@donors.example", defaults={"name": "Online", "language": "uz"}
        )
        return judged

    calls = []

    def once(*args):
        calls.append(1)
        return judge_then_somebody_gives(*args) if len(calls) == 1 else judge(*args)

    monkeypatch.setattr(importing, "judge_rows", once)
    do_import(row)
    assert (row.counts, len(calls)) == ({"added": 1}, 2)
    assert Donation.objects.get().donor == Donor.objects.get()


def queries_of(row: DataImport) -> int:
    imports.begin(row, row.brought_by, row.check_mark)
    with CaptureQueriesContext(
        connection,
    ) as found:
        importing.go_on(row.pk)
    return len(found)


def test_queries_of_a_batch_do_not_grow_with_it(monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 100)
    few = queries_of(check(bring(table(*many(10)))))
    rows = (gift(email=f"e{number}@donors.example") for number in range(60))
    lots = queries_of(check(bring(table(*rows))))
    assert lots - few < 5  # SQLite takes so many rows at a time


def test_queries_of_a_dry_run_do_not_grow_with_a_batch(monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 100)
    counts = []
    for number in (10, 90):
        row = bring(table(*many(number)))
        imports.name_columns(row, row.columns, row.brought_by)
        with CaptureQueriesContext(connection) as found:
            importing.go_on(row.pk)
        counts.append(len(found))
    assert counts[0] == counts[1]


EMAILS = st.sampled_from(["a@b.uz", "A@B.uz", "c@d.uz", "e@f.uz", "", "nowhere"])
NUMBERS = st.sampled_from(["", "", "7", "8", "9"])
GIFT_ROWS = st.tuples(
    st.sampled_from(["", "1", "2", "3"]),
    st.sampled_from(["31.12.2025", "30.12.2025", "never"]),
    st.sampled_from(["100", "200", "-1"]),
    EMAILS,
    NUMBERS,
    st.sampled_from(["Aziza", "Anvar", ""]),
    st.sampled_from(["general", "samarkand", ""]),
)
DONOR_ROWS = st.tuples(
    EMAILS, NUMBERS, st.sampled_from(["Aziza", "Anvar", ""]), st.sampled_from(["", "UZ", "DE"])
)


def news_of(row: DataImport) -> int:
    return row.counts.get("added", 0) + row.counts.get("changed", 0)


def agree(first: list[tuple], second: list[tuple], headings: tuple[str, ...], kind: str) -> None:
    """With something there already, the report of the dry run is that of the import; afterwards nothing is new."""
    with transaction.atomic():
        imported(table(*first, headings=headings), kind)
        content = table(*second, headings=headings)
        row = check(bring(content, kind))
        told = (row.counts, sorted(codes(row)))
        do_import(row)
        assert (row.counts, sorted(codes(row))) == told
        assert all(total == 0 for total in LedgerEntry.objects.balances().values())
        # A row was refused where its donor had no name; a later row gave it, so the second time it is good.
        assert news_of(imported(content, kind)) <= row.counts.get("refused", 0)
        donations = Donation.objects.count()
        assert news_of(imported(content, kind)) == 0
        assert Donation.objects.count() == donations
        transaction.set_rollback(True)


@tries(10)
@given(st.lists(GIFT_ROWS, max_size=4), st.lists(GIFT_ROWS, max_size=9))
def test_the_dry_run_of_gifts_says_what_the_import_does(first, second):
    agree(
        first,
        second,
        ("Receipt No", "Date", "Amount", "Email", "Donor ID", "Name", "Purpose"),
        ImportKind.GIFTS,
    )


@tries(10)
@given(st.lists(DONOR_ROWS, max_size=4), st.lists(DONOR_ROWS, max_size=9))
def test_the_dry_run_of_donors_says_what_the_import_does(first, second):
    agree(first, second, ("Email", "Donor ID", "Name", "Country"), ImportKind.DONORS)
