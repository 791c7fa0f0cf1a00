"""Files that staff bring: kept privately under a name that says nothing, checked before each reading, forgotten."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from secrets import token_hex
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from core import audit
from donations.importing.opening import open_table
from donations.importing.tables import Table, Unreadable
from donations.models import DataImport
from safeguarding.storage import private_storage

FOLDER = "imports"
STRAY_AFTER = timedelta(days=1)
_IN_MEMORY = 2_000_000


def headings_in(file: "File[bytes]") -> list[str]:
    """The first row of an open file. Raises Unreadable."""
    with open_table(cast(IO[bytes], file)) as table:
        return table.headings


def keep(file: "File[bytes]") -> tuple[str, str]:
    """Store a file; returns its name there and its hash."""
    file.seek(0)
    digest = sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return private_storage().save(f"{FOLDER}/{token_hex(16)}", file), digest.hexdigest()


@contextmanager
def opened(data_import: DataImport) -> Iterator[Table]:
    """The table of a file as it was brought. Raises Unreadable: also where it is gone or was changed."""
    with SpooledTemporaryFile(_IN_MEMORY) as copy:
        digest = sha256()
        try:
            with private_storage().open(str(data_import.file.name)) as file:
                for chunk in file.chunks():
                    digest.update(chunk)
                    copy.write(chunk)
        except (OSError, ValueError):
            raise Unreadable("gone") from None
        if digest.hexdigest() != data_import.sha256:
            raise Unreadable("changed")
        copy.seek(0)
        with open_table(cast(IO[bytes], copy)) as table:
            yield table


def forget_old() -> int:
    """Delete files that were brought long ago, and what the reports say of their rows; returns how many files."""
    before = timezone.now() - timedelta(days=settings.IMPORT_KEEP_DAYS)
    old = list(DataImport.objects.to_forget(before))
    for row in old:
        private_storage().delete(str(row.file.name))  # first: without its row nobody would find it again
        with transaction.atomic():
            row.problems.all().delete()
            DataImport.objects.filter(pk=row.pk).update(file="", headings=[])
            audit.record(action="import.forgotten", obj=row)
    return len(old) + _forget_strays()


def _forget_strays() -> int:
    """Files without a row: the process died between the two."""
    storage = private_storage()
    try:
        names = {f"{FOLDER}/{name}" for name in storage.listdir(FOLDER)[1]}
    except FileNotFoundError:  # nobody has imported anything yet
        return 0
    known = set(DataImport.objects.exclude(file="").values_list("file", flat=True))
    before = timezone.now() - STRAY_AFTER
    strays = [name for name in names - known if storage.get_modified_time(name) < before]
    for name in strays:
        storage.delete(name)
    return len(strays)
