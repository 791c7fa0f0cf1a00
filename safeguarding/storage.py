"""Where files lie that have no address of their own."""

from django.core.files.storage import Storage, storages


def private_storage() -> Storage:
    """The storage called "private" in the settings: evidence, attachments. Read through views that ask who looks."""
    return storages["private"]
