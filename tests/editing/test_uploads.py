"""What is too large is refused in the reader's language, beside the field, and nothing that was typed is lost."""

import gc
import socket
from io import BytesIO
from urllib.parse import urlencode
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer
from wagtail.models import UploadedFile

from core import pictures
from safeguarding.models import Consent, ConsentEvidence, CustomDocument, CustomImage, Shows
from safeguarding.models import consent as consents
from tests.factories.accounts import signed_in, staff
from tests.factories.papers import SECRET, office, paper, photograph
from tests.factories.safeguarding import picture_file
from tests.safeguarding.test_back_office import form_of

FORM = "application/x-www-form-urlencoded"
pytestmark = pytest.mark.django_db


def shown(answer: object) -> str:
    return answer.content.decode()


def test_a_large_picture_is_refused_beside_its_field(settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 50
    fields = {"title": "Hovlimiz", "file": picture_file(), "shows": "nobody", "collection": 1}
    client = signed_in(staff("editor", language="ru"))
    page = shown(client.post(reverse("wagtailimages:add"), fields))
    assert "Файл слишком большой" in page
    assert 'value="Hovlimiz"' in page
    assert not CustomImage.objects.filter(title="Hovlimiz").exists()


def test_a_large_document_is_refused_beside_its_field(settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 50
    paper = SimpleUploadedFile("hisobot.pdf", b"%PDF-1.7" + b" " * 99)
    fields = {"title": "Hisobot", "file": paper, "shows": "nobody", "collection": 1}
    page = shown(signed_in(staff("editor", language="uz")).post(reverse("wagtaildocs:add"), fields))
    assert "Fayl juda katta" in page
    assert 'value="Hisobot"' in page
    assert not CustomDocument.objects.filter(title="Hisobot").exists()


def test_large_evidence_is_refused_and_what_was_typed_stays(monkeypatch):
    monkeypatch.setattr(consents, "MOST_EVIDENCE_BYTES", 5)
    client = signed_in(staff("safeguarding", language="ru"))
    page = shown(client.post(reverse("consents:add"), form_of(subject="Дело 12")))
    assert "Этот файл больше" in page
    assert 'value="Дело 12"' in page
    assert not Consent.objects.exists()
    assert not ConsentEvidence.objects.exists()


def test_evidence_that_is_there_is_not_measured_again(monkeypatch):
    client = signed_in(staff("safeguarding"))
    client.post(reverse("consents:add"), form_of())
    monkeypatch.setattr(consents, "MOST_EVIDENCE_BYTES", 5)
    ConsentEvidence.objects.get().full_clean()


@pytest.mark.parametrize(("address", "words"), [("/ru/concern/", "больше"), ("/uz/concern/", "katta")])
def test_a_request_that_is_too_large_is_refused_in_the_language_of_its_page(settings, address, words):
    settings.REQUEST_MAX_BYTES = 100
    answer = Client().post(address, {"text": "x" * 200})
    assert answer.status_code == 413
    assert words in shown(answer)


def test_in_the_back_office_it_is_said_in_the_persons_language(settings):
    settings.REQUEST_MAX_BYTES = 100
    client = signed_in(staff("editor", language="ru"))
    answer = client.post(reverse("wagtaildocs:add"), {"title": "x" * 200})
    assert answer.status_code == 413
    assert "больше" in shown(answer)


def test_a_script_is_answered_in_json(settings):
    settings.REQUEST_MAX_BYTES = 100
    answer = Client().post("/uz/concern/", {"text": "x" * 200}, headers={"accept": "application/json"})
    assert (answer.status_code, list(answer.json())) == (413, ["error"])


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ("DATA_UPLOAD_MAX_MEMORY_SIZE", "больше 100"),
        ("DATA_UPLOAD_MAX_NUMBER_FIELDS", "слишком много частей"),
    ],
)
def test_more_text_than_is_read_is_refused_in_words(settings, limit, words):
    setattr(settings, limit, 100)
    fields = {f"field-{number}": "x" * 20 for number in range(200)}
    answer = Client().post("/ru/concern/report/", urlencode(fields), content_type=FORM)
    assert answer.status_code == 413
    assert words in shown(answer).replace("\xa0", " ")


def test_a_long_page_of_the_editor_is_read_whole():
    fields = {f"body-{number}-id": "" for number in range(6000)}
    answer = signed_in(staff("editor")).post(reverse("wagtaildocs:add"), urlencode(fields), content_type=FORM)
    assert answer.status_code == 200


def test_what_no_person_sends_needs_no_words():
    assert Client().get("/uz/", headers={"host": "else.example"}).status_code == 400


def test_what_is_just_small_enough_goes_on(settings):
    settings.REQUEST_MAX_BYTES = 100_000
    assert Client().post("/uz/concern/", {"text": "x" * 200}).status_code != 413


@pytest.mark.django_db(transaction=True)
def test_the_answer_comes_before_the_body(live_server: LiveServer):
    with socket.create_connection((live_server.thread.host, live_server.thread.port), timeout=20) as line:
        line.sendall(b"POST /uz/concern/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 413")


