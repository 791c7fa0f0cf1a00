"""Keeps machines from searching all day; a person never meets this.

Each process counts by itself, in its memory: gentle enough, and no query is spent on it. Nothing is stored or logged.
"""

import time
from collections import Counter
from threading import Lock

from django.http import HttpRequest

from core.client import network_of

WINDOW = 60  # seconds
_counts: Counter[int] = Counter()
_lock = Lock()
_window = 0


def within(request: HttpRequest, what: str, most: int) -> bool:
    """Count one `what`; False once the network has asked for `most` in this minute. Only a hash of it is kept."""
    global _window
    address, now = hash((what, network_of(request))), int(time.time()) // WINDOW
    with _lock:
        if now != _window:
            _counts.clear()
            _window = now
        _counts[address] += 1
        return _counts[address] <= most


def forget() -> None:
    """Begin anew; for tests."""
    _counts.clear()
