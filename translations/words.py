"""The names and spellings that staff keep, ready for the translator."""

from uuid import UUID

from django.core.cache import cache

from languages.additions import Additions
from translations.models import CheckedWord, ProtectedName, Spelling

KEY = "translations:words"
SECONDS = 24 * 3600  # dropped on change; this is for rows changed behind our back


def additions(page_key: UUID | None = None) -> Additions:
    """Staff's words; with a page's translation key, what was decided for that page goes before them."""
    names, words = cache.get_or_set(KEY, _read, SECONDS)
    if page_key:
        words = words | dict(CheckedWord.objects.filter(page_key=page_key).values_list("latin", "cyrillic"))
    return Additions(names, words)


def forget() -> None:
    """Drop what was read; the next translation reads anew."""
    cache.delete(KEY)


def _read() -> tuple[tuple[str, ...], dict[str, str]]:
    names = tuple(ProtectedName.objects.values_list("name", flat=True))
    return names, dict(Spelling.objects.values_list("latin", "cyrillic"))
