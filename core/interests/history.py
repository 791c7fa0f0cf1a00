"""What the audit says about an interest, in words for staff."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.interests.models import Interest
from core.interests.states import InterestState
from core.models import AuditEntry

WORDS = {
    "interest.register": _("Registered"),
    "interest.confirm": _("The address was confirmed"),
    "interest.assign": _("Somebody else takes care of it"),
    "interest.note": _("A note was written"),
}
LONGEST = 50


@dataclass(frozen=True)
class Line:
    """One act: when, by whom (empty for the person or the system), what."""

    at: datetime
    actor: str
    words: str


def of(interest: Interest) -> list[Line]:
    """The latest acts first."""
    entries = AuditEntry.objects.about(interest).select_related("actor")[:LONGEST]
    return [Line(entry.at, str(entry.actor or ""), _words(entry)) for entry in entries]


def _words(entry: AuditEntry) -> str:
    if entry.action == "interest.state":
        return f"{InterestState(entry.old).label} → {InterestState(entry.new).label}"
    return str(WORDS.get(entry.action, entry.action))
