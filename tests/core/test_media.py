"""Only copies that visitors may see are public; what they were made of is not."""

import pytest

from core import pictures
from safeguarding.models import CustomImage, CustomRendition, Shows
from tests.factories.accounts import UserFactory, signed_in, staff
from tests.factories.safeguarding import consent, image

pytestmark = pytest.mark.django_db
PUBLIC = "width-480|format-jpeg"


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for name in (
        "images/a.jpg",
        "images/left-behind.jpg",
        "originals/a.jpg",
        "original_images/a.jpg",
        "documents/a.pdf",
        "a.txt",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    picture = CustomImage.objects.create(
        title="A", file="original_images/a.jpg", width=1, height=1, shows=Shows.NOBODY
    )
    CustomRendition.objects.create(
        image=picture, file="images/a.jpg", width=1, height=1, filter_spec=PUBLIC, focal_point_key=""
    )


@pytest.mark.usefixtures("media")
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("images/a.jpg", 200),
        ("images/b.jpg", 404),
        ("images/left-behind.jpg", 404),
        ("original_images/a.jpg", 404),
        ("originals/a.jpg", 404),
        ("documents/a.pdf", 404),
        ("a.txt", 404),
        ("images/../original_images/a.jpg", 404),
        ("images/%2e%2e/original_images/a.jpg", 404),
        ("images/", 404),
    ],
)
def test_only_renditions_are_found(client, path, status):
    answer = client.get(f"/media/{path}")
    answer.close()
    assert answer.status_code == status


@pytest.mark.usefixtures("media")
def test_an_uploaded_file_cannot_run_as_a_page_of_ours(client):
    answer = client.get("/media/images/a.jpg")
    answer.close()
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def given(client, rendition):
    """The answer, read to its end, which closes its file."""
    answer = client.get(f"/media/{rendition.file.name}")
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer


def status(client, rendition) -> int:
    return given(client, rendition).status_code


@pytest.mark.parametrize("spec", ["original", "max-165x165", "max-800x600", "width-1440"])
def test_cuts_that_no_page_shows_are_for_staff(client, spec):
    rendition = image(Shows.CHILD, consent()).get_rendition(spec)
    assert status(client, rendition) == 404
    editor = signed_in(staff("editor"))
    answer = given(editor, rendition)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("spec", sorted(pictures.PUBLIC_SPECS))
def test_cuts_that_pages_and_letters_show_are_for_everybody_while_they_may_be_shown(client, spec):
    leave = consent(languages=["ru"])
    picture = image(Shows.CHILD, leave)
    rendition = picture.get_rendition(spec)
    assert status(client, rendition) == 200
    type(leave).objects.update(withdrawn_at="2026-01-01T00:00Z")
    assert status(client, rendition) == 404


def test_what_is_for_staff_is_for_those_who_have_passed_the_second_step():
    rendition = image(Shows.UNKNOWN).get_rendition(PUBLIC)
    editor = staff("editor")
    assert status(signed_in(editor, second_step=False), rendition) == 404
    assert status(signed_in(editor), rendition) == 200
    assert status(signed_in(UserFactory(role="editor")), rendition) == 404  # has no app yet


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("editor", 200),
        ("publisher", 200),
        ("safeguarding", 200),
        ("administrator", 200),
        ("donor_care", 404),
        ("finance", 404),
        ("volunteer_coordinator", 404),
        ("partner_manager", 404),
    ],
)
def test_what_is_for_staff_is_for_those_who_work_with_pictures(role, sees):
    assert status(signed_in(staff(role)), image(Shows.CHILD).get_rendition("max-165x165")) == sees


@pytest.mark.usefixtures("media")
def test_what_is_no_copy_of_a_picture_is_for_nobody():
    assert signed_in(staff("editor")).get("/media/images/left-behind.jpg").status_code == 404


def test_a_picture_that_nobody_has_looked_at_is_for_staff(client):
    assert status(client, image(Shows.UNKNOWN).get_rendition(PUBLIC)) == 404


def test_no_proxy_keeps_a_picture_that_rests_on_a_consent(client):
    """It would be given to strangers after the takedown."""
    child, yard = image(Shows.CHILD, consent()), image(Shows.NOBODY)
    kept = [given(client, one.get_rendition(PUBLIC)).headers["Cache-Control"] for one in (child, yard)]
    assert kept == ["private, max-age=3600", "public, max-age=3600"]
