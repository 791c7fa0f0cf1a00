"""Takes metadata out of files made of boxes (ISO/IEC 14496-12): MP4, M4A, MOV and 3GP, and JPEG 2000.

What is not needed to see and hear it becomes a free box of the same length, filled with zeros, so that every place
that other boxes point to stays where it was.
"""

from collections.abc import Callable, Iterator

from . import samples
from .walk import Box, find, within

CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"dinf", b"stbl", b"mvex", b"moof", b"traf", b"jp2h"}
# Every other box may tell something: each maker of cameras invents its own.
NEEDED = CONTAINERS | {
    *(b"ftyp", b"styp", b"mdat", b"mfra", b"sidx", b"ssix", b"pdin"),
    *(
        b"mvhd",
        b"tkhd",
        b"edts",
        b"tref",
        b"tapt",
        b"mdhd",
        b"hdlr",
        b"elng",
        b"vmhd",
        b"smhd",
        b"nmhd",
        b"dref",
    ),
    *(
        b"stsd",
        b"stts",
        b"ctts",
        b"cslg",
        b"stss",
        b"stps",
        b"stsh",
        b"stsc",
        b"stsz",
        b"stz2",
        b"stco",
        b"co64",
    ),
    *(b"padb", b"sdtp", b"sbgp", b"sgpd", b"subs", b"saiz", b"saio"),
    *(b"mehd", b"trex", b"mfhd", b"tfhd", b"tfdt", b"trun"),
    *(b"jP  ", b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef", b"res ", b"jp2c"),
}
# Other tracks go: cameras write places into them while they film, drones into subtitles.
SEEN, HEARD = {b"vide", b"auxv"}, {b"soun"}
HANDLER = 8  # where its kind stands in "hdlr", behind version, flags and a field of none
VENDOR, ENCODER = slice(12, 16), slice(42, 74)  # in the description of a picture
MOST_BOXES = 200_000
# Cameras of AVCHD write times and places into the picture's own data: this UUID, a number, and as many tags.
AVCHD, TAG = bytes.fromhex("17ee8c60f84d11d98cd60800200c9a66") + b"MDPM", 5
# Cameras in cars write boxes of places between the pictures, of which no table tells; each picture of a film that is
# made of JPEGs may have a segment of its own.
DASHCAM, APP1 = b"freeGPS ", (b"Exif\0\0", b"http://ns.adobe.com/")


def without_metadata(raw: bytes) -> bytes:
    """Return the file in `raw` with zeros for what tells where, when, by whom and with what it was taken. Raises
    ValueError where its boxes do not fit, and where a track that is neither seen nor heard cannot be found whole: it
    tells of more than there is, or lies in fragments, whose samples stand in no table.
    """
    data, found = bytearray(raw), list(_all(raw))
    in_fragments = any(box.kind == b"moof" for box in found)
    told = 0
    for box in reversed(found):  # what is in a box before it
        if box.kind not in NEEDED:
            _blank(data, box)
        elif box.kind in FORGOTTEN:
            FORGOTTEN[box.kind](raw, data, box)
        elif box.kind == b"trak" and (kind := _kind(raw, box)) in SEEN:
            _forget_encoder(raw, data, box)
        elif box.kind == b"trak" and kind not in HEARD:
            if in_fragments:
                raise ValueError("a track of metadata in fragments")
            told += _forget_track(raw, data, box, len(raw) - told)
    _forget_tags(raw, data)
    _forget_between(raw, data)
    return bytes(data)


def _all(raw: bytes) -> Iterator[Box]:
    """Every box, those in boxes too."""
    waiting, seen = [(0, len(raw))], 0
    while waiting:
        for box in within(raw, *waiting.pop()):
            seen += 1
            if seen > MOST_BOXES:
                raise ValueError("too many boxes")
            yield box
            if box.kind in CONTAINERS:
                waiting.append((box.body, box.end))


def _kind(raw: bytes, track: Box) -> bytes:
    """Whether a track is seen, heard, or of another kind."""
    handler = find(raw, track, b"mdia", b"hdlr")
    return raw[handler.body + HANDLER : handler.body + HANDLER + 4] if handler else b""


def _forget_times(raw: bytes, data: bytearray, box: Box) -> None:
    """When it was made and changed: two times of four bytes, or of eight in version 1, behind version and flags."""
    length = 16 if raw[box.body : box.body + 1] == b"\1" else 8
    _zero(data, box.body + 4, min(box.body + 4 + length, box.end))


def _forget_maker(_raw: bytes, data: bytearray, box: Box) -> None:
    """A handler's maker and name, behind its kind."""
    _zero(data, box.body + HANDLER + 4, box.end)


def _forget_folders(raw: bytes, data: bytearray, box: Box) -> None:
    """On whose machine the film lay when it was cut; what is seen and heard lies in this file."""
    for place in within(raw, box.body + 8, box.end):
        _zero(data, place.body + 4, place.end)


FORGOTTEN: dict[bytes, Callable[[bytes, bytearray, Box], None]] = {
    **dict.fromkeys((b"mvhd", b"tkhd", b"mdhd"), _forget_times),
    b"hdlr": _forget_maker,
    b"dref": _forget_folders,
}


def _forget_encoder(raw: bytes, data: bytearray, track: Box) -> None:
    """The name of what packed a picture is often the camera's."""
    table = find(raw, track, b"mdia", b"minf", b"stbl", b"stsd")
    for entry in within(raw, table.body + 8, table.end) if table else ():
        for part in (VENDOR, ENCODER):
            _zero(data, entry.body + part.start, min(entry.body + part.stop, entry.end))


def _forget_track(raw: bytes, data: bytearray, track: Box, most: int) -> int:
    """A track and what it tells, which is no longer than `most`; returns how long it was."""
    told = 0
    for start, end in samples.places(raw, track):
        told += end - start
        if told > most:
            raise ValueError("samples that are not there")
        _zero(data, start, min(end, len(data)))
    _blank(data, track)
    return told


def _forget_tags(raw: bytes, data: bytearray) -> None:
    """Ones instead, as zeros could be a start code."""
    at = raw.find(AVCHD)
    while at >= 0:
        start = at + len(AVCHD) + 1
        end = _unescaped(raw, start, TAG * int.from_bytes(raw[start - 1 : start]))
        data[start:end] = b"\xff" * (end - start)
        at = raw.find(AVCHD, end)


def _forget_between(raw: bytes, data: bytearray) -> None:
    """What says itself how long it is: in four bytes before "free", or in two before what an APP1 segment holds."""
    for at in _everywhere(raw, DASHCAM):
        _zero(data, at + 4, min(at - 4 + int.from_bytes(raw[at - 4 : at]), len(data)))
    for mark in APP1:
        for at in _everywhere(raw, mark):
            if raw[at - 4 : at - 2] == b"\xff\xe1":
                _zero(data, at, min(at - 2 + int.from_bytes(raw[at - 2 : at]), len(data)))


def _everywhere(raw: bytes, mark: bytes) -> Iterator[int]:
    at = raw.find(mark, 4)
    while at >= 0:
        yield at
        at = raw.find(mark, at + len(mark))


def _unescaped(raw: bytes, at: int, number: int) -> int:
    """Where so many bytes end: a 3 behind two zeros is none, but keeps a start code away (ISO/IEC 14496-10, 7.4.1)."""
    zeros = 0
    while number and at < len(raw):
        if zeros < 2 or raw[at] != 3:
            number -= 1
        zeros = zeros + 1 if raw[at] == 0 else 0
        at += 1
    return at


def _blank(data: bytearray, box: Box) -> None:
    data[box.start + 4 : box.start + 8] = b"free"
    _zero(data, box.body, box.end)


def _zero(data: bytearray, start: int, end: int) -> None:
    data[start:end] = bytes(max(0, end - start))
