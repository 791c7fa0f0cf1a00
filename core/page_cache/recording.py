"""What the page being rendered shows, noted while it is rendered."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_tags: ContextVar[set[str] | None] = ContextVar("page_cache_tags", default=None)


def current() -> set[str] | None:
    """The set to add tags to, or None when nothing is being recorded."""
    return _tags.get()


@contextmanager
def recording() -> Iterator[set[str]]:
    """Collect the tags of everything shown inside."""
    tags: set[str] = set()
    token = _tags.set(tags)
    try:
        yield tags
    finally:
        _tags.reset(token)
