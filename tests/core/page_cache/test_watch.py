"""The watch over a log in Redis: cheap to ask, and never behind once an append has returned."""

import multiprocessing
import os
import time
from uuid import uuid4

import pytest
from redis import Redis

from core.page_cache.changes.redis import RedisChanges
from core.page_cache.changes.watch import LEASE_SECONDS, Keys

URL = os.environ.get("REDIS_URL", "")
pytestmark = pytest.mark.skipif(not URL, reason="needs Redis: set REDIS_URL=redis://...")
FORK = multiprocessing.get_context("fork")


@pytest.fixture
def prefix():
    prefix = f"test-{uuid4().hex}"
    yield prefix
    with Redis.from_url(URL) as redis:
        redis.delete(*vars(Keys(prefix)).values())


@pytest.fixture
def open_log(prefix):
    opened = []

    def open_one():
        opened.append(RedisChanges(URL, prefix))
        return opened[-1]

    yield open_one
    for log in opened:
        log.watch.stop()


def trusted(log):
    """Wait until the watch is trusted, and return the log's position."""
    log.append(["begun"])
    log.moved(None)
    until = time.monotonic() + 10
    while time.monotonic() > log.watch.trusted_until:
        assert time.monotonic() < until
        time.sleep(0.01)
    return log.since(None)[0]


def test_a_trusted_watch_answers_without_redis(open_log, monkeypatch):
    log = open_log()
    place = trusted(log)
    monkeypatch.setattr(log, "_redis", None)
    assert not log.moved(place)


def test_what_was_appended_is_known_everywhere_when_append_returns(open_log):
    ours, theirs = open_log(), open_log()
    place = trusted(ours)
    for number in range(200):
        theirs.append([f"tag-{number}"])
        assert ours.moved(place)
        place, _ = ours.since(place)


def answer(prefix, pipe):
    log = RedisChanges(URL, prefix)
    place = trusted(log)
    pipe.send("ready")
    while pipe.recv() == "look":
        known = log.moved(place)
        place, _ = log.since(place)
        pipe.send(known)
    log.watch.stop()


def test_another_process_knows_when_append_returns(open_log, prefix):
    ours, theirs = FORK.Pipe()
    other = FORK.Process(target=answer, args=(prefix, theirs))
    other.start()
    log = open_log()
    ours.recv()
    known = []
    for number in range(100):
        log.append([f"tag-{number}"])
        ours.send("look")
        known.append(ours.recv())
    ours.send("stop")
    other.join()
    assert all(known)


def test_a_process_that_is_gone_is_waited_for_once(open_log):
    log = open_log()
    log._redis.hset(log.keys.seen, "gone", 0)
    began = time.monotonic()
    log.append(["a"])
    log.append(["b"])
    assert LEASE_SECONDS <= time.monotonic() - began < 2 * LEASE_SECONDS


def test_a_watch_that_hears_nothing_is_soon_not_trusted(open_log, monkeypatch):
    log = open_log()
    trusted(log)
    monkeypatch.setattr(log.watch, "_look", lambda: None)
    until = time.monotonic() + 2 * LEASE_SECONDS
    while time.monotonic() < log.watch.trusted_until:
        assert time.monotonic() < until
        time.sleep(0.05)


def forked(log, pipe):
    pipe.send(log.watch.trusted_until)
    os._exit(0)


def test_a_forked_process_trusts_nothing_it_inherited(open_log):
    log = open_log()
    trusted(log)
    ours, theirs = FORK.Pipe()
    child = FORK.Process(target=forked, args=(log, theirs))
    child.start()
    assert ours.recv() == 0.0
    child.join()
