"""What every test stands on: a seeded database of its own, sockets off, a browser where there is one."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from django.utils import translation

from core import gathered, pictures, restricted
from tests.database import databases

# How fast a machine is, or how busy, is no property of ours.
hypothesis.settings.register_profile(
    "portal", hypothesis.settings(), deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("portal")

# Who looks, and in which language, changes words and rights, and no question to a database.
SAME_TO_A_DATABASE = {"role", "language"}

# pytest-django's fixtures that open the database to a test.
OPENING = {
    "db",
    "transactional_db",
    "django_db_reset_sequences",
    "django_db_serialized_rollback",
    "live_server",
}


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: object) -> Iterator[None]:
    """Replace pytest-django's: a copy of the seeded template, restored after each test that commits."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        store = databases(worker)
        store.set_up()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: store.restore())
            yield
        store.tear_down()


@pytest.fixture(autouse=True)
def _clean_cache() -> None:
    """Rate limits and cached roots of one test must not meet the next."""
    cache.clear()


@pytest.fixture
def database_cache(settings) -> None:
    """What a site without Redis counts in; other tests count in memory. For tests with a database."""
    table = {"BACKEND": "core.database_cache.DatabaseCache", "LOCATION": "core_cache"}
    settings.CACHES = {**settings.CACHES, "default": table | {"OPTIONS": {"MAX_ENTRIES": 100_000}}}


@pytest.fixture(autouse=True)
def _nothing_known() -> None:
    """Each request begins with nothing known; a test that renders without one does, too."""
    pictures.forget()
    gathered.forget()
    restricted.forget()


@pytest.fixture(autouse=True)
def _default_language() -> None:
    """A request leaves its language behind in the thread: a test that looks for words says in which language."""
    translation.deactivate()


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: looking through it for garbage again and again is a sixth of a
    run.
    """
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests of PostgreSQL are skipped, visibly, elsewhere; where they are demanded a skip is an error, and what may ask
    no database, or asks what was asked before, is left to the run on SQLite: it would say the same again.
    """
    on_postgres = os.environ.get("DATABASE_URL", "").startswith("postgres")
    is_demanded = bool(os.environ.get("REQUIRE_POSTGRES"))
    if is_demanded and not on_postgres:
        raise pytest.UsageError("REQUIRE_POSTGRES is set, but DATABASE_URL names no PostgreSQL.")
    skip = pytest.mark.skip(reason="needs PostgreSQL: set DATABASE_URL=postgres://...")
    for item in items:
        if item.get_closest_marker("postgres") and not on_postgres:
            item.add_marker(skip)
    if is_demanded:
        asking = _once({item.nodeid: item for item in items if _asks_a_database(item)})
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in asking])
        items[:] = [item for item in items if item.nodeid in asking]


def _once(items: dict[str, pytest.Item]) -> set[str]:
    """Of tests that differ by nothing that a database is asked, one."""
    found: dict[tuple, str] = {}
    for name in sorted(items):
        indices = getattr(getattr(items[name], "callspec", None), "indices", {})
        asked = frozenset((key, at) for key, at in indices.items() if key not in SAME_TO_A_DATABASE)
        found.setdefault((name.partition("[")[0], asked), name)
    return set(found.values())


def _asks_a_database(item: pytest.Item) -> bool:
    """pytest-django closes it to all others. Journeys have a product of their own."""
    is_journey = item.path.is_relative_to(Path(__file__).parent / "journeys")
    return (
        is_journey or bool(item.get_closest_marker("django_db")) or not OPENING.isdisjoint(item.fixturenames)
    )
