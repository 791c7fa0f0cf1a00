"""The protocol of a change log."""

from collections.abc import Iterable
from typing import Any, Protocol

EVERYTHING = "*"
# Opaque to all but the log that gave it out; comparable for equality.
Position = Any


class ChangesUnavailable(Exception):
    """The log cannot be read now, so nobody knows whether a copy is still true: serve no copies."""


class Changes(Protocol):
    """A shared, ordered record of invalidated tags. All methods may raise ChangesUnavailable."""

    def moved(self, position: Position) -> bool:
        """Whether anything may have been appended since `position`. Asked on every hit: must be cheap."""

    def since(self, position: Position) -> tuple[Position, frozenset[str]]:
        """The present position and the tags appended after `position`.

        The set holds EVERYTHING when the log does not reach back that far; None means "never read".
        """

    def append(self, words: Iterable[str]) -> None:
        """Tell every process that these tags changed; when it returns, `moved` is true for all of them."""
