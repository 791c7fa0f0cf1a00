"""XML as it is read, refused before the tree that a parser makes of it fills the memory.

An element of four bytes is a hundred or more in memory: what a part unpacks to says little. So elements are counted,
from the end of one row to that of the next: openpyxl throws a row away once it has given it out.
"""

from contextlib import AbstractContextManager
from typing import IO, Any
from xml.parsers.expat import ExpatError, ParserCreate

from .tables import Unreadable

_AT_ONCE = 65_536


class Watched(AbstractContextManager["Watched"]):
    """A part to read from, once. Raises Unreadable where `most` elements come without the end of a row."""

    def __init__(self, part: IO[bytes], most: int) -> None:
        self.part, self.most, self.elements = part, most, 0
        self.parser = ParserCreate()
        self.parser.StartElementHandler = self._begun
        self.parser.EndElementHandler = self._ended
        self.parser.EntityDeclHandler = self._damaged  # entities could grow, too

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """As files have it."""
        self.part.close()

    def read(self, size: int = -1) -> bytes:
        """The next bytes, looked at."""
        data = self.part.read(size)
        try:
            self.parser.Parse(data, not data)
        except ExpatError:
            self._damaged()
        return data

    def read_all(self) -> None:
        """Look at all of it."""
        while self.read(_AT_ONCE):
            pass

    def _begun(self, _name: str, _attributes: Any) -> None:
        self.elements += 1
        if self.elements > self.most:
            raise Unreadable("too_large_inside")

    def _ended(self, name: str) -> None:
        if name.rpartition(":")[2] == "row":
            self.elements = 0

    def _damaged(self, *_declaration: object) -> None:
        raise Unreadable("damaged")