def test_a_document_is_stored_without_what_it_says_of_its_author():
    fields = {
        "title": "Hisobot",
        "file": SimpleUploadedFile("hisobot.docx", office("docx")),
        "shows": "nobody",
    }
    signed_in(staff("editor")).post(reverse("wagtaildocs:add"), fields | {"collection": 1})
    stored = CustomDocument.objects.get(title="Hisobot")
    with stored.file.open() as file:
        content = file.read()
    assert stored.file_size == len(content)
    with ZipFile(BytesIO(content)) as archive:
        assert SECRET not in b"".join(archive.read(name) for name in archive.namelist())


def test_a_document_that_cannot_be_read_is_refused_beside_its_field():
    fields = {"title": "Hisobot", "file": SimpleUploadedFile("hisobot.pdf", b"%PDF-1.7"), "shows": "nobody"}
    page = shown(
        signed_in(staff("editor", language="en")).post(reverse("wagtaildocs:add"), fields | {"collection": 1})
    )
    assert "without a password" in page
    assert 'value="Hisobot"' in page
    assert not CustomDocument.objects.filter(title="Hisobot").exists()


def test_one_of_several_documents_that_cannot_be_read_is_told_why_and_nothing_else():
    answer = signed_in(staff("editor", language="en")).post(
        reverse("wagtaildocs:add_multiple"),
        {"files[]": SimpleUploadedFile("hisobot.pdf", b"%PDF-1.7"), "title": "Hisobot", "collection": 1},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert answer.json()["error_message"] == (
        "This file cannot be read. Save it anew, without a password, and choose it again."
    )


@pytest.mark.parametrize("paper", [SimpleUploadedFile("a.docx", b"none"), SimpleUploadedFile("a.exe", b"MZ")])
def test_evidence_that_cannot_be_cleaned_is_refused_and_what_was_typed_stays(paper):
    client = signed_in(staff("safeguarding", language="en"))
    page = shown(
        client.post(reverse("consents:add"), form_of(subject="File 12", **{"evidence-0-file": paper}))
    )
    assert "Save it" in page
    assert 'value="File 12"' in page
    assert not Consent.objects.exists()


def test_evidence_is_stored_without_what_a_telephone_says():
    paper = SimpleUploadedFile("child-name.jpg", photograph())
    signed_in(staff("safeguarding")).post(reverse("consents:add"), form_of(**{"evidence-0-file": paper}))
    with ConsentEvidence.objects.get().file.open() as file:
        assert SECRET not in file.read()


def several(client: Client, kind: str, raw: bytes, name: str, title: str = "Hovli") -> dict:
    """One of several files that are chosen together, as the browser sends each by itself."""
    fields = {"files[]": SimpleUploadedFile(name, raw), "title": title, "collection": 1}
    answer = client.post(
        reverse(f"{kind}:add_multiple"), fields, headers={"x-requested-with": "XMLHttpRequest"}
    )
    return answer.json()


def stored(row: CustomImage | CustomDocument | UploadedFile) -> bytes:
    with row.file.open() as file:
        return file.read()


def test_of_several_pictures_none_keeps_where_it_was_taken():
    assert several(signed_in(staff("editor")), "wagtailimages", photograph(), "aziza.jpg")["success"]
    picture = CustomImage.objects.get(title="Hovli")
    assert picture.shows == Shows.UNKNOWN
    assert SECRET not in stored(picture)
    assert SECRET not in stored(picture.get_rendition(pictures.LETTER))
    assert not UploadedFile.objects.exists()


def test_of_several_documents_none_keeps_who_wrote_it():
    assert several(signed_in(staff("editor")), "wagtaildocs", office("docx"), "aziza.docx")["success"]
    document = CustomDocument.objects.get(title="Hovli")
    assert document.shows == Shows.UNKNOWN
    with ZipFile(BytesIO(stored(document))) as archive:
        assert SECRET not in b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # Wagtail leaves open what it copies
@pytest.mark.parametrize(
    ("kind", "name", "raw", "model"),
    [
        ("wagtailimages", "aziza.jpg", photograph(), CustomImage),
        ("wagtaildocs", "aziza.pdf", paper(), CustomDocument),
    ],
)
def test_what_waits_for_its_title_is_clean_already_and_stays_so(kind, name, raw, model):
    """Wagtail keeps it beside the library, and copies it from there as it is."""
    client = signed_in(staff("editor"))
    several(client, kind, raw, name, title="")
    waiting = UploadedFile.objects.get()
    assert "aziza" not in waiting.file.name
    assert SECRET not in stored(waiting)
    what = "image" if model is CustomImage else "document"
    form = {"title": "Hovli", "shows": "nobody", "collection": 1}
    address = reverse(f"{kind}:create_multiple_from_uploaded_{what}", args=[waiting.pk])
    client.post(address, {f"uploaded-{what}-{waiting.pk}-{field}": value for field, value in form.items()})
    assert SECRET not in stored(model.objects.get(title="Hovli"))
    gc.collect()


@pytest.mark.parametrize("answer", [{}, {"shows": ""}])
def test_a_picture_of_which_nothing_is_said_is_not_looked_at_yet(answer):
    fields = {"title": "Hovli", "file": picture_file(), "collection": 1}
    signed_in(staff("editor")).post(reverse("wagtailimages:add"), fields | answer)
    assert CustomImage.objects.get(title="Hovli").shows == Shows.UNKNOWN
