"""Files that are made once and served for ever: kept privately, under their own hash, checked before they leave."""

import logging
from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import transaction

from donations.models import Receipt, Statement
from safeguarding.storage import private_storage

logger = logging.getLogger(__name__)


class Damaged(Exception):
    """What lies in the storage is not what was made, or is gone."""


def keep(row: Receipt | Statement, content: bytes, stem: str) -> None:
    """Store the file of a row that has none and note it; of two workers at once the second waits and does nothing.

    The name holds the hash: a file that a dying process left behind is taken over, or replaced when it is half written.
    The row is locked meanwhile, else a worker would take for a dead one's what another is just writing.
    """
    digest = sha256(content).hexdigest()
    with transaction.atomic():
        if type(row).objects.select_for_update().filter(pk=row.pk, file="").exists():
            name = _store(f"{stem}-{digest[:16]}.pdf", content)
            type(row).objects.filter(pk=row.pk).update(file=name, sha256=digest)
    row.refresh_from_db(fields=["file", "sha256"])


def read(row: Receipt | Statement) -> bytes:
    """The bytes as they were made; raises Damaged."""
    try:
        with row.file.open("rb") as file:
            content: bytes = file.read()
    except OSError as error:
        logger.error("the file of %s %s cannot be read", row._meta.model_name, row.pk)
        raise Damaged from error
    if sha256(content).hexdigest() != row.sha256:
        logger.error("the file of %s %s was changed after it was made", row._meta.model_name, row.pk)
        raise Damaged
    return content


def _store(name: str, content: bytes) -> str:
    storage = private_storage()
    if storage.exists(name):
        with storage.open(name) as file:
            if file.read() == content:
                return name
        storage.delete(name)
    return storage.save(name, ContentFile(content))
