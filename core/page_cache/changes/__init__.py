"""What changed, told to every process: a log that is cheap to ask whether it has moved."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from .base import EVERYTHING, Changes, ChangesUnavailable
from .file import FileChanges

__all__ = ["EVERYTHING", "Changes", "ChangesUnavailable", "FileChanges", "shared_changes"]


def shared_changes() -> Changes:
    """Redis where the settings name one, else a file that this machine's processes share."""
    return _changes(settings.REDIS_URL, settings.REDIS_PREFIX, str(settings.PAGE_CACHE_DIR))


@lru_cache(maxsize=8)
def _changes(redis_url: str, prefix: str, folder: str) -> Changes:
    if not redis_url:
        return FileChanges(Path(folder) / "changes")
    from .redis import RedisChanges  # noqa: PLC0415  (the client takes a third of a second to load)

    return RedisChanges(redis_url, f"{prefix}page-cache")
