"""The life of an import: a file is brought, its columns are named, it is checked, imported, or stopped.

The rows are for `services.importing`, the file for `services.import_files`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit
from donations.importing.columns import columns_of, guess, mark_of
from donations.models import DataImport, Designation, ImportKind, ImportState
from donations.services import import_files, importing
from donations.services.decisions import Refused, too_late
from donations.services.transitions import may_move, move

AFRESH: dict[str, Any] = {"stumbles": 0, "trouble": "", "trouble_row": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What holds for the whole file where its rows say nothing."""

    kind: str
    language: str
    currency: str = ""
    designation: Designation | None = None
    with_receipts: bool = False


def bring(name: str, file: "File[bytes]", choices: Choices, by: User) -> DataImport:
    """Keep a file, with its columns as they were named last time, else as we guess. Raises Unreadable."""
    headings = import_files.headings_in(file)
    stored, digest = import_files.keep(file)
    with transaction.atomic():
        row = DataImport.objects.create(
            kind=choices.kind,
            name=name[:200],
            file=stored,
            sha256=digest,
            currency=choices.currency,
            language=choices.language,
            designation=choices.designation,
            with_receipts=choices.with_receipts and choices.kind == ImportKind.GIFTS,
            headings=headings,
            headings_mark=mark_of(headings),
            columns=_remembered(choices.kind, headings) or guess(choices.kind, headings),
            brought_by=by,
        )
        audit.record(action="import.brought", obj=row, actor=by, new=row.kind, note=row.name)
    return row


def name_columns(data_import: DataImport, columns: Mapping[str, int], by: User) -> None:
    """Say which column is what, and have the file checked. Nothing but the report is written. Raises Refused."""
    _demand(data_import, ImportState.CHECKING)
    with transaction.atomic():
        _move(data_import, ImportState.CHECKING, by, columns=dict(columns), worked=0, would={}, **AFRESH)
        transaction.on_commit(partial(importing.work.enqueue, data_import.pk))


def begin(data_import: DataImport, by: User, seen: str) -> None:
    """Import the good rows of a checked file, or carry on where it was stopped. Raises Refused.

    `seen` is the `check_mark` of the check that `by` has read.
    """
    _demand(data_import, ImportState.IMPORTING)
    if data_import.state == ImportState.CHECKED and seen != data_import.check_mark:
        raise too_late()
    with transaction.atomic():
        marks = {"worked": 0, "last_row": 0} if data_import.state == ImportState.CHECKED else {}
        _move(data_import, ImportState.IMPORTING, by, **AFRESH, **marks)
        audit.record(action="import.begun", obj=data_import, actor=by, note=data_import.name)
        transaction.on_commit(partial(importing.work.enqueue, data_import.pk))


def stop(data_import: DataImport, by: User) -> None:
    """Stop after the batch under way: what is imported stays, the rest can follow. Raises Refused."""
    if not data_import.is_at_work:
        raise Refused(_("Nothing is being done with this file."))
    checking = data_import.state == ImportState.CHECKING
    _move(data_import, ImportState.UPLOADED if checking else ImportState.STOPPED, by)


def lacking(kind: str, columns: Mapping[str, int]) -> list[str]:
    """The fields that no column stands for, though every file of the kind needs them."""
    return [one.field for one in columns_of(kind) if one.required and one.field not in columns]


def _remembered(kind: str, headings: list[str]) -> dict[str, int]:
    latest = DataImport.objects.named(kind, mark_of(headings)).first()
    return dict(latest.columns) if latest else {}


def _demand(data_import: DataImport, to: ImportState) -> None:
    if not data_import.file:
        raise Refused(_("The file has been deleted meanwhile. Upload it again."))
    if not may_move(data_import, to):
        raise Refused(_("This cannot be done now: %(state)s.") % {"state": data_import.get_state_display()})


def _move(data_import: DataImport, to: ImportState, by: User, **fields: Any) -> None:
    if not move(data_import, to, by, **fields):
        raise too_late()
