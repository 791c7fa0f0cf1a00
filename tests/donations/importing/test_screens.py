"""What donor care and finance do with a list in the back office."""

import csv
import io
import re
from datetime import timedelta
from urllib.parse import urlsplit

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import override

from core import audit
from core.models import AuditEntry
from donations.importing.columns import columns_of, guess
from donations.importing.opening import open_table
from donations.models import DataImport, Donation, Donor, ImportKind, ImportState
from donations.services import import_files, importing
from safeguarding.storage import private_storage
from tests.donations.importing.bringing import gift, table
from tests.factories.accounts import signed_in, staff

pytestmark = pytest.mark.django_db
NEW = "/admin/giving/import/new/"


def upload(client, content: bytes, name="list.csv", **fields):
    data = {
        "kind": "gifts",
        "language": "en",
        "currency": "UZS",
        "designation": "",
        "file": SimpleUploadedFile(name, content),
    }
    return client.post(NEW, data | fields)


def opened(client, content: bytes, **fields) -> tuple[str, DataImport]:
    answer = upload(client, content, **fields)
    assert answer.status_code == 302, answer.context["form"].errors
    return answer.url, DataImport.objects.latest("pk")


def columns(row: DataImport) -> dict[str, str]:
    return {field: str(place) for field, place in row.columns.items()}


def work(row: DataImport) -> None:
    importing.go_on(row.pk)
    row.refresh_from_db()


def begin(client, page: str) -> None:
    """Press the button that stands there."""
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(page).content.decode())[1]
    client.post(f"{page}begin/", {"seen": seen})


def test_a_list_is_brought_named_checked_imported():
    client = signed_in(staff("finance"))
    page, row = opened(client, table(gift(), gift(day="never")))
    assert "Which column is what" in client.get(page).content.decode()
    client.post(f"{page}columns/", columns(row))
    assert "data-progress" in client.get(page).content.decode()
    assert client.get(f"{page}progress/").status_code == 200
    work(row)
    assert client.get(f"{page}progress/").status_code == 204
    words = client.get(page).content.decode()
    assert "Import the 1 good row" in words
    assert "This is not a day." in words
    assert not Donation.objects.exists()
    begin(client, page)
    work(row)
    assert row.state == ImportState.DONE
    assert "What happened" in client.get(page).content.decode()
    assert Donation.objects.count() == 1


def test_what_was_checked_anew_since_it_was_seen_is_not_imported():
    """Somebody else, or another window, has named other columns meanwhile: other gifts would be booked."""
    client = signed_in(staff("finance"))
    content = b"Day;Amount;Paid;Email\n31.12.2025;100;999;a@b.uz\n"
    page, row = opened(client, content)
    chosen = {"day": "0", "amount": "1", "email": "3"}
    client.post(f"{page}columns/", chosen)
    work(row)
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(page).content.decode())[1]
    client.post(f"{page}columns/", chosen | {"amount": "2"})
    work(row)
    words = client.post(f"{page}begin/", {"seen": seen}, follow=True).content.decode()
    assert "Somebody was quicker" in words
    row.refresh_from_db()
    assert row.state == ImportState.CHECKED
    begin(client, page)
    row.refresh_from_db()
    assert row.state == ImportState.IMPORTING


def test_a_problem_is_kept_as_a_code_with_what_stood_there():
    client = signed_in(staff("finance"))
    page, row = opened(client, table(gift(day="never")))
    client.post(f"{page}columns/", columns(row))
    work(row)
    problem = row.problems.get()
    assert (problem.row, problem.field, problem.code, problem.value) == (2, "day", "not_a_day", "never")


