"""Takes metadata out of a JPEG without compressing its pixels again, as a photograph inside a document is."""

import re
from collections.abc import Iterator

START, END, SCAN = b"\xff\xd8", 0xD9, 0xDA
APPS, COMMENT = range(0xE0, 0xF0), 0xFE
ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
# What readers need to show colours as they are meant; none of it tells of a place or a camera.
KEPT = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
MOST_MARKS = 10_000  # of a photograph there are a few dozen
FILLING = re.compile(rb"\xff+")
BEHIND_SCAN = re.compile(rb"\xff(?=[^\x00\x01\xd0-\xd7\xff])")
JFIF_LENGTH = 16  # of the segment without a thumbnail, which would follow


def without_metadata(raw: bytes) -> bytes:
    """Return the JPEG in `raw` without EXIF, XMP, IPTC, thumbnails and comments, and without what stands behind its
    end. Raises ValueError where it is no JPEG, or made of marks to take time and memory.
    """
    if not raw.startswith(START):
        raise ValueError("no JPEG")
    return START + b"".join(_kept(marker, segment) for marker, segment in _segments(raw))


def _kept(marker: int, segment: bytes) -> bytes:
    if marker == COMMENT or (marker in APPS and not segment[4:].startswith(KEPT.get(marker, b"\xff"))):
        return b""
    if marker == 0xE0:  # a thumbnail may stand in it: its width and height become none
        return segment[:2] + JFIF_LENGTH.to_bytes(2) + segment[4:16].ljust(12, b"\0") + b"\0\0"
    return segment


def _segments(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with its bytes up to the end of the picture; a scan carries its data."""
    at, seen = len(START), 0
    while at < len(raw):
        filling = FILLING.match(raw, at)
        if filling is None:
            raise ValueError("no marker")
        at, seen = filling.end() - 1, seen + 1
        if seen > MOST_MARKS:
            raise ValueError("too many marks")
        marker = raw[at + 1] if at + 1 < len(raw) else END
        end = _segment_end(raw, at, marker)
        yield marker, raw[at:end]
        if marker == END:
            return
        at = end


def _segment_end(raw: bytes, at: int, marker: int) -> int:
    if marker in ALONE or marker == END:
        return at + 2
    length = int.from_bytes(raw[at + 2 : at + 4])
    if length < 2 or at + 2 + length > len(raw):
        raise ValueError("cut off")
    return _scan_end(raw, at + 2 + length) if marker == SCAN else at + 2 + length


def _scan_end(raw: bytes, at: int) -> int:
    """The next marker behind a scan's data: there a 0xFF is followed by 0, or by a marker that stands alone."""
    found = BEHIND_SCAN.search(raw, at)
    return found.start() if found else len(raw)
