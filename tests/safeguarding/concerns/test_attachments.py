"""What may be attached to a report."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from PIL import Image

from safeguarding.concerns.attachments import ALLOWED, DOCX, MOST_BYTES, AttachmentsField, check
from safeguarding.metadata import pictures
from tests.factories import papers
from tests.factories.concerns import docx, film, pdf, picture


@pytest.mark.parametrize(
    ("upload", "kind"),
    [
        (picture("a.jpg"), "image/jpeg"),
        (picture("A.JPEG"), "image/jpeg"),
        (picture("a.png", "PNG"), "image/png"),
        (picture("a.webp", "WEBP"), "image/webp"),
        (pdf(), "application/pdf"),
        (film(), "video/mp4"),
    ],
)
def test_what_people_have_is_taken(upload, kind):
    assert check(upload).kind == kind


@pytest.mark.parametrize(
    "before",
    [(), ("docProps/app.xml", "docProps/core.xml", "docProps/thumbnail.jpeg", "customXml/item1.xml")],
)
def test_paper_of_a_word_processor_is_taken(before):
    assert check(docx("letter.docx", *before)).kind == DOCX


def test_another_archive_is_none():
    with pytest.raises(ValidationError):
        check(SimpleUploadedFile("letter.docx", papers.office("odt")))


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        (b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\x63"),  # of a version to come
        ("рапорт".encode(), b"\xff" * 12),  # names in no script
    ],
)
def test_nor_is_one_that_cannot_be_read(written, instead):
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("рапорт.txt", b"")
    assert written in out.getvalue()
    with pytest.raises(ValidationError):
        check(SimpleUploadedFile("letter.docx", out.getvalue().replace(written, instead)))


def test_picture_loses_where_it_was_made():
    assert b"Karimov" in picture().read()
    assert b"Karimov" not in check(picture()).content


def test_words_behind_a_picture_do_not_stay():
    assert b"<script>" not in check(picture(comment=b"<script>")).content


@pytest.mark.parametrize("ending", sorted(ALLOWED))
def test_content_decides_and_not_the_name(ending):
    with pytest.raises(ValidationError):
        check(SimpleUploadedFile(f"a.{ending}", b"MZ\x90\x00 this program cannot be run"))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (picture("a.jpg"), "a.png"),
        (picture("a.png", "PNG"), "a.jpg"),
        (picture("a.jpg"), "a.webp"),
        (pdf(), "a.docx"),
    ],
)
def test_content_that_could_be_kept_under_another_name_is_refused_under_this(content, name):
    with pytest.raises(ValidationError):
        check(SimpleUploadedFile(name, content.read()))


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.exe", "a", ".jpg", "a.zip", "", "jpg"])
def test_other_endings_are_refused(name):
    upload = picture()
    upload.__dict__["_name"] = name
    with pytest.raises(ValidationError):
        check(upload)


@pytest.mark.parametrize(
    "name", ["a.php.jpg", "a.exe.jpg", "a.pdf.jpg", "a.html.jpg", "a.sh.jpg", "a.jpg.x.jpg"]
)
def test_double_endings_are_refused(name):
    with pytest.raises(ValidationError):
        check(picture(name))


@pytest.mark.parametrize(
    "name",
    [
        *("Screenshot_2026.11.26.jpg", "my.photo.jpg", "photo (1).jpg"),
        *("Karimov O.A.jpg", "Karimova A.Sh.JPG"),
    ],
)
def test_dots_of_names_are_not_endings(name):
    assert check(picture(name)).ending == "jpg"


def test_picture_called_a_paper_is_refused():
    with pytest.raises(ValidationError):
        check(picture("a.pdf"))


def test_broken_picture_is_refused():
    whole = picture().read()
    with pytest.raises(ValidationError):
        check(SimpleUploadedFile("a.jpg", whole[: len(whole) // 2]))


def test_file_of_just_ten_megabytes_is_taken():
    assert check(pdf(size=MOST_BYTES)).content


def test_larger_file_is_refused():
    with pytest.raises(ValidationError):
        check(pdf(size=MOST_BYTES + 1))


def test_picture_that_would_take_all_memory_is_refused(monkeypatch):
    monkeypatch.setattr("safeguarding.metadata.pictures.MOST_PIXELS", 10)
    with pytest.raises(ValidationError):
        check(picture())


def _moving(kind: str, frames: int) -> SimpleUploadedFile:
    """A picture of many pictures, 60 × 60 each; as a file it is no larger than one of them."""
    out, still = BytesIO(), Image.new("RGB", (60, 60))
    shades = [Image.new("RGB", (60, 60), (number * 20 % 256, 255, 0)) for number in range(1, frames)]
    still.save(out, kind, save_all=True, append_images=shades)
    return SimpleUploadedFile(f"a.{'jpg' if kind == 'MPO' else kind.lower()}", out.getvalue())


def test_moving_picture_that_would_take_all_memory_is_refused(monkeypatch):
    monkeypatch.setattr("safeguarding.metadata.pictures.MOST_PIXELS", 60 * 60 * 10)
    assert check(_moving("WEBP", 10)).ending == "webp"
    with pytest.raises(ValidationError):
        check(_moving("WEBP", 11))


def test_only_the_picture_is_unpacked_that_is_kept(monkeypatch):
    unpacked = []
    real = pictures._pixels
    monkeypatch.setattr(pictures, "_pixels", lambda frame: unpacked.append(1) or real(frame))
    check(_moving("MPO", 5))
    assert len(unpacked) == 1


def test_five_files_are_taken():
    assert len(AttachmentsField().clean([pdf() for _ in range(5)])) == 5


def test_six_files_are_too_many():
    with pytest.raises(ValidationError):
        AttachmentsField().clean([pdf() for _ in range(6)])


def test_no_file_is_fine():
    assert AttachmentsField().clean(None) == []


@pytest.mark.parametrize(("name", "raw"), [("a.pdf", papers.paper()), ("a.mp4", papers.film())])
def test_a_paper_and_a_film_do_not_tell_who_made_them_and_where(name, raw):
    kept = check(SimpleUploadedFile(name, raw)).content
    assert papers.SECRET in raw
    assert papers.SECRET not in kept


def test_a_paper_with_a_password_is_refused_with_what_to_do():
    with override("en"), pytest.raises(ValidationError, match="without a password"):
        check(SimpleUploadedFile("a.pdf", b"%PDF-1.7 broken"))
