"""Where in a film what one of its tracks shows or tells is kept (ISO/IEC 14496-12, 8.7)."""

from collections.abc import Iterator
from itertools import islice, repeat

from .walk import Box, find


def places(raw: bytes, track: Box) -> Iterator[tuple[int, int]]:
    """From where to where, chunk by chunk. Raises ValueError where its tables cannot be read, or tell of more than
    there is.
    """
    table = find(raw, track, b"mdia", b"minf", b"stbl")
    sizes, chunks = (table and find(raw, table, kind) for kind in (b"stsz", b"stsc"))
    starts = table and (find(raw, table, b"stco") or find(raw, table, b"co64"))
    if not (sizes and chunks and starts):
        if table and (starts or find(raw, table, b"stz2")):
            raise ValueError("a table that is not read here")
        return
    lengths = _lengths(raw, sizes)
    counts = _numbers(raw, chunks, 12)  # first chunk, samples in a chunk, description
    rows = _numbers(raw, starts, 8 if starts.kind == b"co64" else 4)
    held = {int.from_bytes(row[:4]): int.from_bytes(row[4:8]) for row in counts}
    samples = 0
    for number, place in enumerate(rows, 1):
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
