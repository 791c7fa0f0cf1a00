"""What was stored when less was known of files is cleaned by a command, which may be run at any time."""

from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client

from core.models import AuditEntry
from safeguarding.gate import offered
from safeguarding.metadata import clean_content
from safeguarding.models import CustomDocument, Shows
from tests.factories.papers import SECRET, film, office, paper
from tests.factories.safeguarding import document

pytestmark = pytest.mark.django_db
KINDS = {"pdf": paper, "docx": lambda: office("docx"), "xlsx": lambda: office("xlsx"), "mp4": film}


def stored(kind: str, content: bytes) -> CustomDocument:
    """As it lay there before anything was taken out of it."""
    made = document()
    storage = made.file.storage
    name = storage.save(f"papers/before.{kind}", ContentFile(content))
    storage.delete(made.file.name)
    CustomDocument.objects.filter(pk=made.pk).update(file=name)
    return CustomDocument.objects.get(pk=made.pk)


def run() -> str:
    call_command("clean_documents", stdout=(out := StringIO()))
    return out.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_a_stored_document_becomes_what_a_new_one_would_be(kind, django_capture_on_commit_callbacks):
    content = KINDS[kind]()
    made = stored(kind, content)
    before, storage = made.file.name, made.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        assert "1 cleaned" in run()
    made.refresh_from_db()
    with made.open_file() as file:
        kept = file.read()
    assert kept == clean_content(kind, content) != content
    assert (made.file_size, made.shows) == (len(kept), Shows.NOBODY)
    assert made.file.name != before
    assert not storage.exists(before)
    assert AuditEntry.objects.about(made).filter(action="document.clean").count() == 1
    assert "1 same, 0 cleaned" in run()


def test_what_would_be_refused_today_is_offered_to_nobody_until_it_is_saved_anew():
    made = stored("pdf", b"%PDF-1.7 no more than this")
    assert f"document {made.pk}: hidden" in run()
    made.refresh_from_db()
    assert made.shows == Shows.UNKNOWN
    assert not offered({made.pk})
    assert Client().get(made.url).status_code == 404
    assert "1 hidden" in run()
    assert AuditEntry.objects.about(made).count() == 1


def test_a_file_that_is_gone_keeps_no_other_from_being_cleaned():
    gone, other = stored("pdf", b""), stored("pdf", paper())
    gone.file.storage.delete(gone.file.name)
    told = run()
    assert f"document {gone.pk}: gone" in told
    other.refresh_from_db()
    with other.open_file() as file:
        assert SECRET not in file.read()


def test_a_crash_after_the_copy_leaves_the_former_file_in_place(monkeypatch):
    made = stored("pdf", paper())
    before = made.file.name
    monkeypatch.setattr("safeguarding.services.file_names._write", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run()
    made.refresh_from_db()
    assert made.file.name == before
    assert made.file.storage.exists(made.file.name)
    monkeypatch.undo()
    assert "1 cleaned" in run()
