"""Checking and importing the rows of a file, in the worker.

A check writes nothing but the report and begins anew when it was interrupted. An import goes batch by batch: rows,
books and the mark how far it got are one transaction, so it carries on at the right row whatever happened, and two
workers at once share the work.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import islice
from time import monotonic

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from core import audit
from donations.importing.judging import Judged, Verdict, World, judge_rows
from donations.importing.purposes import Purposes
from donations.importing.records import Terms, terms_of
from donations.importing.tables import Row, Table, Unreadable
from donations.models import BankAccount, DataImport, ImportKind, ImportProblem, ImportState
from donations.models.data_import import SUM_OF
from donations.services import import_files, import_writing
from donations.services.transitions import move

logger = logging.getLogger(__name__)
# Short, as a transaction on SQLite keeps everybody else from writing.
BATCH = 100
# Other tasks wait behind this one: it gives way and comes again.
SLICE_SECONDS = 40.0
MOST_STUMBLES = 5  # runs without a batch done: something is wrong with this file, or with us
TRIES = 5  # of a batch that collides with what donors do at the same moment
LEFT_AFTER = timedelta(minutes=2)


class Collided(Exception):
    """A batch met other people's writing again and again."""


@task()
def work(pk: int) -> None:
    """Put into the queue by whoever has a file checked or imported."""
    go_on(pk)


def go_on(pk: int) -> None:
    """Do what is to be done with an import, until it is done, or stopped, or others have to have their turn."""
    data_import = _run(pk)
    if data_import is None:
        return
    try:
        if data_import.state == ImportState.CHECKING:
            _check(data_import)
        else:
            _bring_in(data_import)
    except Unreadable as error:
        _give_up(data_import, error.code, error.row)


def go_on_with_left() -> int:
    """Those that a worker died over: scheduled. Returns how many."""
    left = list(DataImport.objects.left(timezone.now() - LEFT_AFTER).values_list("pk", flat=True))
    for pk in left:
        try:
            go_on(pk)
        except Exception:
            logger.exception("import %s failed", pk)
    return len(left)


def _run(pk: int) -> DataImport | None:
    """The import, with this run counted; None when there is nothing to do, or it has failed too often."""
    with transaction.atomic():  # the number of the run is nobody else's
        at_work = DataImport.objects.at_work().select_related("designation").select_for_update(of=("self",))
        data_import = at_work.filter(pk=pk).first()
        if data_import is None:
            return None
        data_import.runs += 1
        data_import.stumbles += 1
        data_import.changed_at = timezone.now()
        if data_import.state == ImportState.CHECKING:
            data_import.worked = 0
        data_import.save(update_fields=["runs", "stumbles", "changed_at", "worked"])
    if data_import.stumbles > MOST_STUMBLES:
        _give_up(data_import, "stumbled", None)
        return None
    return data_import


def _give_up(data_import: DataImport, code: str, row: int | None) -> None:
    """Leave it to a person, with the reason."""
    checking = data_import.state == ImportState.CHECKING
    mended_by_another_file = ImportState.UPLOADED if code == "stumbled" else ImportState.UNREADABLE
    to = mended_by_another_file if checking else ImportState.STOPPED
    logger.warning("import %s given up: %s", data_import.pk, code)
    move(data_import, to, trouble=code[:40], trouble_row=row)


def _check(data_import: DataImport) -> None:
    """The dry run: what would become of each row."""
    if not _begin_report(data_import):
        return
    counts: Counter[str] = Counter()
    with import_files.opened(data_import) as table:
        world, terms = World(data_import, locking=False), _terms(data_import, table)
        for rows in _batches(table.rows):
            judged = judge_rows(world, terms, rows)
            counts.update(_counted(judged))
            if not _note(data_import, judged, counts):
                return
    _checked(data_import, counts)


@transaction.atomic
def _begin_report(data_import: DataImport) -> bool:
    """Empty it; False when another worker has begun it anew meanwhile: what stands there is that one's."""
    if not _is_still_checked_by_us(data_import):
        return False
    data_import.problems.filter(is_dry=True).delete()
    return True


@transaction.atomic
def _note(data_import: DataImport, judged: list[Judged], counts: Mapping[str, int]) -> bool:
    """Put a batch into the report; False when the check was stopped, or another worker has begun it anew."""
    if not _is_still_checked_by_us(data_import):
        return False
    _report(data_import, judged, is_dry=True)
    DataImport.objects.filter(pk=data_import.pk).update(
        worked=F("worked") + len(judged), would=dict(counts), changed_at=timezone.now()
    )
    return True


