"""What happens to a report: the only place where its state changes."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext

from core import audit, transitions
from safeguarding.concerns import codes, notifications
from safeguarding.concerns.attachments import Attachment
from safeguarding.concerns.states import TRANSITIONS, ConcernState
from safeguarding.models import Concern, ConcernFile, ConcernMessage, ConcernNote


class NotStored(Exception):
    """A file cannot be kept just now; nothing else was kept, either."""


TOLD = ("text", "place", "name", "contact")


def report(*, token: str, files: Sequence[Attachment] = (), **fields: Any) -> tuple[Concern, str]:
    """Keep a report and tell the focal points; return it and its receipt code.

    `token` is the sent form's: the same again makes no second report and has the same code. Whoever sends a form
    again after changing its words or its files has these added, so that nothing that was told is lost.

    Raises NotStored.
    """
    code, submission = codes.code_for(token), codes.fingerprint(token)
    try:
        with transaction.atomic():
            concern = Concern.objects.create(submission=submission, code_hash=codes.hash_of(code), **fields)
            audit.record(action="concern.report", obj=concern, new=concern.state)
            notifications.tell_new(concern)
            _keep_files(concern, None, files)
    except IntegrityError:
        concern = Concern.objects.get(submission=submission)
        told = [str(fields.get(name, "")) for name in TOLD if fields.get(name, "") != getattr(concern, name)]
        words, more = "\n\n".join(filter(None, told)), _not_kept(concern, files)
        if words or more:
            _add(concern, _fingerprint(token, words, files), words, more)
        if fields.get("is_child"):
            _note_child(concern, token)
        code = codes.code_again(token, concern.code_hash)
    return concern, code


def add(concern: Concern, *, token: str, text: str, files: Sequence[Attachment] = ()) -> ConcernMessage:
    """Keep what whoever reported adds; a closed report is opened again. The same of the same `token` adds nothing.

    Raises NotStored.
    """
    return _add(concern, _fingerprint(token, text, files), text, files)


@transaction.atomic
def _add(concern: Concern, submission: str, text: str, files: Iterable[Attachment]) -> ConcernMessage:
    try:
        with transaction.atomic():
            message = concern.messages.create(submission=submission, from_reporter=True, text=text)
    except IntegrityError:
        return ConcernMessage.objects.get(submission=submission)
    Concern.objects.filter(pk=concern.pk, unread_since=None).update(unread_since=timezone.now())
    audit.record(action="concern.add", obj=concern)
    locked = Concern.objects.select_for_update().get(pk=concern.pk)
    if locked.state == ConcernState.CLOSED:
        _move(locked, ConcernState.LOOKING, actor=None)
    notifications.tell_added(locked, message)
    _keep_files(concern, message, files)
    return message


@transaction.atomic
def _note_child(concern: Concern, token: str) -> None:
    """Who said it only when the form was sent again; focal points may have read the report before."""
    if Concern.objects.filter(pk=concern.pk, is_child=False).update(is_child=True):
        _add(concern, _fingerprint(token, "is_child", ()), gettext("I am under 18"), ())


@transaction.atomic
def answer(concern: Concern, text: str, *, author: models.Model) -> ConcernMessage:
    """Write to whoever reported; they read it when they come back with their code. Pressed twice it is written once."""
    if said := _said_just_now(concern, concern.messages.all(), text, author):
        return said
    message = concern.messages.create(from_reporter=False, author=author, text=text)
    audit.record(action="concern.answer", obj=concern, actor=author)
    return message


@transaction.atomic
def add_note(concern: Concern, text: str, *, author: models.Model) -> ConcernNote:
    """Keep a remark among focal points, once; the audit says that there is one, not what it says."""
    if said := _said_just_now(concern, concern.notes.all(), text, author):
        return said
    note = concern.notes.create(text=text, author=author)
    audit.record(action="concern.note", obj=concern, actor=author)
    return note


@transaction.atomic
def change_state(concern: Concern, state: str, *, actor: models.Model) -> Concern:
    """Move a report to `state`; raises InvalidTransition, also where it would be closed over words nobody has read."""
    locked = Concern.objects.select_for_update().get(pk=concern.pk)
    if state == ConcernState.CLOSED and locked.unread_since:
        raise transitions.InvalidTransition("unread")
    return _move(locked, state, actor=actor)


@transaction.atomic
def assign(concern: Concern, person: models.Model | None, *, actor: models.Model) -> None:
    """Make `person` responsible, or nobody."""
    old = concern.assigned_to_id
    concern.assigned_to = person
    concern.save(update_fields=["assigned_to"])
    new = person.pk if person else ""
    audit.record(action="concern.assign", obj=concern, actor=actor, old=str(old or ""), new=str(new))


@transaction.atomic
def note_reading(concern: Concern, *, reader: models.Model) -> None:
    """Log that `reader` has opened the report, with all that was written until now."""
    now = timezone.now()
    Concern.objects.filter(pk=concern.pk, seen_at=None).update(seen_at=now)
    Concern.objects.filter(pk=concern.pk).update(unread_since=None)
    audit.record(action="concern.read", obj=concern, actor=reader)


def note_file(concern: Concern, *, reader: models.Model) -> None:
    """Log that `reader` has opened a file of the report; its words may be newer than the page that led there."""
    audit.record(action="concern.read_file", obj=concern, actor=reader)


def _said_just_now(concern: Concern, rows: models.QuerySet, text: str, author: models.Model) -> Any:
    """The latest of the rows, where it is the same by the same person: the button was pressed twice."""
    Concern.objects.select_for_update().get(pk=concern.pk)
    last = rows.order_by("pk").last()
    return last if last is not None and (last.author_id, last.text) == (author.pk, text) else None


def _fingerprint(token: str, text: str, files: Iterable[Attachment]) -> str:
    """Names what was sent: a form that is sent again with other words or files is another."""
    return codes.fingerprint(":".join([token, text, *(sha256(file.content).hexdigest() for file in files)]))


def _not_kept(concern: Concern, files: Sequence[Attachment]) -> list[Attachment]:
    """Those of the files that did not come with the report before."""
    kept = set()
    for row in concern.files.filter(size__in=[len(file.content) for file in files]):
        with suppress(FileNotFoundError), row.file.open() as file:
            kept.add(file.read())
    return [file for file in files if file.content not in kept]


def _move(locked: Concern, state: str, *, actor: models.Model | None) -> Concern:
    old = locked.state
    transitions.check(TRANSITIONS, old, state)
    locked.state = ConcernState(state)
    locked.closed_at = timezone.now() if state == ConcernState.CLOSED else None
    locked.save(update_fields=["state", "closed_at"])
    audit.record(action="concern.state", obj=locked, actor=actor, old=old, new=state)
    return locked


def _keep_files(concern: Concern, message: ConcernMessage | None, files: Iterable[Attachment]) -> None:
    """Store the files; when the row cannot be written, they do not stay behind."""
    kept: list[ConcernFile] = []
    try:
        for attachment in files:
            row = ConcernFile(
                concern=concern,
                message=message,
                ending=attachment.ending,
                kind=attachment.kind,
                size=len(attachment.content),
            )
            _store(row, attachment.content)
            kept.append(row)
            row.save()
    except Exception:
        for row in kept:
            row.file.delete(save=False)
        raise


def _store(row: ConcernFile, content: bytes) -> None:
    try:
        row.file.save("file", ContentFile(content), save=False)
    except Exception as error:  # whatever a storage's library raises
        raise NotStored from error
