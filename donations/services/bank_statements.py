"""Lines of bank statements: kept once, matched to the transfers that donors announced, booked through the one door.

By itself only what cannot be mistaken is booked: our reference, the same amount, the same currency. All else waits:
one person proposes, another confirms.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time
from hashlib import sha256
from itertools import count

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from core import audit
from core.references import ALPHABET
from donations.bank_files.lines import Line, fingerprints
from donations.gateways.bank.gateway import BankTransferGateway
from donations.gateways.instructions import Settle
from donations.gateways.outcomes import Verdict
from donations.models import BankStatement, LineState, Payment, PaymentState, StatementLine
from donations.querysets import PaymentQuerySet
from donations.services import payments
from donations.services.decisions import Refused, too_late
from languages.folding import fold

# What clerks type instead: Cyrillic letters that look the same, no hyphens, small letters, O for zero.
_TYPED = str.maketrans("АВЕКМНОРСТХІУ", "ABEKMH0PCTX1Y") | str.maketrans("OIL", "011")
# Looked for at every P: words before ours ("HELP SOS P-…") may look like a reference that ends within it. Nor do
# letters behind make it another: banks write lines of a purpose behind each other without a space.
_REFERENCE = re.compile(rf"(?=P[\s-]*((?:[{ALPHABET}][\s-]*){{12}}))")
PAYER, TEXT = 200, 500  # letters that are kept
Asked = Callable[[StatementLine, Line], bool] | None
PAYABLE = (PaymentState.CREATED, PaymentState.REDIRECTED, PaymentState.PROCESSING, PaymentState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Found:
    """What a line seems to be. `sure`: it can be booked without anybody looking."""

    line: Line
    fingerprint: str
    known: bool
    payment: Payment | None = None
    sure: bool = False
    note: str = ""


def references_in(text: str) -> list[str]:
    """Our payments' references in what somebody wrote on a transfer, in their proper form."""
    folded = text.upper().translate(_TYPED)
    found = (re.sub(r"[\s-]", "", match) for match in _REFERENCE.findall(folded))
    return [f"P-{letters[:4]}-{letters[4:8]}-{letters[8:]}" for letters in found]


def look(lines: list[Line]) -> list[Found]:
    """What importing these lines would do; changes nothing."""
    marks = _marks(lines)
    known = _known(lines, marks)
    waiting = _Waiting(lines)
    return [
        Found(line, mark, known=True) if mark in known else waiting.find(line, mark)
        for line, mark in zip(lines, marks, strict=True)
    ]


def hint(line: Line) -> Found:
    """What a line that waits may be."""
    return _Waiting([line]).find(line, "")


def import_lines(name: str, content: bytes, lines: list[Line], by: User) -> BankStatement:
    """Keep what is new and book what is sure; the same file, or the same line in another, changes nothing.

    Each line is booked by itself: a crash in the middle leaves lines that wait, and importing again carries on.
    Raises Refused, after all else is done, where a line that looked new could not be kept.
    """
    statement, _made = BankStatement.objects.get_or_create(
        digest=_digest(content), defaults={"name": name[:200], "imported_by": by}
    )
    new = [found for found in look(lines) if not found.known]
    kept = [_keep(statement, found) for found in new]
    for found, line in zip(new, kept, strict=True):
        if line is not None:
            _book_sure(line, found)
    for row in statement.lines.filter(state=LineState.UNMATCHED, decided_by=None, proposed_by=None):
        _try_again(row)  # what a crash left between keeping and booking
    if missing := kept.count(None):
        raise _not_kept(missing)
    return statement


def booked_from(content: bytes) -> QuerySet[StatementLine]:
    """Lines of a file that are gifts by now."""
    return StatementLine.objects.filter(statement__digest=_digest(content), state=LineState.MATCHED)


def propose(row: StatementLine, reference: str, by: User) -> None:
    """Say which payment a line is; somebody else confirms. Raises Refused."""
    typed = [*references_in(reference), reference.strip().upper()][0]
    payment = _transfers().filter(reference=typed).first()
    if payment is None:
        raise Refused(_("There is no bank transfer with this reference."))
    if payment.amount != row.amount:
        raise Refused(_("The amounts differ."))
    if payment.state not in PAYABLE:
        raise Refused(_("This payment is closed."))
    _change(row, (LineState.UNMATCHED,), by, state=LineState.PROPOSED, payment=payment, proposed_by=by)


def confirm(row: StatementLine, reference: str, by: User) -> None:
    """Book what somebody else has proposed; `reference` is of the payment that `by` has seen. Raises Refused."""
    if row.proposed_by_id == by.pk:
        raise Refused(_("Somebody else must confirm what you have proposed."))
    if row.state != LineState.PROPOSED or row.payment is None or row.payment.reference != reference:
        raise too_late()
    _book(row, row.payment, decided_by=by)


def send_back(row: StatementLine, by: User) -> None:
    """Take a proposal away: the line waits again. Raises Refused."""
    _change(row, (LineState.PROPOSED,), by, state=LineState.UNMATCHED, payment=None, proposed_by=None)


def dismiss(row: StatementLine, note: str, by: User) -> None:
    """Say that a line is no gift, and why. Raises Refused."""
    if not note.strip():
        raise Refused(_("Write why this is no gift."))
    _change(
        row, (LineState.UNMATCHED,), by, state=LineState.DISMISSED, note=note.strip()[:200], decided_by=by
    )


