"""Lines of bank statements: kept once, matched to the transfers that donors announced, booked through the one door.

By itself only what cannot be mistaken is booked: our reference, the same amount, the same currency. All else waits:
one person proposes, another confirms.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from core import audit
from core.references import ALPHABET
from donations.bank_files.lines import Line
from donations.gateways.bank.gateway import BankTransferGateway
from donations.gateways.instructions import Settle
from donations.gateways.outcomes import Verdict
from donations.models import (
    BankStatement,
    LineState,
    Payment,
    PaymentState,
    Sponsorship,
    StatementLine,
    UnannouncedGift,
)
from donations.querysets import PaymentQuerySet
from donations.services import known_lines, payments, unannounced
from donations.services.decisions import Refused, too_late
from languages.folding import fold

# What clerks type instead: Cyrillic letters that look the same, no hyphens, small letters, O for zero.
_TYPED = str.maketrans("АВЕКМНОРСТХІУ", "ABEKMH0PCTX1Y") | str.maketrans("OIL", "011")
# Looked for at every P: words before ours ("HELP SOS P-…") may look like a reference that ends within it. Nor do
# letters behind make it another: banks write lines of a purpose behind each other without a space.
_REFERENCE = re.compile(rf"(?=P[\s-]*((?:[{ALPHABET}][\s-]*){{12}}))")
BY_NAME = "name and amount"
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

    @property
    def is_named(self) -> bool:
        """Whether the line names the gift; else it was found by name and amount."""
        return self.payment is not None and self.note != BY_NAME


def references_in(text: str) -> list[str]:
    """Our payments' references in what somebody wrote on a transfer, in their proper form."""
    folded = text.upper().translate(_TYPED)
    found = (re.sub(r"[\s-]", "", match) for match in _REFERENCE.findall(folded))
    return [f"P-{letters[:4]}-{letters[4:8]}-{letters[8:]}" for letters in found]


def look(lines: list[Line]) -> list[Found]:
    """What importing these lines would do; changes nothing."""
    marks = known_lines.marks_of(lines)
    known = known_lines.known_among(lines, marks)
    waiting = _Waiting(lines)
    return [
        Found(line, mark, known=True) if mark in known else waiting.find(line, mark)
        for line, mark in zip(lines, marks, strict=True)
    ]


def hint(row: StatementLine) -> Found:
    """What a line that waits may be."""
    line = Line(booked_on=row.booked_on, amount=row.amount, payer=row.payer, text=row.text)
    return _Waiting([line]).find(line, row.fingerprint)


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
    """Say which payment a line is, also where another amount was announced; somebody else confirms. Raises Refused."""
    typed = [*references_in(reference), reference.strip().upper()][0]
    payment = _transfers().filter(reference=typed).first()
    if payment is None:
        raise Refused(_("There is no bank transfer with this reference."))
    if payment.state not in PAYABLE:
        raise Refused(_("This payment is closed."))
    said = {"state": LineState.PROPOSED, "payment": payment, "proposed_by": by}
    try:
        _change(row, (LineState.UNMATCHED,), by, **said)
    except Refused:
        if not StatementLine.objects.filter(pk=row.pk, **said).exists():
            raise
        row.refresh_from_db()  # it was pressed twice


@transaction.atomic
def propose_new(row: StatementLine, said: UnannouncedGift, by: User) -> None:
    """Say whose gift a line is that nobody announced; somebody else confirms. Raises Refused."""
    said.save()
    _change(row, (LineState.UNMATCHED,), by, state=LineState.PROPOSED, unannounced=said, proposed_by=by)


@transaction.atomic
def confirm(row: StatementLine, seen: str, by: User) -> None:
    """Book what somebody else has proposed; `seen` is what `by` has seen (`StatementLine.proposal`). Raises Refused."""
    if row.proposed_by_id == by.pk:
        raise Refused(_("Somebody else must confirm what you have proposed."))
    if row.state != LineState.PROPOSED or row.proposal != seen:
        raise too_late()
    if row.payment is not None:
        _book(row, row.payment, decided_by=by)
    elif said := UnannouncedGift.objects.filter(line=row.pk).first():
        _book_new(row, said, decided_by=by)
    else:
        raise too_late()


def _book_new(row: StatementLine, said: UnannouncedGift, decided_by: User) -> None:
    payment = unannounced.write(said, row.amount)
    _book(row, payment, decided_by)
    if row.state != LineState.MATCHED:  # nothing of a gift that is not booked is kept
        raise too_late()
    said.delete()