@transaction.atomic
def _checked(data_import: DataImport, counts: Counter[str]) -> None:
    if _is_still_checked_by_us(data_import):
        move(
            data_import,
            ImportState.CHECKED,
            rows=sum(counts[verdict] for verdict in Verdict),
            would=dict(counts),
            stumbles=0,
        )


def _is_still_checked_by_us(data_import: DataImport) -> bool:
    now = DataImport.objects.select_for_update().get(pk=data_import.pk)
    return (now.state, now.runs) == (ImportState.CHECKING, data_import.runs)


def _bring_in(data_import: DataImport) -> None:
    """The import, from the row after the last one that is done."""
    with import_files.opened(data_import) as table:
        terms = _terms(data_import, table)
        ahead = (row for row in table.rows if row.number > data_import.last_row)
        until: float | None = None
        for rows in _batches(ahead):
            until = until or monotonic() + SLICE_SECONDS  # not counting the way to the first row
            if not _batch(data_import.pk, terms, rows):
                return
            if monotonic() > until:
                work.enqueue(data_import.pk)
                return
    _finish(data_import.pk)


def _batch(pk: int, terms: Terms, rows: list[Row]) -> bool:
    """One batch, once; False when the import is not running any more.

    A donor who gives online at the same moment may be the one that a row is about: then the rows are judged again.
    """
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                return _batch_once(pk, terms, rows)
        except IntegrityError:
            logger.info("import %s: a batch collided and is done again", pk)
    raise Collided(f"import {pk}")


def _batch_once(pk: int, terms: Terms, rows: list[Row]) -> bool:
    data_import = _turn(pk)
    if data_import is None:
        return False
    ahead = [row for row in rows if row.number > data_import.last_row]  # another worker may have done some
    if not ahead:
        return True
    judged = judge_rows(World(data_import, locking=True), terms, ahead)
    import_writing.write(data_import, judged)
    _report(data_import, judged, is_dry=False)
    DataImport.objects.filter(pk=pk).update(
        last_row=ahead[-1].number,
        worked=F("worked") + len(ahead),
        did=dict(Counter(data_import.did) + _counted(judged)),
        stumbles=0,
        changed_at=timezone.now(),
    )
    return True


def _turn(pk: int) -> DataImport | None:
    """The import, locked. All that are running are, in one order: their batches follow one another, so that equal rows
    of two files meet.
    """
    running = DataImport.objects.select_for_update().filter(state=ImportState.IMPORTING).order_by("pk")
    return next((one for one in running if one.pk == pk), None)


@transaction.atomic
def _finish(pk: int) -> None:
    data_import = _turn(pk)
    if data_import is None:
        return
    move(data_import, ImportState.DONE)
    counts = ", ".join(f"{verdict} {data_import.did.get(verdict, 0)}" for verdict in Verdict)
    audit.record(
        action="import.done",
        obj=data_import,
        actor=data_import.brought_by,
        new=data_import.kind,
        note=f"{counts}: {data_import.name}",
    )


def _counted(judged: Iterable[Judged]) -> Counter[str]:
    """Rows by what becomes of them, and what the new ones come to by currency, in minor units (`DataImport.sums`)."""
    counts: Counter[str] = Counter()
    for one in judged:
        counts[str(one.verdict)] += 1
        if one.verdict is Verdict.ADDED and one.record and one.record.amount:
            counts[SUM_OF + one.record.amount.currency] += one.record.amount.minor
    return counts


def _report(data_import: DataImport, judged: list[Judged], *, is_dry: bool) -> None:
    ImportProblem.objects.bulk_create(
        ImportProblem(
            data_import=data_import,
            is_dry=is_dry,
            row=one.row,
            field=finding.field,
            code=finding.code,
            value=finding.value,
            detail=finding.detail,
            refuses=finding.refuses,
        )
        for one in judged
        for finding in one.findings
    )


def _terms(data_import: DataImport, table: Table) -> Terms:
    currencies: Iterable[str] = ()
    if data_import.kind == ImportKind.SPONSORSHIPS:
        currencies = BankAccount.objects.filter(is_open=True).values_list("currency", flat=True)
    return terms_of(data_import, table, Purposes(), frozenset(currencies))


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
