"""The cache of a site without Redis: what limits count with must not lose a count, nor forget it early or late."""

from collections.abc import Iterator
from importlib import import_module
from threading import Event

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, transaction

from core import database_cache
from tests.donations.test_race import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("database_cache")]
HOUR = 3600


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2027-01-15T10:00:00Z", tick=False) as traveller:
        yield traveller


def entries() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM core_cache")
        return cursor.fetchone()[0]


def test_a_site_without_redis_counts_here():
    base = import_module("portal.settings.base")
    if base.REDIS_URL:
        pytest.skip("this run has Redis")
    assert base.CACHES["default"]["BACKEND"] == "core.database_cache.DatabaseCache"
    assert base.CACHES["default"]["OPTIONS"]["MAX_ENTRIES"] >= 100_000


@pytest.mark.parametrize("value", [0, "soʻm", b"\x00\xff", {"a": [1, None]}, True])
def test_what_is_kept_comes_back(value):
    cache.set("it", value, HOUR)
    assert cache.get("it") == value


def test_what_is_set_again_is_what_was_said_last():
    cache.set("it", 1, HOUR)
    cache.set("it", 2, HOUR)
    assert cache.get("it") == 2
    assert entries() == 1


def test_only_the_first_adds(clock):
    assert cache.add("it", 1, HOUR)
    assert not cache.add("it", 2, HOUR)
    assert cache.get("it") == 1


def test_what_has_ended_can_be_added_again(clock):
    cache.add("it", 1, HOUR)
    clock.shift(HOUR + 1)
    assert cache.add("it", 2, HOUR)
    assert cache.get("it") == 2


def test_a_count_ends_when_it_was_to_end_however_often_it_is_counted(clock):
    cache.add("it", 0, HOUR)
    for number in range(11):
        assert cache.incr("it") == number + 1
        clock.shift(301)
    assert cache.get("it") == 11
    clock.shift(HOUR - 11 * 301 + 1)
    assert cache.get("it") is None


def test_a_count_may_go_down_and_in_steps(clock):
    cache.set("it", 10, HOUR)
    assert (cache.incr("it", 5), cache.decr("it", 3)) == (15, 12)


def test_what_has_ended_or_never_was_cannot_be_counted(clock):
    cache.add("ended", 0, HOUR)
    clock.shift(HOUR + 1)
    for key in ("ended", "never"):
        with pytest.raises(ValueError, match=key):
            cache.incr(key)


def test_what_never_ends_is_kept_and_counted(clock):
    cache.set("it", 1, None)
    clock.shift(100 * 366 * 24 * HOUR)
    assert cache.incr("it") == 2
    assert cache.touch("it", HOUR)


def test_what_has_ended_is_thrown_out_now_and_then(clock, monkeypatch):
    for number in range(20):
        cache.set(f"old-{number}", 1, HOUR)
    clock.shift(HOUR + 1)
    monkeypatch.setattr(database_cache, "TIDIED_EVERY", 1)
    cache.set("new", 1, HOUR)
    assert entries() == 1


def test_of_too_much_goes_what_would_end_next(clock, settings, monkeypatch):
    table = settings.CACHES["default"] | {"OPTIONS": {"MAX_ENTRIES": 9}}
    settings.CACHES = {**settings.CACHES, "default": table}
    for number in range(12):
        cache.set(f"{12 - number}", number, HOUR + number)  # the first of the alphabet end last
    monkeypatch.setattr(database_cache, "TIDIED_EVERY", 1)
    cache.set("new", 1, HOUR)
    assert sorted(cache.get(f"{12 - number}", -1) for number in range(12)) == [-1] * 4 + list(range(4, 12))
    assert cache.get("new") == 1


def test_a_write_does_not_count_the_table(django_assert_num_queries):
    cache.get("warm")
    with django_assert_num_queries(1):
        cache.set("it", 1, HOUR)


@pytest.mark.django_db(transaction=True)
def test_counts_of_many_at_once_are_all_counted():
    cache.add("it", 0, HOUR)
    counts = at_once(8, lambda _index: [cache.incr("it") for _ in range(25)])
    assert sorted(count for one in counts for count in one) == list(range(1, 201))


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_adds_where_an_old_count_has_ended():
    cache.set("it", 7, -10)
    assert at_once(8, lambda _index: cache.add("it", 0, HOUR)).count(True) == 1


@pytest.mark.django_db(transaction=True)
def test_who_counts_within_a_transaction_and_who_counts_without_wait_for_each_other_but_not_for_ever():
    cache.add("it", 0, HOUR)

    def work(index: int) -> None:
        for _ in range(10):
            if index % 2:
                cache.incr("it")
                continue
            with transaction.atomic():
                cache.incr("it")
                cache.set(f"mine-{index}", 1, HOUR)

    at_once(6, work)
    assert cache.get("it") == 60


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_not_counted():
    cache.add("it", 0, HOUR)
    with transaction.atomic():
        cache.incr("it")
        transaction.set_rollback(True)
    assert cache.incr("it") == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_who_tidies_does_not_wait_for_who_counts(monkeypatch):
    cache.add("ends", 0, 2)
    held, tidied = Event(), Event()

    def work(index: int) -> None:
        if index == 0:
            with transaction.atomic():
                cache.incr("ends")
                held.set()
                assert tidied.wait(20)
            return
        assert held.wait(20)
        with time_machine.travel("2099-01-01T00:00:00Z"):
            cache.set("new", 1, HOUR)
        tidied.set()

    monkeypatch.setattr(database_cache, "TIDIED_EVERY", 1)
    at_once(2, work)
    assert cache.get("ends") == 1
