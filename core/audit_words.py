"""What the audit says, in the reader's language. It keeps codes, as it is kept for ever; apps add their words."""

from collections.abc import Callable, Mapping

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise

from core.models import AuditEntry

_WORDS: dict[str, Promise] = {}
_NOTES: dict[str, Callable[[str], str]] = {}


def add(words: Mapping[str, Promise], notes: Mapping[str, Callable[[str], str]] | None = None) -> None:
    """Words for actions that bring a row into no other state; `notes` puts what is noted with them into words, too."""
    _WORDS.update(words)
    _NOTES.update(notes or {})


def of(entry: AuditEntry) -> str:
    """From which state into which, if it was that; else what was done; a code that nobody has words for as it is."""
    states = _states(entry.object_label)
    if entry.old in states and entry.new in states:
        return f"{states[entry.old]} → {states[entry.new]}"
    if entry.action in _WORDS:
        return str(_WORDS[entry.action])
    step = entry.action.rpartition(".")[2]
    return states.get(step) or states.get(entry.new) or entry.action


def note_of(entry: AuditEntry) -> str:
    """What is noted with it; what nobody has words for as it is."""
    in_words = _NOTES.get(entry.action, str)
    return in_words(entry.note)


def _states(label: str) -> dict[str, str]:
    """What the states of a model are called."""
    try:
        field = apps.get_model(label)._meta.get_field("state")
    except (LookupError, FieldDoesNotExist):
        return {}
    return {str(code): str(words) for code, words in field.flatchoices}
