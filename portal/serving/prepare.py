"""What must be true before the first request; on a second start it is only looked at."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from core.migration_state import pending_migrations

# What the seed queues and does itself at once.
SEED_TASKS = (
    "wagtail.tasks.update_reference_index_task",
    "modelsearch.tasks.insert_or_update_object_task",
    "core.first_view.show_once",
)
Say = Callable[[str], None]


def prepare(say: Say) -> None:
    """Migrate, seed the demo and collect static files, each only where something is missing."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    if pending := pending_migrations():
        say(f"Preparing the database ({len(pending)} steps) ...")
        call_command("migrate", interactive=False, verbosity=0)
    if settings.DEMO and not Page.objects.filter(depth=2, slug=settings.LANGUAGE_CODE).exists():
        say("Writing the demo's pages in four languages ...")
        _seed()
    _collect_static(say)


def _seed() -> None:
    call_command("seed_demo", verbosity=0)
    index_at_once()


def index_at_once() -> None:
    """Make Wagtail's indexes of all there is; the seed queues a thousand tasks to make them row by row."""
    DBTaskResult.objects.ready().filter(task_path__in=SEED_TASKS).delete()
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)


def _collect_static(say: Say) -> None:
    stamp = Path(settings.STATIC_ROOT) / ".made-of"
    fingerprint = static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    say("Compressing stylesheets, scripts and fonts ...")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)


def static_fingerprint() -> str:
    """Changes when a static file of any app is added, removed, edited or comes from another place."""
    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            stat = os.stat(storage.path(name))  # noqa: PTH116  (storages speak in strings)
            digest.update(f"{storage.path(name)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
