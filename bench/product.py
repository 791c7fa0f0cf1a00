"""The product as it is served in production, on this machine, beside the yardsticks it is measured against."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "bench"
TICKS = os.sysconf("SC_CLK_TCK")


def environment(database_url: str, redis_url: str) -> dict[str, str]:
    """Production settings over a folder and a database of the benchmark's own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "DATA_DIR": str(FOLDER),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "SECRET_KEY": "benchmark-" + "0123456789" * 6,
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "http://127.0.0.1",
        "EMAIL_URL": "dummymail://",
        "DEMO": "true",
        "STRIPE_SECRET_KEY": "sk_test_bench",
        "STRIPE_WEBHOOK_SECRET": "whsec_bench",
    }


@contextmanager
def sqlite() -> Iterator[dict[str, str]]:
    """One machine, nothing else installed. A new file each time."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file in FOLDER.glob("bench.sqlite3*"):
        file.unlink()
    yield environment(f"sqlite:///{FOLDER / 'bench.sqlite3'}", "")


@contextmanager
def postgres(url: str, redis_url: str) -> Iterator[dict[str, str]]:
    """A database of its own on the given server, dropped afterwards."""
    name = f"portal_bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield environment(urlsplit(url)._replace(path=f"/{name}").geturl(), redis_url)
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def ask(env: dict[str, str], *command: str) -> Any:
    """Run one command inside the product and return what it prints last."""
    run = [sys.executable, "-m", "bench.inside", *command]
    said = subprocess.run(run, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    return json.loads(said.splitlines()[-1])


class Server:
    """One application under the product's server settings, and the processor time it has used."""

    def __init__(self, target: str, env: dict[str, str], workers: int) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        run = [sys.executable, "-m", "bench.server", target, str(self.port), str(workers)]
        self.process = subprocess.Popen(run, env=env, cwd=ROOT)

    def wait(self) -> None:
        """Return when it takes connections. Raises RuntimeError when it does not."""
        for _ in range(600):
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def processor_seconds(self) -> float:
        """Of all its processes together, since they began (Linux; elsewhere 0)."""
        return sum(_seconds(pid) for pid in _tree(self.process.pid))

    def memory(self) -> int:
        """Bytes that all its processes hold together at this moment (Linux; elsewhere 0)."""
        return sum(_resident(pid) for pid in _tree(self.process.pid))

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()


def _tree(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(found for child in children for found in _tree(int(child)))]


def _seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def servers(env: dict[str, str], workers: int) -> Iterator[dict[str, Server]]:
    """The product with and without its page cache, an empty view, and the least insert."""
    running = {
        "empty": Server("bench.empty:application", env, workers),
        "insert": Server("bench.insert:application", env, workers),
        "cached": Server("portal.wsgi:application", env, workers),
        "uncached": Server("portal.wsgi:application", env | {"PAGE_CACHE_SECONDS": "0"}, workers),
    }
    try:
        for server in running.values():
            server.wait()
        yield running
    finally:
        for server in running.values():
            server.stop()
