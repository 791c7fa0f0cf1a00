"""The books as finance sees them and takes them away."""

import csv
import io
from weakref import WeakSet

import openpyxl
import pytest
from django.utils.translation import override

from core import spreadsheets, xlsx
from core.models import AuditEntry
from core.spreadsheets import plain
from donations.explanations import of_movement
from donations.models import LedgerEntry
from tests.factories.accounts import signed_in, staff
from tests.factories.donations import paid

pytestmark = pytest.mark.django_db
LIST = "/admin/giving/ledger/"


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def rows(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body(response).decode("utf-8-sig"))))


@pytest.fixture
def client():
    return signed_in(staff("finance"))


def test_the_list_shows_movements_and_a_row_shows_all_its_sides(client):
    payment = paid().payments.get()
    assert f"capture:{payment.reference}" in client.get(LIST).content.decode()
    entry = LedgerEntry.objects.filter(payment=payment).first()
    page = client.get(f"{LIST}{entry.pk}/").content.decode()
    assert "All sides of this movement" in page
    assert "Gifts" in page


def test_a_filter_gives_sums_that_come_to_nothing_together(client):
    paid(), paid(amount="250000")
    page = client.get(LIST, {"currency": "UZS"})
    totals = dict(page.context["sums"])
    assert sorted(total.minor for (total,) in totals.values()) == sorted(
        [totals["Gifts"][0].minor, -totals["Gifts"][0].minor]
    )
    assert "Sums of what is shown" in page.content.decode()
    assert "sums" not in client.get(LIST).context


@pytest.mark.parametrize("wrong", [{"booked_on_from": "2026-13-45"}, {"gateway": "gone"}])
def test_a_filter_that_makes_no_sense_gives_no_file_of_everything(client, wrong):
    paid()
    answer = client.get(LIST, {"export": "csv", "currency": "UZS", **wrong}, follow=True)
    assert not answer.streaming
    assert answer.context["filters"].errors
    assert answer.context["filters"].form.cleaned_data["currency"] == "UZS"
    assert not AuditEntry.objects.filter(action="export.ledger").exists()


@pytest.mark.parametrize("part", [slice(None), slice(0, -1)])
def test_a_source_is_found_whole_or_in_part(client, part):
    payment = paid().payments.get()
    paid()
    source = f"capture:{payment.reference}"
    found = client.get(LIST, {"q": f" {source[part]} "}).context["object_list"]
    assert {row.source for row in found} == {source}
    assert len(found) == LedgerEntry.objects.filter(source=source).count()


def test_csv_has_every_movement_of_the_filter(client):
    payment = paid(name="=HYPERLINK(1)", email="x@donors.example").payments.get()
    found = rows(client.get(LIST, {"export": "csv", "currency": "UZS"}))
    assert len(found) == LedgerEntry.objects.filter(currency="UZS").count() + 1
    mine = [row for row in found if row[1] == f"capture:{payment.reference}"]
    assert {row[3] for row in mine} == {"100000.00", "-100000.00"} or {row[3] for row in mine} == {
        "100000",
        "-100000",
    }
    assert all(row[11] == "'=HYPERLINK(1)" for row in mine)
    assert rows(client.get(LIST, {"export": "csv", "currency": "EUR"}))[1:] == []


def test_excel_has_numbers_and_no_formulas(client):
    payment = paid(name="=HYPERLINK(1)").payments.get()
    content = body(client.get(LIST, {"export": "xlsx"}))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    mine = [row for row in sheet.iter_rows(values_only=True) if row[1] == f"capture:{payment.reference}"]
    assert sorted(row[3] for row in mine) == [-100000, 100000]
    assert {row[11] for row in mine} == {"=HYPERLINK(1)"}
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}


def test_a_file_that_is_written_after_the_answer_is_in_the_language_of_whoever_asked(client):
    paid()
    with override("ru"):  # whatever the thread is left with
        head, first, *_rest = rows(client.get(LIST, {"export": "csv"}))
    assert "Account" in head
    assert first[head.index("Currency")] == "UZS"


def test_taking_it_away_is_on_the_record(client):
    body(client.get(LIST, {"export": "csv"}))
    assert AuditEntry.objects.filter(action="export.ledger").exists()


@pytest.mark.parametrize("role", ["editor", "publisher", "safeguarding", "partner_manager"])
def test_nobody_else_sees_or_takes_the_books(role):
    other = signed_in(staff(role))
    for query in ({}, {"export": "csv"}, {"export": "xlsx"}):
        assert other.get(LIST, query).status_code in (302, 403)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_is_written_as_it_is_read_and_keeps_no_row(client, monkeypatch, kind):
    """What `make bench` measures at a million rows: of many, only those of one reading are there at a time."""
    payment = paid().payments.get()
    first = LedgerEntry.objects.filter(payment=payment).first()
    many = [
        LedgerEntry(
            source=f"test:{number}",
            account=first.account,
            amount_minor=1,
            currency="UZS",
            gateway="sandbox",
            payment=payment,
            donation=payment.donation,
            designation=first.designation,
        )
        for number in range(100)
    ]
    LedgerEntry.objects.bulk_create(many)
    del many
    alive, most, read = WeakSet(), [0], LedgerEntry.from_db.__func__

    def watched(cls, *args):
        row = read(cls, *args)
        alive.add(row)
        most[0] = max(most[0], len(alive))
        return row

    monkeypatch.setattr(LedgerEntry, "from_db", classmethod(watched))
    monkeypatch.setattr(spreadsheets, "CHUNK", 5)
    monkeypatch.setattr(spreadsheets, "AT_ONCE", 500)
    monkeypatch.setattr(xlsx, "AT_ONCE", 500)
    for piece in client.get(LIST, {"export": kind}).streaming_content:
        assert piece
    assert 5 <= most[0] <= 20


def test_what_a_spreadsheet_would_run_is_text():
    assert [plain(text) for text in ("=1", "+1", "-1", "@x", "\tx", "Anna", "")] == [
        "'=1", "'+1", "'-1", "'@x", "'\tx", "Anna", "",
    ]  # fmt: skip


def test_gifts_go_into_a_file_as_they_are_filtered(client):
    gift = paid(name="Anna", email="anna@donors.example")
    paid(currency="USD", amount="25")
    found = rows(client.get("/admin/giving/donations/", {"export": "csv", "currency": "UZS"}))
    assert gift.reference in [row[0] for row in found]
    assert {row[4] for row in found[1:]} == {"UZS"}
    assert AuditEntry.objects.filter(action="export.gifts").exists()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("capture:P-1", "Paid"),
        ("refund-failed:stripe:re_1", "Could not be given back"),
        ("payout:stripe:po_1:txn_1", "Payout"),
        ("deposit-undone:C-1", "Deposit entered wrongly"),
        ("test:1", ""),
    ],
)
def test_what_moved_the_money_is_said_in_words(source, words):
    with override("en"):
        assert of_movement(source) == words


def test_a_list_says_in_words_what_moved_the_money(client):
    payment = paid().payments.get()
    page = client.get(LIST).content.decode()
    assert f'Paid <span class="source-code">capture:{payment.reference}</span>' in page