@transaction.atomic
def send_back(row: StatementLine, by: User) -> None:
    """Take a proposal away: the line waits again. Raises Refused."""
    said = UnannouncedGift.objects.filter(line=row.pk).first()
    fields = {"payment": None, "unannounced": None, "proposed_by": None}
    _change(row, (LineState.PROPOSED,), by, state=LineState.UNMATCHED, **fields)
    if said is not None:
        said.delete()


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
    """The transfers that lines may be about: three queries, however many lines."""

    def __init__(self, lines: list[Line]) -> None:
        wanted = {reference for line in lines for reference in references_in(line.text)}
        transfers = _transfers().select_related("donation__donor")
        self.by_reference = {row.reference: row for row in transfers.filter(reference__in=wanted)}
        self.open = list(transfers.open().filter(amount_minor__in={line.amount.minor for line in lines}))
        over = [row.pk for row in self.by_reference.values() if row.state not in PAYABLE]
        running = Sponsorship.objects.running().filter(donations__payments__in=over)
        due = transfers.open().filter(donation__sponsorship__in=running).order_by("donation__period")
        self.due = {row.donation.sponsorship_id: row for row in due}  # the latest period of each

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
        return Found(line, mark, False, payment, note=BY_NAME if payment else "")

    def _by_reference(self, line: Line, mark: str, named: list[Payment]) -> Found:
        payment, *others = named
        if payment.state not in PAYABLE:
            # A standing order names for ever the period that it was made for.
            due = self.due.get(payment.donation.sponsorship_id, payment)
            return Found(line, mark, False, due, note=f"payment is {payment.state}")
        if payment.amount != line.amount:
            return Found(line, mark, False, payment, note="amount differs")
        # Of two gifts that wait, nobody knows which it is; two attempts at one gift are the same.
        is_sure = all(one.donation_id == payment.donation_id or one.state not in PAYABLE for one in others)
        return Found(line, mark, False, payment, sure=is_sure)


def _transfers() -> PaymentQuerySet:
    """Those that a statement can tell of: what our bank has received pays nothing that was announced for a trial."""
    return Payment.objects.filter(gateway=BankTransferGateway.code, livemode=BankTransferGateway().livemode)


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


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
            "payer": line.payer[: known_lines.PAYER],
            "text": line.text[: known_lines.TEXT],
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
    _book_sure(row, hint(row))


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
    if why_not := _settle(row, payment.reference, decided_by):
        _change(row, (row.state,), decided_by, note=f"the payment is {why_not}")
        return
    _change(
        row,
        (LineState.UNMATCHED, LineState.PROPOSED),
        decided_by,
        state=LineState.MATCHED,
        payment=payment,
        unannounced=None,
        decided_by=decided_by,
    )


def _settle(row: StatementLine, reference: str, by: User | None) -> str:
    """Through the door; how the payment stands where it is not booked, "" where it is.

    What is over does not go there: as a message that is held it would be told and put away, beside the line that waits.
    """
    payment = payments.lock(reference)
    if payment is not None and payment.state not in PAYABLE:
        return payment.state
    if payment is not None and payment.amount != row.amount and by is not None:
        unannounced.take_what_came(payment, row.amount, by)
    outcome = payments.apply(
        Settle(
            gateway=BankTransferGateway.code,
            livemode=BankTransferGateway().livemode,
            event_id=f"line:{row.fingerprint}:{reference}",
            reference=reference,
            provider_reference=row.fingerprint,
            occurred_at=timezone.make_aware(datetime.combine(row.booked_on, time(12))),
            amount=row.amount,
            moved_on=row.booked_on,
        )
    )
    return "" if outcome.verdict is Verdict.APPLIED else outcome.state or "unknown"


def _as_read(row: StatementLine) -> QuerySet[StatementLine]:
    """The line, if nobody has changed meanwhile how it stands, which payment it is said to be, and by whom."""
    return StatementLine.objects.filter(
        pk=row.pk,
        state=row.state,
        payment=row.payment_id,
        unannounced=row.unannounced_id,
        proposed_by=row.proposed_by_id,
    )


def _change(row: StatementLine, expected: tuple[str, ...], by: User | None, **fields: object) -> None:
    """Change a line that is still as it was read, on the record. Raises Refused."""
    old = row.state
    if old not in expected or not _as_read(row).update(**fields):
        raise too_late()
    for name, value in fields.items():
        setattr(row, name, value)
    audit.record(action=f"statementline.{row.state}", obj=row, actor=by, old=old, new=row.state)
