"""How far the translation of a page is: computed from dates, never stored."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """The state of one language of a page."""

    ORIGINAL = "original", pgettext_lazy("of a page", "Original")
    CURRENT = "current", _("Up to date")
    OUTDATED = "outdated", _("Out of date")
    DRAFT = "draft", pgettext_lazy("of a translation", "Draft")
    MISSING = "missing", _("Missing")


class Dated(Protocol):
    """A page with the annotations of `querysets.with_original`."""

    locale_id: int
    original_locale: int | None
    original_written: datetime | None
    original_fetched: datetime | None
    public_written: datetime | None
    latest_revision_created_at: datetime | None
    live: bool


@dataclass(frozen=True)
class Standing:
    """A state and, where something is out of date, since when."""

    state: State
    since: datetime | None = None


def standing(page: Dated) -> Standing:
    """Where a page stands: out of date when its original was written after it, or since its texts were last fetched.

    A draft is a translation that visitors do not see yet: the page, or its newest version.
    """
    if page.locale_id == page.original_locale or page.original_written is None:
        return Standing(State.ORIGINAL)
    seen = (page.latest_revision_created_at, page.original_fetched)
    if any(moment and moment < page.original_written for moment in seen):
        return Standing(State.OUTDATED, page.original_written)
    if not page.live or (page.public_written and page.public_written < page.original_written):
        return Standing(State.DRAFT)
    return Standing(State.CURRENT)
