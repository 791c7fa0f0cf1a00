"""What the audit says about a report, readings included, in words for focal points."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import audit_words
from core.models import AuditEntry
from safeguarding.models import Concern

WORDS = {
    "concern.report": _("Reported"),
    "concern.add": _("Whoever reported wrote again"),
    "concern.answer": _("An answer was written"),
    "concern.note": _("A note was written"),
    "concern.assign": _("Somebody else takes care of it"),
    "concern.read": _("Opened"),
    "concern.read_file": _("A file was opened"),
}
LONGEST = 200


@dataclass(frozen=True)
class Line:
    """One act: when, by whom (empty for whoever reported and the system), what."""

    at: datetime
    actor: str
    words: str


def of(concern: Concern) -> list[Line]:
    """The latest acts first."""
    entries = AuditEntry.objects.about(concern).select_related("actor")[:LONGEST]
    return [Line(entry.at, str(entry.actor or ""), audit_words.of(entry)) for entry in entries]
