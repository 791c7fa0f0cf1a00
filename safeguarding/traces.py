"""Where mails ask: apps that send things register what carried a page or a picture, and what takes it out again."""

from collections.abc import Callable
from typing import TypedDict


class Trace(TypedDict):
    """One mailing: what it was, when it went, to how many. Nobody's address."""

    what: str
    when: str
    copies: int


Finder = Callable[[set[int], set[int]], list[Trace]]
Recaller = Callable[[set[int], set[int]], None]
_finders: list[Finder] = []
_recallers: list[Recaller] = []


def finder(function: Finder) -> Finder:
    """Register a function of (image ids, page ids) that finds the mails which carried one of them."""
    if function not in _finders:
        _finders.append(function)
    return function


def find(images: set[int], pages: set[int]) -> list[Trace]:
    """All mails that carried one of these."""
    return [trace for one in _finders for trace in one(images, pages)]


def recaller(function: Recaller) -> Recaller:
    """Register a function of (image ids, page ids) that takes them out of mails which have not gone yet."""
    if function not in _recallers:
        _recallers.append(function)
    return function


def recall(images: set[int], pages: set[int]) -> None:
    """Mails may wait for hours, for servers that are busy. May be repeated."""
    for one in _recallers:
        one(images, pages)
