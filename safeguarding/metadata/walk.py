"""Boxes of a film or a picture (ISO/IEC 14496-12, 4.2), and the way through them."""

from collections.abc import Iterator
from typing import NamedTuple


class Box(NamedTuple):
    """Where a box stands: its kind, its first byte, that of its content, and the one behind it."""

    kind: bytes
    start: int
    body: int
    end: int


def within(raw: bytes, at: int, end: int) -> Iterator[Box]:
    """The boxes from `at` to `end`, one behind the other. Raises ValueError where one does not fit."""
    while at + 8 <= end:
        size, kind, head = int.from_bytes(raw[at : at + 4]), raw[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(raw[at + 8 : at + 16]), 16
        size = size or end - at
        if size < head or at + size > end:
            raise ValueError("a box that does not fit")
        yield Box(kind, at, at + head, at + size)
        at += size


def find(raw: bytes, box: Box, *kinds: bytes) -> Box | None:
    """The box that is reached by those kinds, one within the other."""
    found: Box | None = box
    for kind in kinds:
        found = found and next((one for one in within(raw, found.body, found.end) if one.kind == kind), None)
    return found
