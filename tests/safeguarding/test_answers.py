"""Whom a picture shows: who may say so, for which file, and that a consent that is named holds whatever was said."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from core import pictures
from core.publishing import PublishRefused
from safeguarding import tasks
from safeguarding.models import Consent, CustomImage, Shows
from safeguarding.services import takedown
from tests.factories.accounts import signed_in, staff
from tests.factories.safeguarding import consent, document, image
from tests.safeguarding.test_gate import with_block

pytestmark = pytest.mark.django_db


def posted(picture: CustomImage, **changes: object) -> dict[str, object]:
    """What the form of a picture sends, with changes."""
    empty = ("credit", "tags", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
    sent = {
        "title": picture.title,
        "description": picture.description,
        "shows": picture.shows,
        "consents": ", ".join(one.reference for one in picture.consents.all()),
        "collection": picture.collection_id,
    }
    return dict.fromkeys(empty, "") | sent | changes


def edit(role: str, picture: CustomImage, **changes: object):
    url = reverse("wagtailimages:edit", args=[picture.pk])
    return signed_in(staff(role)).post(url, posted(picture, **changes))


def another_file() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (60, 40), "red").save(out, "PNG")
    return SimpleUploadedFile("another.png", out.getvalue(), "image/png")


def shows_a_picture(page) -> bool:
    return "<picture>" in Client().get(page.url_path).content.decode()


def published(article, picture):
    with_block(article, picture).save_revision().publish()
    assert shows_a_picture(article)
    return article


def of_age():
    return consent(is_adult=True, guardian_agreed_on=None)


@pytest.mark.parametrize("shows", [Shows.ADULTS, Shows.HIDDEN, Shows.CHILD])
def test_a_named_consent_that_is_withdrawn_takes_the_picture_down_whatever_was_said(article, shows):
    given = of_age()
    picture = image(shows, given)
    published(article, picture)
    done = takedown.withdraw(given)
    assert done.report["pictures"] == [picture.pk]
    assert not shows_a_picture(article)
    assert not picture.renditions.exists()


def test_nor_is_it_published_again(article):
    given = of_age()
    takedown.withdraw(given)
    with pytest.raises(PublishRefused):
        with_block(article, image(Shows.ADULTS, given)).save_revision().publish()


def test_nor_is_a_document_given(client):
    given = of_age()
    paper = document(Shows.ADULTS, given)
    assert b"".join(client.get(paper.url).streaming_content)
    takedown.withdraw(given)
    assert client.get(paper.url).status_code == 404


def test_after_a_takedown_the_original_has_another_name_and_the_library_works(
    article, django_capture_on_commit_callbacks
):
    given = consent()
    picture = image(Shows.CHILD, given)
    published(article, picture)
    before = picture.file.name
    with django_capture_on_commit_callbacks(execute=True):  # files go once their rows are written
        takedown.withdraw(given)
    picture.refresh_from_db()
    assert picture.file.name != before
    assert not picture.file.storage.exists(before)
    focal = signed_in(staff("safeguarding"))
    assert focal.get(reverse("wagtailimages:edit", args=[picture.pk])).status_code == 200
    token = before.rpartition("/")[2].split(".")[0]
    assert all(f"/images/{token}" not in each.file.name for each in picture.renditions.all())


def test_a_visitor_who_was_being_served_brings_no_copy_back(article):
    given = consent()
    picture = image(Shows.CHILD, given)
    published(article, picture)
    pictures.begin(article.body)  # a request begins: it may be seen
    takedown.withdraw(given)  # meanwhile
    pictures.sources(picture)  # the request goes on to cut the picture
    names = [each.file.name for each in picture.renditions.all()]
    assert {Client().get(f"/media/{name}").status_code for name in names} <= {404}
    tasks.finish_takedowns()
    assert not picture.renditions.exists()
    assert not any(picture.file.storage.exists(name) for name in names)


def test_a_new_file_is_not_shown_on_the_answer_of_the_former(article):
    picture = image(Shows.NOBODY)
    published(article, picture)
    before = picture.file.name
    assert edit("editor", picture, file=another_file()).status_code == 302
    picture.refresh_from_db()
    assert picture.file.name != before
    assert picture.shows == Shows.UNKNOWN
    assert not shows_a_picture(article)
    assert edit("editor", picture, shows=Shows.NOBODY).status_code == 302
    assert shows_a_picture(article)


def test_a_new_file_may_be_answered_with_it(article):
    picture = image(Shows.NOBODY)
    edit("editor", picture, file=another_file(), shows=Shows.ADULTS)
    picture.refresh_from_db()
    assert picture.shows == Shows.ADULTS


@pytest.mark.parametrize("shows", [Shows.ADULTS, Shows.NOBODY, Shows.HIDDEN, Shows.UNKNOWN])
def test_only_who_keeps_the_consents_may_say_that_it_shows_no_child_after_all(article, shows):
    given = consent()
    picture = image(Shows.CHILD, given)
    published(article, picture)
    takedown.withdraw(given)
    picture.refresh_from_db()
    answer = edit("editor", picture, shows=shows, consents="")
    assert answer.status_code == 200
    assert {"shows", "consents"} <= answer.context["form"].errors.keys()
    assert not shows_a_picture(article)
    assert edit("safeguarding", picture, shows=Shows.NOBODY, consents="").status_code == 302
    assert shows_a_picture(article)


def test_an_editor_may_name_another_consent_and_correct_a_title(article):
    picture = image(Shows.CHILD, consent())
    other = consent()
    assert edit("editor", picture, title="A courtyard", consents=other.reference).status_code == 302
    assert list(picture.consents.all()) == [other]


@pytest.mark.parametrize(
    "narrowed", [{"languages": ["uz"]}, {"scopes": ["print"]}, {"guardian_agreed_on": None}]
)
def test_an_editor_takes_no_consent_off_that_a_family_has_narrowed(article, narrowed):
    """Of two children one may not be shown here any more: then neither may the picture."""
    given, other = consent(), consent()
    picture = image(Shows.CHILD, given, other)
    published(article, picture)
    Consent.objects.filter(pk=given.pk).update(**narrowed)
    assert not shows_a_picture(article)
    assert edit("editor", picture, consents=other.reference).status_code == 200
    assert not shows_a_picture(article)
    assert edit("safeguarding", picture, consents=other.reference).status_code == 302
    assert shows_a_picture(article)


@pytest.mark.parametrize("kind", ["images", "docs"])
def test_a_form_that_stayed_open_does_not_undo_what_a_focal_point_has_said(kind):
    thing = image(Shows.ADULTS) if kind == "images" else document(Shows.ADULTS)
    address = reverse(f"wagtail{kind}:edit", args=[thing.pk])
    editor = signed_in(staff("editor"))
    seen = re.search(r'name="as_seen" value="(\w+)"', editor.get(address).content.decode())[1]
    sent = {"title": "A courtyard", "shows": Shows.ADULTS, "consents": "", "tags": "", "as_seen": seen}
    type(thing).objects.filter(pk=thing.pk).update(shows=Shows.UNKNOWN)
    answer = editor.post(address, sent | {"collection": thing.collection_id})
    assert "since you opened it" in answer.content.decode()
    thing.refresh_from_db()
    assert thing.shows == Shows.UNKNOWN
