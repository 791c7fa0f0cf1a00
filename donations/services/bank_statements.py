"""Lines of bank statements: kept once, matched to the transfers that donors announced, booked through the one door.

By itself only what cannot be mistaken is booked: our reference, the same amount, the same currency. All else waits:
one person proposes, another confirms.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import audit
from core.references import ALPHABET
from donations.bank_files.lines import Line, fingerprints
from donations.gateways.bank.gateway import BankTransferGateway
from donations.gateways.instructions import Settle
from donations.gateways.outcomes import Verdict
from donations.models import BankStatement, LineState, Payment, PaymentState, StatementLine
from donations.services import payments
from languages.folding import fold

# What clerks type instead: Cyrillic letters that look the same, no hyphens, small letters, O for zero.
_TYPED = str.maketrans("АВЕКМНОРСТХІО", "ABEKMH0PCTX1" + "0") | str.maketrans("OIL", "011")
_REFERENCE = re.compile(rf"P[\s-]*((?:[{ALPHABET}][\s-]*){{12}})(?![{ALPHABET}])")
PAYABLE = (PaymentState.CREATED, PaymentState.REDIRECTED, PaymentState.PROCESSING, PaymentState.EXPIRED)


class Refused(Exception):
    """It cannot be done; `args[0]` says why, for the person who asked."""


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
    marks = fingerprints(lines)
    known = set(StatementLine.objects.filter(fingerprint__in=marks).values_list("fingerprint", flat=True))
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
    """
    digest = sha256(content).hexdigest()
    statement, _made = BankStatement.objects.get_or_create(
        digest=digest, defaults={"name": name[:200], "imported_by": by}
    )
    for found in look(lines):
        row = None if found.known else _keep(statement, found)
        if row is not None and found.sure and found.payment is not None:
            _book(row, found.payment, decided_by=None)
    for row in statement.lines.filter(state=LineState.UNMATCHED, decided_by=None, proposed_by=None):
        _try_again(row)  # what a crash left between keeping and booking
    return statement


def propose(row: StatementLine, reference: str, by: User) -> None:
    """Say which payment a line is; somebody else confirms. Raises Refused."""
    payment = Payment.objects.filter(
        reference=reference.strip().upper(), gateway=BankTransferGateway.code
    ).first()
    if payment is None:
        raise Refused(_("There is no bank transfer with this reference."))
    if payment.amount != row.amount:
        raise Refused(_("The amounts differ."))
    if payment.state not in PAYABLE:
        raise Refused(_("This payment is closed."))
    _change(row, (LineState.UNMATCHED,), by, state=LineState.PROPOSED, payment=payment, proposed_by=by)


def confirm(row: StatementLine, by: User) -> None:
    """Book what somebody else has proposed. Raises Refused."""
    if row.proposed_by_id == by.pk:
        raise Refused(_("Somebody else must confirm what you have proposed."))
    if row.state != LineState.PROPOSED or row.payment is None:
        raise Refused(_("Somebody was quicker."))
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


class _Waiting:
    """The transfers that lines may be about: two queries, however many lines."""

    def __init__(self, lines: list[Line]) -> None:
        wanted = {reference for line in lines for reference in references_in(line.text)}
        transfers = Payment.objects.filter(gateway=BankTransferGateway.code).select_related("donation")
        self.by_reference = {row.reference: row for row in transfers.filter(reference__in=wanted)}
        self.open = list(transfers.open().filter(amount_minor__in={line.amount.minor for line in lines}))

    def find(self, line: Line, mark: str) -> Found:
        """By reference, else by amount and name."""
        for reference in references_in(line.text):
            if payment := self.by_reference.get(reference):
                return self._by_reference(line, mark, payment)
        name = set(fold(line.payer).split())
        same = [
            one
            for one in self.open
            if one.amount == line.amount and name and set(fold(one.donation.donor_name).split()) <= name
        ]
        payment = same[0] if len(same) == 1 else None
        return Found(line, mark, False, payment, note="name and amount" if payment else "")

    @staticmethod
    def _by_reference(line: Line, mark: str, payment: Payment) -> Found:
        if payment.amount != line.amount:
            return Found(line, mark, False, payment, note="amount differs")
        if payment.state not in PAYABLE:
            return Found(line, mark, False, payment, note=f"payment is {payment.state}")
        return Found(line, mark, False, payment, sure=True)


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
            "payer": line.payer[:200],
            "text": line.text[:500],
            "bank_reference": line.bank_reference[:100],
            "note": found.note,
        },
    )
    return row if made else None


def _try_again(row: StatementLine) -> None:
    line = Line(booked_on=row.booked_on, amount=row.amount, payer=row.payer, text=row.text)
    found = _Waiting([line]).find(line, row.fingerprint)
    if found.sure and found.payment is not None:
        _book(row, found.payment, decided_by=None)


@transaction.atomic
def _book(row: StatementLine, payment: Payment, decided_by: User | None) -> None:
    """Through the one door, and on the line, together. What the door refuses stays with a person."""
    outcome = payments.apply(
        Settle(
            gateway=BankTransferGateway.code,
            livemode=payment.livemode,
            event_id=f"line:{row.fingerprint}",
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


def _change(row: StatementLine, expected: tuple[str, ...], by: User | None, **fields: object) -> None:
    """Change a line that is still as it was read, on the record. Raises Refused."""
    old = row.state
    if old not in expected or not StatementLine.objects.filter(pk=row.pk, state=old).update(**fields):
        raise Refused(_("Somebody was quicker."))
    for name, value in fields.items():
        setattr(row, name, value)
    audit.record(action=f"statementline.{row.state}", obj=row, actor=by, old=old, new=row.state)
