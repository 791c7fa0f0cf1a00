"""The cache in front of Django: answers a hit, watches a rendering, keeps what may be shared."""

import time
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from django.conf import settings

from .api import QUERY_ATTRIBUTE
from .changes import EVERYTHING, Changes, ChangesUnavailable, shared_changes
from .entry import HIT, MISS, Entry, Headers
from .flights import Flights
from .recording import recording
from .requests import Addresses, Environ, key
from .store import Address, Store

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
LARGEST_PAGE = 1_000_000
# Somebody may change the page while it is rendered for those who wait: then they try again, but not for ever.
TRIES = 3
# Of this process; `/metrics` shows them.
COUNTS = {"hit": 0, "miss": 0, "stored": 0}
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")


class Caught:
    """Stands in for start_response until we know what to send."""

    status = ""
    headers: Headers = []

    def __call__(self, status: str, headers: Headers, exc_info: Any = None) -> None:
        self.status, self.headers = status, headers


class PageCache:
    """WSGI middleware. One for a process; safe for its threads."""

    def __init__(self, application: Application, changes: Changes | None = None, seconds: float = 0) -> None:
        self.application = application
        self.changes = changes or shared_changes()
        self.seconds = seconds or settings.PAGE_CACHE_SECONDS
        self.store = Store(settings.PAGE_CACHE_BYTES)
        self._addresses = Addresses()
        self._position: Any = None
        self._lock = Lock()
        self._flights = Flights()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        address = self._addresses.address(environ)
        if address is None:
            return self.application(environ, start_response)
        if environ["REQUEST_METHOD"] == "HEAD":
            return self._headers_only(environ, start_response)
        try:
            entry = self._find(address, environ)
            if entry is not None:
                COUNTS["hit"] += 1
                return _answer(entry, environ, start_response)
            if self.store.declared.get(address, ()) is not None:
                return self._together(address, environ, start_response)
        except ChangesUnavailable:  # nobody knows what is still true: no copies until the log is back
            return self.application(environ, start_response)
        return self._render(address, environ, start_response)

    def _headers_only(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a HEAD as the GET would be, cache and all: its headers must be the same (RFC 9110, 9.3.2)."""
        body = self({**environ, "REQUEST_METHOD": "GET"}, start_response)
        if hasattr(body, "close"):
            body.close()
        return []

    def _find(self, address: Address, environ: Environ) -> Entry | None:
        """The copy as it stands after everything that any process has told."""
        if self.changes.moved(self._position):
            with self._lock:
                self._catch_up()
        name = key(address, environ["QUERY_STRING"], self.store.declared.get(address) or ())
        return None if name is None else self.store.get(name, time.monotonic())

    def _catch_up(self) -> None:
        position, tags = self.changes.since(self._position)
        self.store.evict(tags)
        self._position = position

    def _together(self, address: Address, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Render once for all who ask at the same time."""
        name = (*address, environ["QUERY_STRING"])
        for _ in range(TRIES):
            mine = self._flights.begin(name)
            try:
                entry = self._find(address, environ)
                if entry is not None:
                    return _answer(entry, environ, start_response)
                if mine:
                    return self._render(address, environ, start_response)
            finally:
                if mine:
                    self._flights.end(name)
            if self.store.declared.get(address, ()) is None:
                break
        return self._render(address, environ, start_response)

    def _render(self, address: Address, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Ask Django; keep the answer if it may be shared and nothing it shows has changed meanwhile."""
        COUNTS["miss"] += 1
        began = self._position
        caught = Caught()
        conditions = {name: environ.pop(name) for name in _CONDITIONS if name in environ}
        with recording() as tags:
            response = self.application(environ, caught)
        environ.update(conditions)
        names = _shareable(response, caught)
        if names is None:
            with self._lock:
                self.store.declare(address, None)
            start_response(caught.status, caught.headers)
            return response
        entry = Entry(caught.headers, response.content, frozenset(tags), time.monotonic() + self.seconds)  # type: ignore[attr-defined]
        response.close()  # type: ignore[attr-defined]
        self._keep(address, environ, names, entry, began)
        return _answer(entry, environ, start_response, status=MISS)

    def _keep(
        self, address: Address, environ: Environ, names: frozenset[str], entry: Entry, began: Any
    ) -> None:
        with self._lock:
            try:
                self._catch_up()
                changed = frozenset() if self._position == began else self.changes.since(began)[1]
            except ChangesUnavailable:
                return
            self.store.declare(address, names)
            name = key(address, environ["QUERY_STRING"], self.store.declared[address] or ())
            if name is not None and not changed & (entry.tags | {EVERYTHING}):
                self.store.put(name, entry)
                COUNTS["stored"] += 1


def _shareable(response: Any, caught: Caught) -> frozenset[str] | None:
    """The query arguments that the view declared, or None when the response is for this visitor only."""
    names = getattr(response, QUERY_ATTRIBUTE, None)
    if names is None or not caught.status.startswith("200") or response.streaming:
        return None
    if len(response.content) > LARGEST_PAGE:
        return None
    for header, value in caught.headers:
        name = header.lower()
        if name in ("set-cookie", "content-encoding") or (
            name == "content-security-policy" and "'nonce-" in value
        ):
            return None
        if name == "vary" and value.strip().lower() not in ("", "accept-encoding"):
            return None
    return names


def _answer(entry: Entry, environ: Environ, start_response: StartResponse, status: Any = None) -> list[bytes]:
    """Send the encoding that the client takes, or 304 when it has these very bytes."""
    variant = entry.variant(environ.get("HTTP_ACCEPT_ENCODING", ""))
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known is not None and (variant.etag in known or known.strip() == "*"):
        start_response("304 Not Modified", variant.not_modified)
        return []
    headers = variant.headers
    if status is not None:
        headers = [status if header is HIT else header for header in headers]
    start_response("200 OK", headers)
    return variant.body