def take_up_again(row: StatementLine, by: User) -> None:
    """A line that was no gift waits again, with the reason that was given then. Raises Refused."""
    _change(row, (LineState.DISMISSED,), by, state=LineState.UNMATCHED, decided_by=None)


class _Waiting:
    """The transfers that lines may be about: two queries, however many lines."""

    def __init__(self, lines: list[Line]) -> None:
        wanted = {reference for line in lines for reference in references_in(line.text)}
        transfers = _transfers().select_related("donation")
        self.by_reference = {row.reference: row for row in transfers.filter(reference__in=wanted)}
        self.open = list(transfers.open().filter(amount_minor__in={line.amount.minor for line in lines}))

    def find(self, line: Line, mark: str) -> Found:
        """By reference, else by amount and name."""
        named = [self.by_reference.get(reference) for reference in references_in(line.text)]
        if known := [payment for payment in named if payment is not None]:
            return self._by_reference(line, mark, known)
        name = set(fold(line.payer).split())
        same = [
            one
            for one in self.open
            if one.amount == line.amount and name and set(fold(one.donation.donor_name).split()) <= name
        ]
        payment = same[0] if len(same) == 1 else None
        return Found(line, mark, False, payment, note="name and amount" if payment else "")

    @staticmethod
    def _by_reference(line: Line, mark: str, named: list[Payment]) -> Found:
        payment, *others = named
        if payment.amount != line.amount:
            return Found(line, mark, False, payment, note="amount differs")
        if payment.state not in PAYABLE:
            return Found(line, mark, False, payment, note=f"payment is {payment.state}")
        # Of two gifts that wait, nobody knows which it is; two attempts at one gift are the same.
        is_sure = all(one.donation_id == payment.donation_id or one.state not in PAYABLE for one in others)
        return Found(line, mark, False, payment, sure=is_sure)


def _transfers() -> PaymentQuerySet:
    """Those that a statement can tell of: what our bank has received pays nothing that was announced for a trial."""
    return Payment.objects.filter(gateway=BankTransferGateway.code, livemode=BankTransferGateway().livemode)


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _marks(lines: list[Line]) -> list[str]:
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


def _known(lines: list[Line], marks: list[str]) -> set[str]:
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


def _keep(statement: BankStatement, found: Found) -> StatementLine | None:
    """The new row; None when another import was quicker."""
    line = found.line
    row, made = StatementLine.objects.get_or_create(
        fingerprint=found.fingerprint,
        defaults={
            "statement": statement,
            "booked_on": line.booked_on,
            "amount_minor": line.amount.minor,
            "currency": line.amount.currency,
            "payer": line.payer[:PAYER],
            "text": line.text[:TEXT],
            "bank_reference": line.bank_reference[:100],
            "note": found.note,
        },
    )
    return row if made else None


def _not_kept(missing: int) -> Refused:
    words = ngettext(
        "%(count)s line was not taken: it came in elsewhere meanwhile. Look at the file again.",
        "%(count)s lines were not taken: they came in elsewhere meanwhile. Look at the file again.",
        missing,
    )
    return Refused(words % {"count": missing})


def _try_again(row: StatementLine) -> None:
    line = Line(booked_on=row.booked_on, amount=row.amount, payer=row.payer, text=row.text)
    _book_sure(row, _Waiting([line]).find(line, row.fingerprint))


def _book_sure(row: StatementLine, found: Found) -> None:
    """A line that somebody has taken in hand meanwhile is theirs; the lines after it are booked all the same."""
    if found.sure and found.payment is not None:
        with suppress(Refused):
            _book(row, found.payment, decided_by=None)


@transaction.atomic
def _book(row: StatementLine, payment: Payment, decided_by: User | None) -> None:
    """Through the one door, and on the line, together. What the door refuses stays with a person.

    The line is locked before the payment and is still as it was read, or nothing is booked: one line pays one gift.
    The message names both, as after a refusal the line may turn out to be another gift. Raises Refused.
    """
    if _as_read(row).select_for_update().first() is None:
        raise too_late()
    outcome = payments.apply(
        Settle(
            gateway=BankTransferGateway.code,
            livemode=BankTransferGateway().livemode,
            event_id=f"line:{row.fingerprint}:{payment.reference}",
            reference=payment.reference,
            provider_reference=row.fingerprint,
            occurred_at=timezone.make_aware(datetime.combine(row.booked_on, time(12))),
            amount=row.amount,
            moved_on=row.booked_on,
        )
    )
    if outcome.verdict is not Verdict.APPLIED:
        _change(row, (row.state,), decided_by, note=f"the payment is {outcome.state or 'unknown'}")
        return
    _change(
        row,
        (LineState.UNMATCHED, LineState.PROPOSED),
        decided_by,
        state=LineState.MATCHED,
        payment=payment,
        decided_by=decided_by,
    )


def _as_read(row: StatementLine) -> QuerySet[StatementLine]:
    """The line, if nobody has changed meanwhile how it stands, which payment it is said to be, and by whom."""
    return StatementLine.objects.filter(
        pk=row.pk, state=row.state, payment=row.payment_id, proposed_by=row.proposed_by_id
    )


def _change(row: StatementLine, expected: tuple[str, ...], by: User | None, **fields: object) -> None:
    """Change a line that is still as it was read, on the record. Raises Refused."""
    old = row.state
    if old not in expected or not _as_read(row).update(**fields):
        raise too_late()
    for name, value in fields.items():
        setattr(row, name, value)
    audit.record(action=f"statementline.{row.state}", obj=row, actor=by, old=old, new=row.state)
