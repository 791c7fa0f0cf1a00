"""A change log for the processes of one machine: a file that only grows, whose `stat` is the question."""

import fcntl
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from .base import EVERYTHING, ChangesUnavailable, Position

logger = logging.getLogger(__name__)
HEADER_BYTES = 33  # 32 hexadecimal digits and a line end


class Place(NamedTuple):
    """How far a process has read."""

    stamp: tuple[int, int, int]  # inode, size, time of change: any append or exchange alters it
    generation: bytes


def _stamp(stat: os.stat_result) -> tuple[int, int, int]:
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


class FileChanges:
    """One line an invalidation. Past `most_bytes` a new file, with a new name inside, replaces it."""

    def __init__(self, path: Path, most_bytes: int = 1_000_000) -> None:
        self.path = path
        self.most_bytes = most_bytes
        self._name = os.fspath(path)

    def moved(self, position: Position) -> bool:
        """One system call, about a microsecond."""
        try:
            stat = os.stat(self._name)  # noqa: PTH116  (Path.stat costs as much again)
        except OSError:
            return True
        return position is None or _stamp(stat) != position.stamp

    def since(self, position: Position) -> tuple[Position, frozenset[str]]:
        """Read the lines that were added; a file begun anew or cut short means everything."""
        try:
            with self._open() as file:
                stamp = _stamp(os.fstat(file))
                generation = os.pread(file, HEADER_BYTES, 0)
                place = Place(stamp, generation)
                if position is None or position.generation != generation or position.stamp[1] > stamp[1]:
                    return place, frozenset([EVERYTHING])
                added = os.pread(file, stamp[1] - position.stamp[1], position.stamp[1])
        except OSError as error:
            raise ChangesUnavailable(str(error)) from error
        if added and not added.endswith(b"\n"):  # a full disk cut a line: nobody knows what it said
            return place, frozenset([EVERYTHING])
        return place, frozenset(added.decode().split())

    def append(self, words: Iterable[str]) -> None:
        """Write one line; when that fails, take the log away, because without a log nobody serves a copy."""
        line = (" ".join(words) + "\n").encode()
        try:
            with self._locked() as file:
                if os.fstat(file).st_size + len(line) > self.most_bytes:
                    self._begin_anew()
                elif os.write(file, line) != len(line):
                    raise OSError("the line was cut short")
        except OSError as error:
            logger.exception("page cache: the change log cannot be written; copies are dropped")
            self.path.unlink(missing_ok=True)
            raise ChangesUnavailable(str(error)) from error

    @contextmanager
    def _open(self) -> Iterator[int]:
        try:
            file = os.open(self._name, os.O_RDWR | os.O_APPEND)
        except FileNotFoundError:
            self._begin_anew()
            file = os.open(self._name, os.O_RDWR | os.O_APPEND)
        try:
            yield file
        finally:
            os.close(file)

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """The file, ours to write to; tried again when another process has just replaced it."""
        while True:
            with self._open() as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                if os.fstat(file).st_ino == self.path.stat().st_ino:
                    yield file
                    return

    def _begin_anew(self) -> None:
        """Put a file with a new generation in place, which readers take for `everything changed`."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_name(f"{self.path.name}.{uuid4().hex}")
        draft.write_bytes(uuid4().hex.encode() + b"\n")
        draft.replace(self.path)
