"""The cache, what it keeps copies of, and the log of changes between them."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from core.page_cache import api
from core.page_cache.changes import FileChanges
from core.page_cache.middleware import PageCache

from .site import Site


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def changes(tmp_path, monkeypatch):
    log = FileChanges(tmp_path / "changes")
    monkeypatch.setattr(api, "shared_changes", lambda: log)
    return log


@pytest.fixture
def cache(site, changes):
    return PageCache(site, changes, seconds=60)


@pytest.fixture
def whole_site(changes):
    """The cache and the whole product behind it, on the test's own connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield PageCache(WSGIHandler(), changes, seconds=60)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def told(changes, django_capture_on_commit_callbacks):
    """Runs a change and returns the tags that every process was told once it was committed."""

    def told_by(change):
        place, _ = changes.since(None)
        with django_capture_on_commit_callbacks(execute=True):
            change()
        return changes.since(place)[1]

    return told_by
