"""Files that were stored under the name they came with get another, once; file and row are never apart."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from safeguarding import tasks
from safeguarding.models import CustomDocument, CustomImage, Shows
from safeguarding.services import file_names
from tests.factories.accounts import signed_in, staff
from tests.factories.safeguarding import consent, document, image, picture_file
from tests.safeguarding.test_answers import posted
from tests.safeguarding.test_gate import with_block

pytestmark = pytest.mark.django_db
TELLING = ("Malika", "Karimova", "yosh")
PUBLIC = "width-480|format-jpeg"


def stored_before(media, folder: str, name: str):
    """As it lay there before names were neutral: row and file in Wagtail's folder."""
    storage = media.file.storage
    with media.open_file() as file:
        old = storage.save(f"{folder}/{name}", ContentFile(file.read()))
    storage.delete(media.file.name)
    type(media).objects.filter(pk=media.pk).update(file=old)
    return type(media).objects.get(pk=media.pk)


@pytest.fixture
def picture():
    made = image(file=picture_file("x.png"))
    return stored_before(made, "original_images", "Malika_Karimova_9_yosh.png")


@pytest.fixture
def paper():
    return stored_before(document(), "documents", "Malika_Karimova_9_yosh.pdf")


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """The scheduled job, with what it does after its transactions."""

    def job() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            tasks.rename_what_was_stored_before()

    return job


def finish_queued() -> None:
    """What the worker does a quarter of an hour later."""
    for task in DBTaskResult.objects.filter(task_path=file_names.forget_former.module_path):
        file_names.forget_former.func(*task.args_kwargs["args"])


def tells(text: str) -> bool:
    return any(word in text for word in TELLING)


def test_a_picture_and_its_copies_get_names_that_tell_nothing(picture, run):
    copy = picture.get_rendition(PUBLIC)
    old, address, storage = picture.file.name, copy.file.name, copy.file.storage
    run()
    picture.refresh_from_db()
    assert not tells(picture.file.name + picture.get_rendition(PUBLIC).url)
    assert storage.exists(picture.file.name)
    assert not storage.exists(old)
    assert not storage.exists(address)


def test_a_page_that_shows_it_is_made_anew(article, picture, run, monkeypatch):
    with_block(article, picture).save_revision().publish()
    assert tells(Client().get(article.url_path).content.decode())
    dropped = []
    monkeypatch.setattr(file_names, "invalidate", lambda *what: dropped.extend(what))
    run()
    assert picture in dropped
    text = Client().get(article.url_path).content.decode()
    assert "<picture>" in text
    assert not tells(text)


def test_a_document_gets_another_address_and_the_former_leads_there(paper, run, client):
    old = paper.url
    run()
    paper.refresh_from_db()
    assert not tells(paper.url)
    assert client.get(old).headers["Location"] == paper.url
    assert b"".join(client.get(paper.url).streaming_content)


@pytest.mark.parametrize("shows", [Shows.UNKNOWN, Shows.HIDDEN, Shows.CHILD])
def test_where_a_child_may_be_in_it_the_former_address_leads_nowhere(shows, run, client):
    paper = stored_before(document(shows, consent()), "documents", "Malika_Karimova.pdf")
    old = paper.url
    run()
    assert client.get(old).status_code == 404


def test_a_second_run_finds_nothing_to_do(picture, paper, run):
    run()
    names = [
        CustomImage.objects.get(pk=picture.pk).file.name,
        CustomDocument.objects.get(pk=paper.pk).file.name,
    ]
    run()
    assert names == [
        CustomImage.objects.get(pk=picture.pk).file.name,
        CustomDocument.objects.get(pk=paper.pk).file.name,
    ]


def test_new_uploads_are_left_alone(run):
    shown, given = image(), document()
    names = shown.file.name, given.file.name
    run()
    shown.refresh_from_db()
    given.refresh_from_db()
    assert (shown.file.name, given.file.name) == names


@pytest.mark.parametrize("moment", ["before the row", "after the row"])
def test_a_crash_leaves_row_and_file_together_and_the_next_run_finishes(picture, run, moment, monkeypatch):
    """Nothing of what was there stays behind, either: neither the former file nor a copy that no row names."""
    copy, storage = picture.get_rendition(PUBLIC), picture.file.storage
    old, seen = picture.file.name, []
    real = storage._save
    with monkeypatch.context() as patch:
        patch.setattr(
            type(storage._wrapped), "_save", lambda self, name, *a: seen.append(name) or real(name, *a)
        )
        patch.setattr(file_names, "invalidate" if moment == "after the row" else "_write", _crash)
        patch.setattr(file_names.transaction, "on_commit", lambda function: None)
        with pytest.raises(SystemExit):
            tasks.rename_what_was_stored_before()
    now = CustomImage.objects.get(pk=picture.pk)
    assert storage.exists(now.file.name)
    run()
    finish_queued()
    now.refresh_from_db()
    assert not tells(now.file.name)
    assert [name for name in {*seen, old, copy.file.name} if storage.exists(name)] in ([], [now.file.name])
    assert storage.exists(now.file.name)
    assert not any(tells(one.file.name) for one in now.renditions.all())


def test_a_copy_that_a_request_cut_meanwhile_goes_a_little_later(picture, run):
    reading = CustomImage.objects.get(pk=picture.pk)
    with reading.open_file():
        run()
        late = reading.renditions.create(
            file=picture_file("Malika_Karimova_9_yosh.width-480.png"), filter_spec="width-480"
        )
    finish_queued()
    assert not reading.renditions.filter(pk=late.pk).exists()
    assert not late.file.storage.exists(late.file.name)


def test_one_whose_file_is_gone_keeps_no_other_waiting(picture, run):
    gone = stored_before(image(), "original_images", "gone.png")
    gone.file.storage.delete(gone.file.name)
    run()
    picture.refresh_from_db()
    assert not tells(picture.file.name)
    assert CustomImage.objects.get(pk=gone.pk).file.name == gone.file.name


def test_one_that_is_not_shown_is_renamed_when_it_is_hidden_and_not_with_each_saving():
    picture = image(Shows.NOBODY)
    picture.get_rendition(PUBLIC)
    editor = signed_in(staff("editor"))
    names = [picture.file.name]
    CustomImage.objects.filter(pk=picture.pk).update(shows=Shows.UNKNOWN)
    for title in ("One", "Two", "Three"):
        sent = posted(CustomImage.objects.get(pk=picture.pk), title=title)
        assert editor.post(reverse("wagtailimages:edit", args=[picture.pk]), sent).status_code == 302
        names.append(CustomImage.objects.get(pk=picture.pk).file.name)
    assert len(set(names)) == 2


def _crash(*args: object) -> None:
    raise SystemExit
