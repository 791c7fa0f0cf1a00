"""Reports, and the files and forms that make them."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import factory
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from core.interests.spam import new_token
from safeguarding.concerns import codes
from safeguarding.models import Concern
from tests.factories.safeguarding import pdf_file

CODE = "ABCD-EFGH-JKMN-PQRS"


class ConcernFactory(factory.django.DjangoModelFactory):
    """A report; its code is `CODE` unless another is given."""

    class Meta:
        model = Concern

    class Params:
        code = CODE

    submission = factory.Sequence(lambda number: f"submission-{number}")
    code_hash = factory.LazyAttribute(lambda row: codes.hash_of(row.code))
    language = "en"
    text = "Somebody shouts at Karim every day."


def old_token() -> str:
    """A form's token of two minutes ago: filled in by a person."""
    with time_machine.travel(timezone.now() - timedelta(minutes=2), tick=False):
        return new_token()


def filled(**fields: object) -> dict[str, object]:
    """A report as a browser sends it."""
    answers = {"text": "Somebody shouts at Karim.", "place": "", "name": "", "contact": ""}
    return answers | {"started": old_token(), "leave_empty": ""} | fields


def picture(name: str = "photo.jpg", kind: str = "JPEG", comment: bytes = b"") -> SimpleUploadedFile:
    """A small picture, with EXIF that names a place."""
    out = BytesIO()
    image = Image.new("RGB", (8, 8), "red")
    exif = image.getexif()
    exif[0x010E] = "Karimov street 5"
    image.save(out, kind, exif=exif)
    return SimpleUploadedFile(name, out.getvalue() + comment)


def pdf(name: str = "paper.pdf", size: int = 0) -> SimpleUploadedFile:
    """An empty page, filled up to `size` bytes."""
    return SimpleUploadedFile(name, pdf_file().read().ljust(size, b" "))


def docx(name: str = "letter.docx", *before: str) -> SimpleUploadedFile:
    """What a word processor writes, as far as anybody looks, with more parts before its words."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for part in ("[Content_Types].xml", "_rels/.rels", *before, "word/document.xml"):
            archive.writestr(part, "<xml/>")
    return SimpleUploadedFile(name, out.getvalue())


def film(name: str = "film.mp4") -> SimpleUploadedFile:
    """The head of an MP4 file."""
    return SimpleUploadedFile(name, b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp41" + b"\x00" * 64)
