"""Takes out of an office document who wrote it, when and with what, and what the pictures in it tell.

DOCX, XLSX and PPTX (ECMA-376) and ODT (OpenDocument) are archives of parts: each is copied in its order and packing,
those that tell something without what they tell.
"""

import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from PIL import Image

from . import boxes, jpeg, pictures
from .signed import SignedError

MOST_PARTS = 10_000
MOST_BYTES = 200 * 1024 * 1024  # of all parts, unpacked
SIGNATURES = ("_xmlsignatures/", "META-INF/documentsignatures.xml")
PACKAGE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006"
OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
# Parts of nothing but metadata; readers want them there.
EMPTY = {
    "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{PACKAGE}"/>',
    "docProps/app.xml": f'<Properties xmlns="{PROPERTIES}/extended-properties"/>',
    "docProps/custom.xml": f'<Properties xmlns="{PROPERTIES}/custom-properties"/>',
    "meta.xml": f'<office:document-meta xmlns:office="{OPEN_DOCUMENT}" office:version="1.3"/>',
}
PREVIEW = re.compile(r"^(docProps|Thumbnails)/thumbnail\.(\w+)$", re.IGNORECASE)
ATTRIBUTE = rb"""=("[^"]*"|'[^']*')"""
# Who remarked or changed something, and in which folder of whose machine the document lay.
NAMED = [
    (
        re.compile(r"^word/.+\.xml$"),
        re.compile(rb"(\sw\d*:(?:author|initials|userId))" + ATTRIBUTE),
        rb'\1=""',
    ),
    (
        re.compile(r"^(xl/persons/.+|ppt/(commentAuthors|authors))\.xml$"),
        re.compile(rb"(\s(?:name|displayName|initials|userId))" + ATTRIBUTE),
        rb'\1=""',
    ),
    (re.compile(r"^xl/comments\d*\.xml$"), re.compile(rb"<author>[^<]*</author>"), b"<author/>"),
    (re.compile(r"^xl/workbook\.xml$"), re.compile(rb"<x15ac:absPath\b[^>]*/>"), b""),
    (
        re.compile(r"^(content|styles)\.xml$"),
        re.compile(rb"<(dc:creator|meta:creator-initials)>[^<]*</\1>"),
        rb"<\1></\1>",
    ),
]
EARLIEST = (1980, 1, 1, 0, 0, 0)  # no time, in an archive
PICTURES, FILMS = {"bmp", "gif", "jpeg", "jpg", "png", "tif", "tiff", "webp"}, {"m4a", "m4v", "mov", "mp4"}
OFFICE = {"docx", "xlsx", "pptx"}


def without_metadata(raw: bytes) -> bytes:
    """Return the document in `raw` without metadata and previews.

    Raises ValueError where it cannot be read without a password or at all, or is too large unpacked; SignedError where
    it is signed.
    """
    try:
        with ZipFile(BytesIO(raw)) as source:
            _check(source)
            return _copied(source)
    except (BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error, OSError) as error:
        raise ValueError("no document that can be read") from error


def _check(source: ZipFile) -> None:
    parts = source.infolist()
    names = {part.filename for part in parts}
    if any(name.startswith(SIGNATURES) for name in names):
        raise SignedError
    if (
        len(parts) > MOST_PARTS
        or len(names) < len(parts)
        or sum(part.file_size for part in parts) > MOST_BYTES
    ):
        raise ValueError("too large, or two parts of one name")
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in source.read(manifest):
        raise ValueError("a document with a password")


def _copied(source: ZipFile) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as copy:
        for part in source.infolist():
            fresh = ZipInfo(part.filename, EARLIEST)
            fresh.compress_type = part.compress_type
            copy.writestr(fresh, _clean(part.filename, source.read(part)))
    return out.getvalue()


def _clean(name: str, content: bytes) -> bytes:
    ending = name.rpartition(".")[2].lower()
    if name in EMPTY:
        return EMPTY[name].encode()
    if PREVIEW.match(name):
        return _blank(ending)
    if content.startswith(jpeg.START):
        return jpeg.without_metadata(content)
    if ending in PICTURES:
        return pictures.clean_bytes(content)
    if ending in FILMS:
        return boxes.without_metadata(content)
    if ending in OFFICE:  # a table in a text
        return without_metadata(content)
    for where, what, instead in NAMED:
        if where.match(name):
            content = what.sub(instead, content)
    return content


def _blank(ending: str) -> bytes:
    """A picture of one point; nothing, in a format that we do not write."""
    kind = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG"}.get(ending)
    out = BytesIO()
    if kind:
        Image.new("RGB", (1, 1), "white").save(out, kind)
    return out.getvalue()
