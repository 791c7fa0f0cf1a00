"""The tests' databases: migrated and seeded once, then copied for each process and after each committing test.

Migrating takes half a minute, copying a moment; the template's name carries a fingerprint of all that it is made of.
On PostgreSQL `tools/drop_test_databases.py` removes what is kept for the next run.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from psycopg import sql

from portal.serving.prepare import index_at_once

ROOT = Path(__file__).resolve().parent.parent
# Two runs at once need a DATA_DIR each.
FOLDER = Path(os.environ.get("DATA_DIR", ROOT / "var")) / "tests"
MADE_OF = (
    "*/migrations/*.py",
    "accounts/roles.py",
    "accounts/services/role_sync.py",
    "core/blocks/*.py",
    "home/content/**/*.yaml",
    "home/content/images/*",
    "home/demo/*.py",
    "languages/**/*.py",
    "languages/data/*",
    "search/documents.py",
    "search/kinds.py",
    "search/words.py",
    "portal/serving/prepare.py",
    "safeguarding/services/workflow.py",
    "tests/database.py",
)


def fingerprint() -> str:
    """A short hash of everything that decides what is in the template."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in MADE_OF for path in ROOT.glob(pattern) if path.is_file()}):
        digest.update(path.name.encode() + path.read_bytes())
    digest.update((ROOT / "requirements.lock").read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def only_one_process() -> Iterator[None]:
    """Others who come here with the same kind of database wait, in whichever process they are."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"lock-{connection.vendor}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _media() -> Path:
    """Where the template's pictures lie; their names are in the template, and differ from build to build."""
    return FOLDER / f"media-{connection.vendor}-{fingerprint()}"


def _lend_media(folder: Path) -> None:
    """Give a product the pictures that its database names."""
    shutil.copytree(_media(), folder / "media", dirs_exist_ok=True)


def _fill() -> None:
    for stale in FOLDER.glob(f"media-{connection.vendor}-*"):
        shutil.rmtree(stale)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", "core_cache", verbosity=0)  # for a product that is lent a copy
    with (
        override_settings(MEDIA_ROOT=_media()),
        warnings.catch_warnings(),  # Wagtail leaves a new rendition's temporary file to the garbage collector
    ):
        warnings.simplefilter("ignore", ResourceWarning)
        call_command("seed_demo", verbosity=0, content_only=True, stdout=StringIO())
        index_at_once()
    connection.close()


class SqliteDatabases:
    """Files in `var/tests/`."""

    def __init__(self, worker: str) -> None:
        self.template = FOLDER / f"template-{fingerprint()}.sqlite3"
        self.path = FOLDER / f"test-{worker}.sqlite3"

    def prepare(self) -> None:
        """Make the template where it is missing."""
        with only_one_process():
            if not (self.template.exists() and _media().exists()):
                self._build()

    def set_up(self) -> None:
        """Give this process its own copy."""
        self.prepare()
        for leftover in FOLDER.glob(f"{self.path.name}*"):
            leftover.unlink()
        connection.close()
        connection.settings_dict["NAME"] = str(self.path)
        self.restore()

    def restore(self) -> None:
        """Put the copy back to what the template holds."""
        with sqlite3.connect(self.template) as source, sqlite3.connect(self.path, timeout=20) as target:
            source.backup(target)
        source.close()
        target.close()

    def tear_down(self) -> None:
        """Remove the copy."""
        connection.close()
        for leftover in FOLDER.glob(f"{self.path.name}*"):
            leftover.unlink()

    def lend(self, folder: Path) -> str:
        """Another copy, below `folder`, for a product that runs by itself; returns its DATABASE_URL."""
        path = folder / "portal.sqlite3"
        shutil.copyfile(self.template, path)
        _lend_media(folder)
        return f"sqlite:///{path}"

    def take_back(self, folder: Path) -> None:
        """Nothing: the folder goes with all that is in it."""

    def _build(self) -> None:
        for stale in FOLDER.glob("template-*"):
            stale.unlink()
        building = FOLDER / "building.sqlite3"
        building.unlink(missing_ok=True)
        connection.close()
        connection.settings_dict["NAME"] = str(building)
        _fill()
        with sqlite3.connect(building) as finished:
            finished.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finished.close()
        building.rename(self.template)


class PostgresDatabases:
    """Databases of our own on the server that DATABASE_URL names; nothing else there is touched."""

    def __init__(self, worker: str) -> None:
        self.template = f"portal_template_{fingerprint()}"
        self.name = f"portal_test_{worker}"
        self.copies: list[str] = []
        self.server = {
            key: value for key, value in connection.get_connection_params().items() if key in CONNECT
        }

    def prepare(self) -> None:
        """Make the template where it is missing."""
        with only_one_process():
            if not (self._exists(self.template) and _media().exists()):
                self._build()

    def set_up(self) -> None:
        """Give this process its own copy."""
        self.prepare()
        self.restore()

    def restore(self) -> None:
        """A new copy of what the template holds. The former ones go together, now and then: the server writes all that
        it has in memory to its disk whenever one is dropped.
        """
        connection.close()
        if self.copies:
            self._disconnect(self.copies[-1])
        if len(self.copies) == MOST_COPIES:
            self._drop_copies()
        self.copies.append(f"{self.name}_{len(self.copies)}")
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.copies[-1])  # of a run that was killed
        self._run("CREATE DATABASE {} TEMPLATE {}", self.copies[-1], self.template)
        connection.settings_dict["NAME"] = self.copies[-1]

    def tear_down(self) -> None:
        """Remove the copies."""
        connection.close()
        self._drop_copies()

    def _disconnect(self, name: str) -> None:
        """Whoever a test has left behind there: a server takes a hundred."""
        with psycopg.connect(**self.server, autocommit=True) as server:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )

    def _drop_copies(self) -> None:
        while self.copies:
            self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.copies.pop())

    def lend(self, folder: Path) -> str:
        """Another copy for a product that runs by itself; returns its DATABASE_URL."""
        self.take_back(folder)
        _lend_media(folder)
        self._run("CREATE DATABASE {} TEMPLATE {}", f"{self.name}_{folder.name}", self.template)
        return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{self.name}_{folder.name}").geturl()

    def take_back(self, folder: Path) -> None:
        """Remove what was lent."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", f"{self.name}_{folder.name}")

    def _build(self) -> None:
        building = f"{self.template}_building"
        for former in (self.template, building):
            self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", former)
        self._run("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", building)
        connection.close()
        connection.settings_dict["NAME"] = building
        _fill()
        self._run("ALTER DATABASE {} RENAME TO {}", building, self.template)

    def _exists(self, name: str) -> bool:
        with psycopg.connect(**self.server, autocommit=True) as server:
            return bool(server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(**self.server, autocommit=True) as server:
            server.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))


MOST_COPIES = 16  # of 40 MB each
CONNECT = {"host", "port", "user", "password", "dbname"}


def databases(worker: str) -> SqliteDatabases | PostgresDatabases:
    """The kind that the settings ask for."""
    kind = SqliteDatabases if connection.vendor == "sqlite" else PostgresDatabases
    return kind(worker)
