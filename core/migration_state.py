"""Whether the database is as the code expects, without importing three hundred migration modules."""

from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def pending_migrations() -> list[str]:
    """Migrations ("app.name") whose files are here and which the database has not seen."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    return sorted(f"{app}.{name}" for app, name in _on_disk() if (app, name) not in applied)


def _on_disk() -> set[tuple[str, str]]:
    found = set()
    for config in apps.get_app_configs():
        module, _explicit = MigrationLoader.migrations_module(config.label)
        spec = find_spec(module) if module else None
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            names = (path.stem for path in Path(folder).glob("[!_~]*.py"))
            found.update((config.label, name) for name in names)
    return found
