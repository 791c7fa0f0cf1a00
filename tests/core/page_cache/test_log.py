"""The log of changes: one contract for the file and for Redis."""

import multiprocessing
import os
from uuid import uuid4

import pytest
from redis import Redis

from core.page_cache.changes import EVERYTHING, ChangesUnavailable, FileChanges
from core.page_cache.changes.redis import RedisChanges
from core.page_cache.changes.watch import Keys


@pytest.fixture(params=["file", "redis"])
def open_log(request, tmp_path):
    """A function that opens the same log again, as another process would."""
    if request.param == "file":
        yield lambda **options: FileChanges(tmp_path / "deep" / "changes", **options)
        return
    url = os.environ.get("REDIS_URL")
    if not url:
        pytest.skip("needs Redis: set REDIS_URL=redis://...")
    opened = []

    def open_redis(**options):
        opened.append(RedisChanges(url, prefix, **options))
        return opened[-1]

    prefix = f"test-{uuid4().hex}"
    yield open_redis
    for log in opened:
        log.watch.stop()
    with Redis.from_url(url) as redis:
        redis.delete(*vars(Keys(prefix)).values())


def test_a_process_that_has_read_nothing_knows_nothing(open_log):
    _, words = open_log().since(None)
    assert words == {EVERYTHING}


def test_an_untouched_log_has_not_moved(open_log):
    log = open_log()
    place, _ = log.since(None)
    assert not log.moved(place)


def test_a_line_moves_the_log_for_everybody(open_log):
    ours, theirs = open_log(), open_log()
    place, _ = ours.since(None)
    theirs.append(["a"])
    assert ours.moved(place)


def test_what_was_added_is_read_by_everybody(open_log):
    ours, theirs = open_log(), open_log()
    place, _ = ours.since(None)
    theirs.append(["a", "b"])
    theirs.append(["c"])
    assert ours.since(place)[1] == {"a", "b", "c"}


def test_what_was_read_is_not_read_again(open_log):
    log = open_log()
    place, _ = log.since(None)
    log.append(["a"])
    place, _ = log.since(place)
    log.append(["b"])
    assert log.since(place)[1] == {"b"}


def test_a_log_that_dropped_lines_we_had_not_read_says_everything(open_log):
    log = open_log(**({"most_bytes": 80} if "File" in repr(open_log()) else {"most_lines": 3}))
    place, _ = log.since(None)
    for number in range(12):
        log.append([f"tag{number}"])
    assert EVERYTHING in log.since(place)[1]


def test_a_log_that_was_lost_says_everything(open_log):
    log = open_log()
    log.append(["a"])
    place, _ = log.since(None)
    lose(log)
    log.append(["b"])
    assert EVERYTHING in log.since(place)[1]


def lose(log):
    if isinstance(log, FileChanges):
        log.path.unlink()
    else:
        log._redis.delete(log.keys.counter, log.keys.lines)


def append_many(log, name):
    for number in range(200):
        log.append([f"{name}-{number}"])


def test_lines_of_many_processes_all_arrive(open_log):
    log = open_log()
    place, _ = log.since(None)
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=append_many, args=(open_log(), name)) for name in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(log.since(place)[1]) == 600


def test_lines_written_while_the_file_is_exchanged_are_never_missed(tmp_path):
    path = tmp_path / "changes"
    log = FileChanges(path, most_bytes=200)
    fork = multiprocessing.get_context("fork")
    writers = [
        fork.Process(target=append_many, args=(FileChanges(path, most_bytes=200), name)) for name in "abc"
    ]
    for writer in writers:
        writer.start()
    place, _ = log.since(None)
    for number in range(200):
        word = f"mine-{number}"
        log.append([word])
        place, words = log.since(place)
        assert words & {word, EVERYTHING}
    for writer in writers:
        writer.join()


def test_a_line_that_was_cut_short_says_everything(tmp_path):
    log = FileChanges(tmp_path / "changes")
    place, _ = log.since(None)
    with log.path.open("ab") as file:
        file.write(b"half-a-wo")
    assert log.since(place)[1] == {EVERYTHING}


def test_a_log_that_cannot_be_written_is_taken_away(tmp_path, monkeypatch):
    log = FileChanges(tmp_path / "changes")
    log.since(None)
    monkeypatch.setattr(os, "write", lambda file, line: 1)
    with pytest.raises(ChangesUnavailable):
        log.append(["a"])
    assert not log.path.exists()


def test_a_redis_that_does_not_answer_is_said_to_be_unavailable():
    log = RedisChanges("redis://127.0.0.1:1/0")
    with pytest.raises(ChangesUnavailable):
        log.moved(b"1")
