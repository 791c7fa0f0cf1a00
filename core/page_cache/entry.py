"""One kept page: its bytes in each encoding, and the headers that go with them."""

import gzip
import re
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

import brotli

Headers = list[tuple[str, str]]

# Kept by browsers and proxies only to ask again with If-None-Match: whatever is taken down is gone at once.
CACHE_CONTROL = "public, max-age=0, must-revalidate"
# A name for this layer in the Cache-Status header (RFC 9211).
HIT = ("Cache-Status", "portal; hit")
MISS = ("Cache-Status", "portal; fwd=miss")
_OURS = {"cache-control", "etag", "vary", "content-length", "content-encoding", "last-modified", "expires"}
_HOP_BY_HOP = {"connection", "date", "server", "transfer-encoding", "keep-alive"}
_ON_NOT_MODIFIED = {"cache-control", "etag", "vary", "cache-status"}
# Per entry beside its bytes: dictionary slots, tags, header tuples.
OVERHEAD = 4_000


class Variant(NamedTuple):
    """What goes out for one Accept-Encoding."""

    etag: str
    body: list[bytes]
    headers: Headers
    not_modified: Headers


@lru_cache(maxsize=512)
def negotiate(accept_encoding: str) -> str:
    """Choose "br", "gzip" or "" (as it is) for an Accept-Encoding header (RFC 9110, 12.5.3)."""
    offered = set()
    for part in accept_encoding.lower().split(","):
        coding, _, weight = part.partition(";")
        if not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight):
            offered.add(coding.strip())
    return next((coding for coding in ("br", "gzip") if coding in offered), "")


def _encode(body: bytes, coding: str) -> bytes:
    if coding == "br":
        return brotli.compress(body, mode=brotli.MODE_TEXT, quality=6)
    return gzip.compress(body, compresslevel=7, mtime=0) if coding == "gzip" else body


class Entry:
    """A page as everyone gets it. Encodings are made when first asked for."""

    __slots__ = ("_base", "_body", "_digest", "_variants", "expires", "tags")

    def __init__(self, headers: Headers, body: bytes, tags: frozenset[str], expires: float) -> None:
        self._base = [(k, v) for k, v in headers if k.lower() not in _OURS | _HOP_BY_HOP]
        self._body = body
        self._digest = sha256(body).hexdigest()[:24]
        self._variants: dict[str, Variant] = {}
        self.tags = tags
        self.expires = expires

    @property
    def cost(self) -> int:
        """Bytes it takes, with the two compressed copies (a third each at most, for text) reckoned in."""
        return len(self._body) * 5 // 3 + OVERHEAD

    def variant(self, accept_encoding: str) -> Variant:
        """The bytes and headers for a client that accepts these encodings."""
        coding = negotiate(accept_encoding)
        found = self._variants.get(coding)
        if found is None:
            found = self._variants[coding] = self._make(coding)
        return found

    def _make(self, coding: str) -> Variant:
        body = _encode(self._body, coding)
        etag = f'"{self._digest}-{coding}"' if coding else f'"{self._digest}"'
        headers = [
            *self._base,
            ("Cache-Control", CACHE_CONTROL),
            ("ETag", etag),
            ("Vary", "Accept-Encoding"),
            HIT,
        ]
        not_modified = [header for header in headers if header[0].lower() in _ON_NOT_MODIFIED]
        if coding:
            headers.append(("Content-Encoding", coding))
        headers.append(("Content-Length", str(len(body))))
        return Variant(etag, [body], headers, not_modified)