def test_what_was_chosen_wrongly_is_said_beside_the_field_and_kept():
    client = signed_in(staff("finance"))
    page, row = opened(client, table(gift()))
    answer = client.post(f"{page}columns/", {"day": "0", "amount": "0", "email": "2"})
    form = answer.context["columns_form"]
    assert form.errors == {"amount": ["This column is chosen twice."]}
    assert form["email"].value() == "2"
    answer = client.post(f"{page}columns/", {"day": "0", "email": "2"})
    assert list(answer.context["columns_form"].errors) == ["amount"]
    answer = client.post(f"{page}columns/", {"day": "0", "amount": "1"})
    assert list(answer.context["columns_form"].errors) == ["email"]
    row.refresh_from_db()
    assert row.state == ImportState.UPLOADED


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xx", "This is an old Excel file"),
        (b"PK\x03\x04 no zip", "The file is damaged"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field(content, said):
    client = signed_in(staff("finance"))
    answer = upload(client, content)
    with override("en"):  # some errors are words only when they are shown
        assert said in str(answer.context["form"].errors["file"])
    assert not DataImport.objects.exists()


def test_a_file_that_breaks_in_the_middle_says_where():
    client = signed_in(staff("finance"))
    page, row = opened(client, table(gift()) + b'\r\n31.12.2025;"open;1')
    client.post(f"{page}columns/", columns(row))
    work(row)
    assert row.state == ImportState.UNREADABLE
    words = client.get(page).content.decode()
    assert "A quotation mark is open" in words
    assert "Row 3." in words


def test_what_is_too_large_is_refused_before_it_is_read(settings):
    settings.IMPORT_LARGEST = 10
    answer = upload(signed_in(staff("finance")), table(gift()), language="ru")
    assert "too large" in str(answer.context["form"].errors["file"])
    assert answer.context["form"]["language"].value() == "ru"


def test_the_report_is_there_as_csv_and_excel_without_formulas():
    client = signed_in(staff("finance"))
    page, row = opened(client, table(gift(day="=1+1"), gift(email="+x")))
    client.post(f"{page}columns/", columns(row))
    work(row)
    answer = client.get(f"{page}report.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert lines[1][:3] == ["2", "Day of the gift", "'=1+1"]
    assert lines[2][2] == "'+x"
    answer = client.get(f"{page}report.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in sheet[2]][:3] == [2, "Day of the gift", "=1+1"]
    assert sheet["C2"].data_type == "s"
    assert AuditEntry.objects.about(row).filter(action="export.import-report").count() == 2


def test_the_file_does_not_call_imported_what_is_passed_over_or_only_checked():
    client = signed_in(staff("finance"))
    page, row = opened(client, table(gift(), gift(), gift(day="x")))
    client.post(f"{page}columns/", columns(row))
    work(row)

    def told() -> list[tuple[str, str]]:
        text = b"".join(client.get(f"{page}report.csv").streaming_content).decode("utf-8-sig")
        head, *lines = csv.reader(io.StringIO(text), delimiter=";")
        return [(head[4], line[4]) for line in lines]

    assert told() == [("Will be imported", "No")] * 2
    begin(client, page)
    work(row)
    assert told() == [("Imported", "No")] * 2


def test_signs_that_no_file_can_hold_do_not_keep_the_report_from_whoever_needs_it():
    client = signed_in(staff("finance"))
    page, row = opened(client, table(gift(name="A\u0007b\uffff")))
    client.post(f"{page}columns/", columns(row))
    work(row)
    answer = client.get(f"{page}report.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet["C2"].value == "Ab"


def test_a_long_report_has_pages():
    client = signed_in(staff("finance"))
    page, row = opened(client, table(*(gift(day=f"x{number}") for number in range(120))))
    client.post(f"{page}columns/", columns(row))
    work(row)
    assert "x119" not in client.get(page).content.decode()
    assert "x119" in client.get(f"{page}?p=3").content.decode()


def test_of_a_long_report_only_what_is_refused_can_be_looked_at():
    client = signed_in(staff("finance"))
    page, row = opened(client, table(*(gift(day=f"x{number}") for number in range(120))))
    client.post(f"{page}columns/", columns(row))
    work(row)
    row.problems.filter(row__lt=62).update(refuses=False)
    words = client.get(f"{page}?p=2").content.decode()
    assert "?only=refused#report" in words
    words = client.get(f"{page}?only=refused").content.decode()
    assert "x59" not in words
    assert "x60" in words
    assert "?only=refused&amp;p=2" in words
    assert "x119" in client.get(f"{page}?only=refused&p=2").content.decode()
    row.problems.update(refuses=False)
    assert "All remarks" in client.get(f"{page}?only=refused").content.decode()


@pytest.mark.parametrize("kind", ImportKind.values)
@pytest.mark.parametrize("language", ["en", "ru", "uz", "uz-cyrl"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_our_empty_lists_are_understood_in_every_language(kind, language, form):
    with override(language):
        answer = signed_in(staff("finance", language=language)).get(
            f"/admin/giving/import/template/{kind}.{form}"
        )
        content = b"".join(answer.streaming_content)
    with open_table(io.BytesIO(content)) as found:
        headings = found.headings
    assert guess(kind, headings) == {one.field: place for place, one in enumerate(columns_of(kind))}


@pytest.mark.parametrize(
    "role", ["editor", "publisher", "safeguarding", "volunteer_coordinator", "partner_manager"]
)
def test_nobody_else_comes_near(role):
    page, row = opened(signed_in(staff("finance")), table(gift()))
    client = signed_in(staff(role))
    for address in ("", "progress/", "report.csv"):
        assert client.get(f"{page}{address}").status_code != 200
    upload(client, table(gift()))
    client.get("/admin/giving/import/template/gifts.csv")
    client.post(f"{page}columns/", columns(row))
    client.post(f"{page}begin/")
    row.refresh_from_db()
    assert (row.state, DataImport.objects.count()) == (ImportState.UPLOADED, 1)


def test_donor_care_imports_donors_but_no_gifts():
    page, row = opened(signed_in(staff("finance")), table(gift()))
    client = signed_in(staff("donor_care"))
    assert client.get(page).status_code == 200
    assert "kind" in upload(client, table(gift())).context["form"].errors
    client.post(f"{page}columns/", columns(row))
    row.refresh_from_db()
    assert row.state == ImportState.UPLOADED
    content = table(("a@b.uz", "Anvar"), headings=("Email", "Name"))
    page, row = opened(client, content, kind="donors")
    client.post(f"{page}columns/", columns(row))
    work(row)
    begin(client, page)
    work(row)
    assert Donor.objects.filter(email="a@b.uz").exists()


@pytest.mark.parametrize("address", ["begin/", "stop/", "columns/"])
def test_nothing_happens_by_looking(address):
    client = signed_in(staff("finance"))
    page, _row = opened(client, table(gift()))
    assert client.get(f"{page}{address}").status_code == 405


def test_what_cannot_be_done_now_is_said():
    client = signed_in(staff("finance"))
    page, _row = opened(client, table(gift()))
    words = client.post(f"{page}begin/", follow=True).content.decode()
    assert "This cannot be done now" in words
    assert "Nothing is being done" in client.post(f"{page}stop/", follow=True).content.decode()


def test_the_file_lies_privately_and_says_nothing_of_itself(settings):
    page, row = opened(signed_in(staff("finance")), table(gift()), name="Karimov.csv")
    assert row.name == "Karimov.csv"
    assert "Karimov" not in row.file.name + page
    assert private_storage().exists(row.file.name)
    assert urlsplit(page).query == ""


def test_the_clock_forgets_file_and_report_but_not_that_it_was(settings):
    client = signed_in(staff("finance"))
    page, row = opened(client, table(gift(day="never"), gift()))
    client.post(f"{page}columns/", columns(row))
    work(row)
    name = row.file.name
    with time_machine.travel(timezone.now() + timedelta(days=settings.IMPORT_KEEP_DAYS, hours=1)):
        assert import_files.forget_old() == 1
        assert import_files.forget_old() == 0
    assert not private_storage().exists(name)
    row.refresh_from_db()
    assert (row.problems.count(), row.headings, row.counts) == (0, [], {"added": 1, "refused": 1})
    client = signed_in(staff("finance"))
    assert "The file has been deleted" in client.get(page).content.decode()
    assert "Upload it again" in client.post(f"{page}begin/", follow=True).content.decode()


def test_a_file_that_a_dying_server_left_behind_is_forgotten_too(monkeypatch):
    client = signed_in(staff("finance"))
    with monkeypatch.context() as patch:
        patch.setattr(audit, "record", lambda **_about: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            upload(client, table(gift()))
    assert not DataImport.objects.exists()
    _page, row = opened(client, table(gift()))
    (stray,) = (
        name for name in private_storage().listdir(import_files.FOLDER)[1] if not row.file.name.endswith(name)
    )
    assert import_files.forget_old() == 0
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert import_files.forget_old() == 1
    assert private_storage().exists(row.file.name)
    assert not private_storage().exists(f"{import_files.FOLDER}/{stray}")


def test_the_list_and_a_page_have_a_constant_number_of_queries(django_assert_max_num_queries):
    client = signed_in(staff("finance"))
    for _number in range(20):
        page, row = opened(client, table(gift(day="never"), *(gift(day=f"x{n}") for n in range(60))))
    client.post(f"{page}columns/", columns(row))
    work(row)
    client.get(page)
    with django_assert_max_num_queries(25):
        assert client.get("/admin/giving/import/").status_code == 200
    with django_assert_max_num_queries(25):
        assert client.get(page).status_code == 200
