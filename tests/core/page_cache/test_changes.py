"""Copies go when what they show changes, when they are old, and when there are too many."""

import threading

import pytest
from django.http import HttpResponse

from core.page_cache import depends_on, mark
from core.page_cache.changes import FileChanges
from core.page_cache.middleware import PageCache
from core.page_cache.recording import recording

from .site import PAGE, Answer, never_kept


def test_the_least_asked_for_page_goes_when_memory_is_full(site, changes, settings):
    settings.PAGE_CACHE_BYTES = 12_000
    cache = PageCache(site, changes, seconds=60)
    for path in ("/uz/a/", "/uz/b/", "/uz/a/", "/uz/c/"):
        Answer(cache, path)
    assert [key[2] for key in cache.store.entries] == ["/uz/a/", "/uz/c/"]


def test_memory_is_counted_down_to_nothing(cache):
    for path in ("/uz/a/", "/uz/b/"):
        Answer(cache, path)
    cache.store.evict(["*"])
    assert cache.store.bytes == 0


def test_a_copy_grows_too_old(site, changes):
    cache = PageCache(site, changes, seconds=0.000001)
    assert never_kept(cache, site)


def shows(*tags):
    def view(environ):
        depends_on(*tags)
        return mark(HttpResponse(PAGE))

    return view


def test_a_change_of_what_a_page_shows_takes_its_copy_away(cache, site, changes):
    site.view = shows("village")
    Answer(cache)
    changes.append(["village"])
    Answer(cache)
    assert site.asked == 2


def test_a_change_of_something_else_leaves_the_copy(cache, site, changes):
    site.view = shows("village")
    Answer(cache)
    changes.append(["other"])
    Answer(cache)
    assert site.asked == 1


def test_every_process_sees_a_change_at_once(site, changes):
    site.view = shows("village")
    caches = [PageCache(site, FileChanges(changes.path), seconds=60) for _ in range(3)]
    for cache in caches:
        Answer(cache)
    changes.append(["village"])
    site.view = lambda environ: mark(HttpResponse("new"))
    assert [Answer(cache).body for cache in caches] == [b"new"] * 3


def test_a_page_that_changed_while_it_was_rendered_is_not_kept(cache, site, changes):
    def view(environ):
        depends_on("village")
        changes.append(["village"])
        return mark(HttpResponse(PAGE))

    site.view = view
    Answer(cache)
    assert not cache.store.entries


def test_a_page_during_whose_rendering_something_else_changed_is_kept(cache, site, changes):
    def view(environ):
        depends_on("village")
        changes.append(["other"])
        return mark(HttpResponse(PAGE))

    site.view = view
    Answer(cache)
    assert cache.store.entries


def test_a_log_begun_anew_takes_every_copy_away(cache, site, changes):
    Answer(cache)
    changes.path.unlink()
    Answer(cache)
    assert site.asked == 2


def test_without_a_log_nobody_gets_a_copy(cache, site, changes, monkeypatch):
    Answer(cache)
    changes.path.unlink()
    monkeypatch.setattr(FileChanges, "_begin_anew", lambda self: None)
    Answer(cache)
    Answer(cache)
    assert site.asked == 3


def test_outside_a_rendering_dependencies_are_not_noted():
    depends_on("village")
    with recording() as tags:
        pass
    assert tags == set()


def test_those_who_ask_at_the_same_time_share_one_rendering(cache, site):
    everybody = threading.Barrier(8)
    asked_by_all = threading.Event()

    def view(environ):
        asked_by_all.wait(5)
        return mark(HttpResponse(PAGE))

    site.view = view
    answers = []

    def visit():
        everybody.wait()
        answers.append(Answer(cache).body)

    threads = [threading.Thread(target=visit) for _ in range(8)]
    for thread in threads:
        thread.start()
    while not cache._flights._events:
        pass
    asked_by_all.set()
    for thread in threads:
        thread.join()
    assert (site.asked, len(set(answers))) == (1, 1)


def test_pages_that_are_not_kept_do_not_wait_for_each_other(cache, site):
    site.view = lambda environ: HttpResponse(PAGE)
    Answer(cache)
    both_inside = threading.Barrier(2, timeout=5)

    def view(environ):
        both_inside.wait()
        return HttpResponse(PAGE)

    site.view = view
    threads = [threading.Thread(target=Answer, args=(cache,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not both_inside.broken


def test_a_rendering_that_fails_lets_the_next_one_begin(cache, site):
    def view(environ):
        raise ZeroDivisionError

    site.view = view
    with pytest.raises(ZeroDivisionError):
        Answer(cache)
    site.view = lambda environ: mark(HttpResponse(PAGE))
    assert Answer(cache).status == 200
