"""Which requests the cache answers, and what tells one page from another."""

from collections.abc import Collection
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings

from .store import Address, Key

Environ = dict[str, Any]
# Longer than any address we print; nobody may fill the memory with names.
LONGEST_QUERY = 2_000


def prefixes() -> tuple[str, ...]:
    """Paths that can hold shared pages: everything below a language, and what the settings add."""
    return (*(f"/{code}/" for code, _ in settings.LANGUAGES), *settings.PAGE_CACHE_PATHS)


class Addresses:
    """Reads addresses from WSGI environments, the way Django is set up to read them."""

    def __init__(self) -> None:
        self._prefixes = prefixes()
        self._host_names = ("HTTP_X_FORWARDED_HOST",) if settings.USE_X_FORWARDED_HOST else ()
        self._secure = settings.SECURE_PROXY_SSL_HEADER

    def address(self, environ: Environ) -> Address | None:
        """Scheme, host and path; None when the request is none of ours."""
        path = environ["PATH_INFO"]
        if (
            not path.startswith(self._prefixes)
            or environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or "HTTP_AUTHORIZATION" in environ
        ):
            return None
        host = next((environ[name] for name in self._host_names if name in environ), environ.get("HTTP_HOST"))
        return (self._scheme(environ), host, path) if host else None

    def _scheme(self, environ: Environ) -> str:
        """As HttpRequest.scheme: plain requests must keep being redirected."""
        if self._secure:
            said = environ.get(self._secure[0])
            if said is not None:
                return "https" if said.split(",", 1)[0].strip() == self._secure[1] else "http"
        return environ["wsgi.url_scheme"]


def key(address: Address, query: str, names: Collection[str]) -> Key | None:
    """Name the page: of the query only what the view declared counts. None: the query is too long."""
    if not query or not names:
        return (*address, ())
    if len(query) > LONGEST_QUERY:
        return None
    pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] in names]
    return (*address, tuple(sorted(pairs, key=lambda pair: pair[0])))
