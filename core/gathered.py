"""What a page's body refers to, fetched together before it is rendered.

Wagtail asks for a reference each time it meets one: 50 queries for a page of questions. A page hands over its raw body
beforehand (`begin`), each kind of thing finds its ids in there and fetches the rows in one query; whoever renders a
link, a chooser block or a figure then asks here.
"""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any

from wagtail.blocks.stream_block import StreamValue

from core import body_links

_kinds: list["Gathered"] = []


class Gathered:
    """Rows of one kind by id: `ids_in` finds those that a raw body names, `fetch` asks for rows in one query."""

    def __init__(
        self, name: str, ids_in: Callable[[str], set[int]], fetch: Callable[[set[int]], dict[int, Any]]
    ) -> None:
        self.ids_in, self._fetch = ids_in, fetch
        self._known: ContextVar[dict[int, Any]] = ContextVar(name)
        _kinds.append(self)

    def begin(self, raw: str) -> None:
        """Forget the page before and fetch what this raw body names."""
        ids = self.ids_in(raw)
        self._known.set(self._fetch(ids) if ids else {})

    def forget(self) -> None:
        """Begin with nothing known."""
        self._known.set({})

    def find(self, ids: Iterable[int]) -> dict[int, Any]:
        """The rows of `ids` by id: those gathered before, the rest in one query. What is gone is left out."""
        wanted = set(ids)
        known = self._known.get({})
        if missing := wanted - known.keys():
            known = known | self._fetch(missing)
        return {pk: known[pk] for pk in wanted if pk in known}


def begin(body: StreamValue | None) -> None:
    """Fetch everything that `body` refers to; what is rendered next finds it without asking again."""
    raw = body_links.raw(body)
    for kind in _kinds:
        kind.begin(raw)


def forget(**_signal: object) -> None:
    """What one request was told must not decide in the next."""
    for kind in _kinds:
        kind.forget()
