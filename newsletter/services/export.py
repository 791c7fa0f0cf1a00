"""Confirmed addresses as CSV, row by row, and a note of who took them away and why."""

import csv
from collections.abc import Iterator

from django.db import models

from core import audit
from core.spreadsheets import plain
from newsletter.models import Subscriber

COLUMNS = ("email", "language", "purposes", "confirmed", "consent")


class _Echo:
    """A file that gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def export(*, actor: models.Model, reason: str) -> Iterator[str]:
    """Log the export and return its lines, which are read from the database as they are sent."""
    audit.record(action="newsletter.export", obj=actor, actor=actor, note=reason[:500])
    return _lines()


def _lines() -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for row in Subscriber.objects.confirmed().order_by("pk").iterator(chunk_size=1000):
        cells = (
            row.email,
            row.language,
            " ".join(row.purposes),
            row.confirmed_at.isoformat() if row.confirmed_at else "",
            row.consent_version,
        )
        yield writer.writerow([plain(cell) for cell in cells])
