"""A thread that knows the counter of a log in Redis, and for how long that knowledge holds.

The order of the steps is what makes it safe. A watch first says in `seen` that it is there, then reads the
counter, then trusts it. Who appends counts first, then looks into `seen`. So either the watch reads the new
count, or it is found in `seen` and waited for: until it has noted the count, or its trust has run out.
"""

import os
import threading
import time
from uuid import uuid4

from redis import Redis
from redis.exceptions import RedisError

LEASE_SECONDS = 1.0
LOOK_SECONDS = 0.25


class Keys:
    """Names in Redis."""

    def __init__(self, prefix: str) -> None:
        self.counter = f"{prefix}:counter"
        self.lines = f"{prefix}:lines"
        self.seen = f"{prefix}:seen"
        self.channel = f"{prefix}:wake"


class Watch:
    """`latest` is the counter; it may be relied on until `trusted_until` (time.monotonic)."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self.redis = redis
        self.keys = keys
        self._start_lock = threading.Lock()
        self._forget()
        os.register_at_fork(after_in_child=self._forget)

    def _forget(self) -> None:
        """A new process has the parent's memory but not its threads."""
        self.latest: bytes | None = None
        self.trusted_until = 0.0
        self._name = uuid4().hex
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()

    def ensure_running(self) -> None:
        """Start the thread, once in a process."""
        with self._start_lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="page-cache-watch", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """End the thread and take its name away, so that nobody waits for it."""
        if self._thread is not None:
            self._stopping.set()
            self._thread.join()
            self.trusted_until = 0.0
            self.redis.hdel(self.keys.seen, self._name)
        self.redis.close()

    def _run(self) -> None:
        wake = self.redis.pubsub(ignore_subscribe_messages=True)
        while not self._stopping.is_set():
            try:
                if not wake.subscribed:
                    wake.subscribe(self.keys.channel)
                self._look()
                wake.get_message(timeout=LOOK_SECONDS)  # until somebody appends, or time to look anyway
            except (RedisError, OSError):
                self.trusted_until = 0.0
                self._stopping.wait(LOOK_SECONDS)
        wake.close()

    def _look(self) -> None:
        began = time.monotonic()
        with self.redis.pipeline(transaction=True) as pipe:
            pipe.hset(self.keys.seen, self._name, self.latest or b"0")
            counter = pipe.get(self.keys.counter).execute()[1]
        if counter != self.latest:
            self.latest = counter
            self.redis.hset(self.keys.seen, self._name, counter or b"0")
        self.trusted_until = began + LEASE_SECONDS
