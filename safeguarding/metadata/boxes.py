"""Takes metadata out of files made of boxes (ISO/IEC 14496-12): MP4, M4A, MOV and 3GP, and JPEG 2000.

A box that tells something becomes a free one of the same length, filled with zeros, so that every place that other
boxes point to stays where it was.
"""

from collections.abc import Iterator
from itertools import islice, repeat
from typing import NamedTuple

CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"jp2h"}
TELLING = {b"udta", b"meta", b"uuid", b"xml ", b"uinf", b"pnot", b"PICT", b"ID32", b"free", b"skip", b"wide"}
TIMED = {b"mvhd", b"tkhd", b"mdhd"}  # when it was made and changed
HANDLER = 8  # where it stands in "hdlr", behind version, flags and a field of none
MOST_BOXES = 200_000


class Box(NamedTuple):
    """Where a box stands: its kind, its first byte, that of its content, and the one behind it."""

    kind: bytes
    start: int
    body: int
    end: int


def without_metadata(raw: bytes) -> bytes:
    """Return the file in `raw` with zeros for what tells where, when, by whom and with what it was taken, tracks that
    do so while it plays included. Raises ValueError where its boxes do not fit, and where such a track tells of more
    than there is, or lies in the fragments of a film that was sent piece by piece, whose samples stand in no table.
    """
    data, found, told = bytearray(raw), list(_all(raw)), 0
    in_fragments = any(box.kind == b"moof" for box in found)
    for box in found:
        if box.kind in TELLING:
            _blank(data, box)
        elif box.kind in TIMED:
            _forget_times(data, box)
        elif box.kind == b"trak" and _tells(raw, box):
            if in_fragments:
                raise ValueError("a track of metadata in fragments")
            for start, end in _samples(raw, box):
                told += end - start
                if told > len(raw):
                    raise ValueError("samples that are not there")
                data[start:end] = bytes(len(data[start:end]))
            _blank(data, box)
    return bytes(data)


def _all(raw: bytes) -> Iterator[Box]:
    """Every box, those in boxes too."""
    waiting, seen = [(0, len(raw))], 0
    while waiting:
        for box in _within(raw, *waiting.pop()):
            seen += 1
            if seen > MOST_BOXES:
                raise ValueError("too many boxes")
            yield box
            if box.kind in CONTAINERS:
                waiting.append((box.body, box.end))


def _within(raw: bytes, at: int, end: int) -> Iterator[Box]:
    while at + 8 <= end:
        size, kind, head = int.from_bytes(raw[at : at + 4]), raw[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(raw[at + 8 : at + 16]), 16
        size = size or end - at
        if size < head or at + size > end:
            raise ValueError("a box that does not fit")
        yield Box(kind, at, at + head, at + size)
        at += size


def _blank(data: bytearray, box: Box) -> None:
    data[box.start + 4 : box.start + 8] = b"free"
    data[box.body : box.end] = bytes(box.end - box.body)


def _forget_times(data: bytearray, box: Box) -> None:
    """Two times of four bytes, or of eight in version 1, behind version and flags."""
    length = 16 if data[box.body] == 1 else 8
    start, end = box.body + 4, min(box.body + 4 + length, box.end)
    data[start:end] = bytes(max(0, end - start))


def _tells(raw: bytes, track: Box) -> bool:
    """Whether a track is of metadata: a camera writes places there while it films."""
    handler = _find(raw, track, b"mdia", b"hdlr")
    return bool(handler) and raw[handler.body + HANDLER : handler.body + HANDLER + 4] == b"meta"


def _find(raw: bytes, box: Box, *kinds: bytes) -> Box | None:
    found: Box | None = box
    for kind in kinds:
        found = found and next((one for one in _within(raw, found.body, found.end) if one.kind == kind), None)
    return found


def _samples(raw: bytes, track: Box) -> Iterator[tuple[int, int]]:
    """From where to where what the track tells stands in the file, chunk by chunk."""
    table = _find(raw, track, b"mdia", b"minf", b"stbl")
    sizes, chunks = (table and _find(raw, table, kind) for kind in (b"stsz", b"stsc"))
    places = table and (_find(raw, table, b"stco") or _find(raw, table, b"co64"))
    if not (sizes and chunks and places):
        return
    lengths = _lengths(raw, sizes)
    counts = _numbers(raw, chunks, 12)  # first chunk, samples in a chunk, description
    starts = _numbers(raw, places, 8 if places.kind == b"co64" else 4)
    held = {int.from_bytes(row[:4]): int.from_bytes(row[4:8]) for row in counts}
    samples = 0
    for number, place in enumerate(starts, 1):
        samples = held.get(number, samples)
        start = int.from_bytes(place)
        yield start, start + sum(islice(lengths, samples))


def _lengths(raw: bytes, box: Box) -> Iterator[int]:
    """How long each sample is: all the same, or one number each."""
    same, number = (int.from_bytes(raw[box.body + at : box.body + at + 4]) for at in (4, 8))
    if same * number > len(raw):
        raise ValueError("samples that are not there")
    if same:
        yield from repeat(same, number)
    else:
        yield from (int.from_bytes(row) for row in _rows(raw, box.body + 12, box.end, 4, number))


def _numbers(raw: bytes, box: Box, width: int) -> list[bytes]:
    """The rows of a table: version and flags, how many there are, and they."""
    number = int.from_bytes(raw[box.body + 4 : box.body + 8])
    return list(_rows(raw, box.body + 8, box.end, width, number))


def _rows(raw: bytes, start: int, end: int, width: int, number: int) -> Iterator[bytes]:
    if start + width * number > end:
        raise ValueError("a table that does not fit")
    return (raw[at : at + width] for at in range(start, start + width * number, width))
