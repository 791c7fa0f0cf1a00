"""Takes out of an office document who wrote it, when and with what, and what the pictures in it tell.

DOCX, XLSX and PPTX (ECMA-376) and ODT (OpenDocument) are archives of parts: each is copied in its order and packing,
those that tell something without what they tell.
"""

import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from PIL import Image

from . import boxes, jpeg, parts, pdf, pictures
from .signed import SignedError

MOST_PARTS = 10_000
# Of a document and all within it: a few bytes hold documents of documents, and blank pictures without number.
MOST_BYTES = 200 * 1024 * 1024
MOST_PIXELS = 10 * pictures.MOST_PIXELS
SIGNATURES = ("_xmlsignatures/", "META-INF/documentsignatures.xml")
PREVIEW = re.compile(r"^(docProps|Thumbnails)/thumbnail\.(\w+)$", re.IGNORECASE)
EARLIEST = (1980, 1, 1, 0, 0, 0)  # no time, in an archive
PICTURES, FILMS = {"bmp", "gif", "jpeg", "jpg", "png", "tif", "tiff", "webp"}, {"m4a", "m4v", "mov", "mp4"}
PICTURE_STARTS = (b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*")
ARCHIVE, PAPER = b"PK\3\4", b"%PDF"  # a table in a text, an earlier version; a drawing
OTHER_FILM = re.compile(
    r"aac|aiff?|amr|asf|avi|flac|flv|m2ts|mk[av]|mp3|mpe?g|mts|og[agv]|opus|ts|wav|webm|wm[av]"
)
# Whole pages of other programs with their pictures as letters, and what is packed once more.
PAGES, PACKED = {"doc", "htm", "html", "mht", "mhtml", "rtf", "xhtml"}, b"\x1f\x8b"
# Of a photograph within a drawing, and the beginnings of photographs that are written as letters.
WITHIN = re.compile(rb"Exif\0\0|/9j/4|iVBORw0KGgo|data:image/(?!svg)")
# Beginnings of photographs that we do not write (HEIF and AVIF by their boxes, JPEG XL, JPEG 2000, Photoshop's,
# PostScript's, and JPEG XR, in which Word keeps a picture as it was before its effects), and of objects of other
# programs, which may hold any file as it was.
BOXES = b"ftyp"
OTHERS = (
    *(b"\0\0\0\x0cJXL ", b"\0\0\0\x0cjP  ", b"8BPS", b"%!PS", b"\xc5\xd0\xd3\xc6", b"II\xbc"),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
)


class HoldsOtherError(ValueError):
    """A document within which something lies that cannot be cleaned."""


class Room:
    """How much more may be unpacked of one upload."""

    def __init__(self) -> None:
        self.bytes, self.pixels = MOST_BYTES, MOST_PIXELS

    def take(self, *, size: int = 0, pixels: int = 0) -> None:
        """Raise ValueError where so much is not left."""
        self.bytes, self.pixels = self.bytes - size, self.pixels - pixels
        if min(self.bytes, self.pixels) < 0:
            raise ValueError("too large")


def without_metadata(raw: bytes, room: Room | None = None) -> bytes:
    """Return the document in `raw` without metadata and previews.

    Raises ValueError where it cannot be read without a password or at all, or is too large unpacked (for what is left
    of `room`, within another); SignedError where it is signed; HoldsOtherError where something else lies in it.
    """
    room = room or Room()
    try:
        with ZipFile(BytesIO(raw)) as source:
            _check(source, room)
            return _copied(source, room)
    except (BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error, OSError) as error:
        raise ValueError("no document that can be read") from error


def _check(source: ZipFile, room: Room) -> None:
    listed = source.infolist()
    names = {part.filename for part in listed}
    if any(name.startswith(SIGNATURES) for name in names):
        raise SignedError
    if len(listed) > MOST_PARTS or len(names) < len(listed):
        raise ValueError("too many parts, or two of one name")
    room.take(size=sum(part.file_size for part in listed))
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in source.read(manifest):
        raise ValueError("a document with a password")


def _copied(source: ZipFile, room: Room) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as copy:
        for part in source.infolist():
            fresh = ZipInfo(part.filename, EARLIEST)
            fresh.compress_type = part.compress_type
            copy.writestr(fresh, _clean(part.filename, source.read(part), room))
    return out.getvalue()


def _clean(name: str, content: bytes, room: Room) -> bytes:
    ending = name.rpartition(".")[2].lower()
    if empty := parts.empty(name, content):
        return empty.encode()
    if PREVIEW.match(name):
        return _blank(ending)
    if content.startswith(jpeg.START):
        return jpeg.without_metadata(content)
    if ending in PICTURES or content.startswith(PICTURE_STARTS):  # Word calls some ".tmp"
        room.take(pixels=pictures.pixels_of(content))
        return pictures.clean_bytes(content)
    if ending in FILMS:
        return boxes.without_metadata(content)
    if content.startswith(ARCHIVE):
        return without_metadata(content, room)
    if content.startswith(PAPER):
        return pdf.without_metadata(content)
    if _is_of_others(ending, content):
        raise HoldsOtherError(name)
    return parts.without_names(name, content)


def _is_of_others(ending: str, content: bytes) -> bool:
    """Whether it may hold something that is not cleaned here: films and sounds of other kinds among them."""
    begins = content.startswith((*OTHERS, PACKED)) or content[4:8] == BOXES
    is_other = ending in PAGES or bool(OTHER_FILM.fullmatch(ending))
    return begins or is_other or bool(WITHIN.search(content))


def _blank(ending: str) -> bytes:
    """A picture of one point; nothing, in a format that we do not write."""
    kind = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG"}.get(ending)
    out = BytesIO()
    if kind:
        Image.new("RGB", (1, 1), "white").save(out, kind)
    return out.getvalue()
