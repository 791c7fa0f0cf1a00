"""A change log for many machines, in Redis: a counter, the latest lines, and who has been told.

Asking Redis on every hit would cost more than the hit. So each process keeps the counter up to date in a thread
(`watch.py`) and trusts it for `LEASE_SECONDS` after each look; whoever appends waits until all who look have seen
the line, at most as long as that trust lasts. When `append` returns, nobody serves what it took away.
"""

import time
from collections.abc import Iterable

from redis import Redis
from redis.client import Pipeline
from redis.exceptions import RedisError

from .base import EVERYTHING, ChangesUnavailable, Position
from .watch import LEASE_SECONDS, Keys, Watch

POLL_SECONDS = 0.002


def connect(url: str) -> Redis:
    """A client that gives up soon: without Redis pages are rendered, not waited for."""
    return Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)


class RedisChanges:
    """The counter grows by one with each line; the last `most_lines` are kept."""

    def __init__(self, url: str, prefix: str = "page-cache", most_lines: int = 1_000) -> None:
        self.most_lines = most_lines
        self.keys = Keys(prefix)
        self.watch = Watch(connect(url), self.keys)
        self._redis = connect(url)

    def moved(self, position: Position) -> bool:
        """A comparison while the watch can be trusted, else a round trip."""
        if time.monotonic() < self.watch.trusted_until:
            return self.watch.latest != position
        self.watch.ensure_running()
        try:
            return position is None or self._redis.get(self.keys.counter) != position
        except RedisError as error:
            raise ChangesUnavailable(str(error)) from error

    def since(self, position: Position) -> tuple[Position, frozenset[str]]:
        """Read the last lines; a counter that jumped or fell (a flushed Redis) means everything."""
        try:
            with self._redis.pipeline(transaction=True) as pipe:
                self._begin(pipe)
                _, counter, lines = pipe.get(self.keys.counter).lrange(self.keys.lines, 0, -1).execute()
        except RedisError as error:
            raise ChangesUnavailable(str(error)) from error
        added = int(counter) - int(position or 0)
        if position is None or not 0 <= added <= len(lines):
            return counter, frozenset([EVERYTHING])
        return counter, frozenset(b" ".join(lines[len(lines) - added :]).decode().split())

    def append(self, words: Iterable[str]) -> None:
        """Add a line and count it in one transaction, and wait until everybody knows."""
        try:
            with self._redis.pipeline(transaction=True) as pipe:
                self._begin(pipe)
                pipe.incr(self.keys.counter).rpush(self.keys.lines, " ".join(words))
                pipe.ltrim(self.keys.lines, -self.most_lines, -1).publish(self.keys.channel, "")
                counter = pipe.execute()[1]
            self._wait_for_all(counter, until=time.monotonic() + LEASE_SECONDS)
        except RedisError as error:
            raise ChangesUnavailable(str(error)) from error

    def _wait_for_all(self, counter: int, until: float) -> None:
        while True:
            behind = [
                name for name, seen in self._redis.hgetall(self.keys.seen).items() if int(seen) < counter
            ]
            if not behind:
                return
            if time.monotonic() > until:  # gone, or slow and by now without trust in what it knew
                self._redis.hdel(self.keys.seen, *behind)
                return
            time.sleep(POLL_SECONDS)

    def _begin(self, pipe: Pipeline) -> None:
        """Count from the clock, so that after a flush no number is met that was given out before."""
        pipe.set(self.keys.counter, time.time_ns(), nx=True)
