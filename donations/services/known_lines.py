"""Which lines of a statement are here already, in whatever file and form they came before."""

from collections.abc import Callable
from itertools import count

from donations.bank_files.lines import Line, fingerprints
from donations.models import StatementLine
from languages.folding import fold

PAYER, TEXT = 200, 500  # letters that are kept
Asked = Callable[[StatementLine, Line], bool] | None


def marks_of(lines: list[Line]) -> list[str]:
    """The fingerprint of each line; of one under which something else is kept, that of its own row or the next free.

    A bank may give one number to all transfers of a day: whatever a file of the evening has is not that of the morning.
    A row is first of the line that says the very same, then of one that says more or less of it.
    """
    marks = fingerprints(lines)
    kept: dict[str, StatementLine | None] = dict.fromkeys(marks)
    kept |= {row.fingerprint: row for row in StatementLine.objects.filter(fingerprint__in=marks)}
    pairs = [(line, kept[mark]) for line, mark in zip(lines, marks, strict=True)]
    shared = {line.fingerprint(0) for line, row in pairs if row is not None and not _same(row, line)}
    places = [place for place, line in enumerate(lines) if shared and line.fingerprint(0) in shared]
    found: dict[int, str] = {}
    for is_of in (_same, _agree, None):
        for place in places:
            if place not in found and (mark := _mark(lines[place], set(found.values()), kept, is_of)):
                found[place] = mark
    return [found.get(place, mark) for place, mark in enumerate(marks)]


def _mark(line: Line, taken: set[str], kept: dict[str, StatementLine | None], is_of: Asked) -> str:
    """The first of a row that is of this line, "" if there is none; without a question, the first of no row."""
    for mark in filter(lambda mark: mark not in taken, map(line.fingerprint, count())):
        if mark not in kept:
            kept[mark] = StatementLine.objects.filter(fingerprint=mark).first()
        row = kept[mark]
        if row is None:
            return "" if is_of else mark
        if is_of and is_of(row, line):
            return mark
    raise AssertionError("there is always a next one")


def known_among(lines: list[Line], marks: list[str]) -> set[str]:
    """Which marks are of lines that are here, under the same mark or with the same number from another form.

    Every row is one line: of two transfers of one number, the second is not taken for the first.
    """
    rows = StatementLine.objects.filter(fingerprint__in=marks)
    known = set(rows.values_list("fingerprint", flat=True))
    rest = [(line, mark) for line, mark in zip(lines, marks, strict=True) if mark not in known]
    numbers = {line.bank_reference[:100] for line, _mark in rest} - {""}
    others = StatementLine.objects.filter(bank_reference__in=numbers).exclude(fingerprint__in=known)
    by_number: dict[object, list[StatementLine]] = {}
    for row in others.filter(booked_on__in={line.booked_on for line, _mark in rest}).order_by("pk"):
        by_number.setdefault((row.bank_reference, row.booked_on, row.amount), []).append(row)
    for line, mark in rest:
        candidates = by_number.get((line.bank_reference[:100], line.booked_on, line.amount), [])
        if same := next((row for row in candidates if _agree(row, line)), None):
            candidates.remove(same)
            known.add(mark)
    return known


def _same(row: StatementLine, line: Line) -> bool:
    """Whether two forms say the same of a transfer."""
    return all(one == other for one, other in _words(row, line))


def _agree(row: StatementLine, line: Line) -> bool:
    """Whether two forms may tell of one transfer: one may say less than the other, but nothing else."""
    return all(one <= other or other <= one for one, other in _words(row, line))


def _words(row: StatementLine, line: Line) -> list[tuple[set[str], set[str]]]:
    pairs = ((row.payer, line.payer[:PAYER]), (row.text, line.text[:TEXT]))
    return [(set(fold(one).split()), set(fold(other).split())) for one, other in pairs]
