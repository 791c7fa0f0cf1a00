"""What may be attached to a report: decided by the file's content, not by what it calls itself."""

import mimetypes
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import PurePath
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

import filetype
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safeguarding.metadata import clean_content

MOST_FILES = 5
MOST_BYTES = 10 * 1024 * 1024
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ARCHIVE, WORDS = "application/zip", "word/document.xml"
# Name's ending → what the content may be. Phones call sound and film by either name.
ALLOWED = {
    "jpg": {"image/jpeg"},
    "jpeg": {"image/jpeg"},
    "png": {"image/png"},
    "webp": {"image/webp"},
    "pdf": {"application/pdf"},
    "mp4": {"video/mp4", "audio/mp4"},
    "m4a": {"audio/mp4", "video/mp4"},
    "docx": {DOCX},
}
TOO_LARGE = gettext_lazy("A file is larger than 10 MB. Please send a smaller one.")
# Endings that no list of types knows and that some machine would run.
RUNS = {"apk", "bat", "cmd", "com", "exe", "jar", "js", "msi", "php", "ps1", "py", "scr", "sh", "svg", "vbs"}
INITIAL = re.compile(r"\w|Sh")  # of a name: "Karimova A.Sh.jpg"; machines know types of one letter, too


class Attachment(NamedTuple):
    """A file that may be kept: its bytes, cleaned, its ending and its type."""

    content: bytes
    ending: str
    kind: str


@contextmanager
def naming(upload: UploadedFile, *, of: Sequence[UploadedFile]) -> Iterator[None]:
    """Say of several files which one is refused, by the name that its sender knows; nothing keeps it."""
    try:
        yield
    except ValidationError as error:
        if len(of) < 2:
            raise
        raise ValidationError([f"{(upload.name or '')[:80]}: {words}" for words in error.messages]) from None


def look(upload: UploadedFile) -> str:
    """Return the ending of an upload, unread; raises ValidationError that says what is wrong with its name or size."""
    ending = _ending(upload.name or "")
    if upload.size > MOST_BYTES:
        raise ValidationError(TOO_LARGE)
    return ending


def check(upload: UploadedFile) -> Attachment:
    """Return what to keep of an upload; raises ValidationError that says what is wrong with it.

    Pictures are unpacked and packed anew: seconds of work, so only for whoever may send something at all.
    """
    ending, content = look(upload), upload.read()
    kind = _kind(content)
    if kind not in ALLOWED[ending]:
        raise ValidationError(_("A file is not what its name says. Please save it again or send another."))
    return Attachment(clean_content(ending, content, keep_signed=True), ending, kind)


def _kind(content: bytes) -> str:
    """What the content is. Of an archive only its first parts are looked at, and some programs put the words last."""
    kind = filetype.guess_mime(content) or ""
    with suppress(BadZipFile, NotImplementedError, UnicodeDecodeError):  # no document, whatever it is
        if kind == ARCHIVE and WORDS in ZipFile(BytesIO(content)).namelist():
            return DOCX
    return kind


def _ending(name: str) -> str:
    *inner, ending = PurePath(name).name.split(".")
    if not any(inner[:1]) or ending.lower() not in ALLOWED:
        raise ValidationError(
            _("We can take pictures (JPG, PNG, WebP), PDF, DOCX, MP4 and M4A. Please send one of these.")
        )
    if any(_is_ending(part) for part in inner[1:]):
        raise ValidationError(_("A file has two endings in its name. Please rename it and send it again."))
    return ending.lower()


def _is_ending(part: str) -> bool:
    known = part.lower() in RUNS or mimetypes.guess_type(f"x.{part}".lower())[0]
    return bool(known) and not INITIAL.fullmatch(part)


class FilesInput(forms.FileInput):
    """Chooses several files."""

    allow_multiple_selected = True


class AttachmentsField(forms.FileField):
    """At most five files; cleans to a list of uploads, which `check` reads."""

    def __init__(self, **kwargs: object) -> None:
        accept = ",".join(f".{ending}" for ending in ALLOWED)
        # What is larger than any server reads is refused unread, with all that was typed.
        help_text = gettext_lazy(
            "Up to 5 pictures, papers or recordings, 10 MB each. If you choose more, nothing arrives, not even your "
            "words: send the rest later, with your code."
        )
        widget = FilesInput(
            {"accept": accept, "data-most-bytes": str(MOST_BYTES), "data-too-large": TOO_LARGE}
        )
        defaults = {"required": False, "widget": widget, "help_text": help_text}
        super().__init__(**defaults | kwargs)

    def clean(self, data: object, initial: object = None) -> list[UploadedFile]:
        """Number, names and sizes; raises ValidationError for the first that cannot be kept."""
        files = [file for file in (data if isinstance(data, list) else [data]) if file]
        if len(files) > MOST_FILES:
            raise ValidationError(_("That is more than 5 files. Send some of them later, with your code."))
        for file in files:
            with naming(file, of=files):
                look(super().clean(file, initial))
        return files
