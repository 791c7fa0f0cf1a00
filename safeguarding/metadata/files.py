"""Which way a file is cleaned: its name's ending says it."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from . import boxes, office, pdf, subtitles
from .pictures import clean_bytes
from .signed import SignedError


class CleanFile(ContentFile):
    """A file that was cleaned, and need not be again."""


def _text(raw: bytes) -> bytes:
    """It carries nothing but itself."""
    return raw


# Ending of a name → its cleaner. What is not here is accepted nowhere.
CLEANABLE: dict[str, Callable[[bytes], bytes]] = {
    **dict.fromkeys(("avif", "gif", "jpeg", "jpg", "png", "webp"), clean_bytes),
    **dict.fromkeys(("docx", "odt", "pptx", "xlsx"), office.without_metadata),
    **dict.fromkeys(("3gp", "m4a", "mov", "mp4"), boxes.without_metadata),
    **dict.fromkeys(("csv", "txt"), _text),
    "pdf": pdf.without_metadata,
    "vtt": subtitles.without_metadata,
}


def clean_file(file: File, *, keep_signed: bool = False) -> CleanFile:
    """Return what to keep of `file`, under its own name; see `clean_content` for what is kept and refused."""
    if isinstance(file, CleanFile):
        return file
    ending = (file.name or "").rpartition(".")[2].lower()
    file.seek(0)
    return CleanFile(clean_content(ending, file.read(), keep_signed=keep_signed), name=file.name)


def clean_content(ending: str, raw: bytes, *, keep_signed: bool = False) -> bytes:
    """Return everything of `raw`, a file of such an ending, but what it tells of its making.

    A signature breaks with any change. With `keep_signed`, for proofs that are kept privately, such a file stays byte
    for byte; else it is refused. Raises ValidationError, too, where the ending is not in `CLEANABLE` or the file cannot
    be read.
    """
    if ending not in CLEANABLE:
        words = _("A file of this kind cannot be kept. Save it as one of these: %(endings)s.")
        raise ValidationError(words % {"endings": ", ".join(sorted(CLEANABLE))})
    try:
        return CLEANABLE[ending](raw)
    except SignedError as error:
        if keep_signed:
            return raw
        words = _(
            "This file is signed, and what it says of its author cannot be taken out. Print it as a new PDF."
        )
        raise ValidationError(words) from error
    except office.HoldsOtherError as error:
        words = _(
            "A picture or an object of another program in this document cannot be cleaned. "
            "Save the document as a PDF and choose that."
        )
        raise ValidationError(words) from error
    except (ValueError, RecursionError) as error:
        words = _("This file cannot be read. Save it anew, without a password, and choose it again.")
        raise ValidationError(words) from error
