"""What a provider sends to our bank: booked gift by gift, once it has arrived. Part of the one door.

Locks: the payout, then all its donations, then all its payments, each in the order of their keys, then the ledger. A
gift's own transaction holds one donation and one payment, so neither waits for the other in a circle.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from django.db.models import Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.money import Money
from donations.gateways.instructions import Line, LineKind, PaidOut, PayoutStep
from donations.gateways.outcomes import Outcome, Verdict
from donations.models import BalanceLine, Donation, EventState, Payment, Payout, PayoutState
from donations.services import costs, inbox, ledger
from donations.services.transitions import may_move, move

AT_ONCE = 500  # keys in one question
Key = TypeVar("Key", int, str)


def decide(notice: PaidOut) -> Outcome:
    """Act on it once. One whose lines do not come to its amount is held for a person, and asked about again."""
    payout = _lock(notice)
    verdict = _act(notice, payout)
    return Outcome(verdict, payout.state, payout.changed_at)


def _lock(notice: PaidOut) -> Payout:
    row, _is_new = Payout.objects.get_or_create(
        gateway=notice.gateway,
        livemode=notice.livemode,
        provider_reference=notice.number,
        defaults={
            "amount_minor": notice.amount.minor,
            "currency": notice.amount.currency,
            "arrived_on": notice.arrives_on,
            "sent_at": notice.sent_at,
        },
    )
    return Payout.objects.select_for_update().get(pk=row.pk)


def _act(notice: PaidOut, payout: Payout) -> Verdict:
    if notice.step is PayoutStep.FAILED:
        return _fail(notice, payout)
    waits = notice.step is PayoutStep.PAID and may_move(payout, PayoutState.PAID)
    if not waits or notice.lines is None:
        reason = "its lines are not known yet" if waits else f"payout is {payout.state}"
        inbox.receive(notice, EventState.REPEATED, reason=reason)
        return Verdict.REPEATED
    if problem := _problem(notice, payout):
        return _hold(notice, payout, problem)
    _pay(notice, notice.lines, payout)
    inbox.receive(notice, EventState.APPLIED)
    return Verdict.APPLIED


def _problem(notice: PaidOut, payout: Payout) -> str:
    lines = notice.lines or ()
    if notice.amount != payout.amount:
        return f"{notice.amount.format('en')} instead of {payout.amount.format('en')}"
    if any(line.gross.currency != payout.currency for line in lines):
        return "lines in another currency than the payout's"
    total = sum((line.net for line in lines), Money(0, payout.currency))
    if total != payout.amount:
        return f"its lines come to {total.format('en')}, not to {payout.amount.format('en')}"
    unbooked = _unbooked(notice, lines)
    return f"its line {unbooked} of a gift is not booked" if unbooked else ""


def _hold(notice: PaidOut, payout: Payout, problem: str) -> Verdict:
    if payout.state != PayoutState.HELD:
        move(payout, PayoutState.HELD, reason=problem[:200])
    elif payout.reason != problem[:200]:
        Payout.objects.filter(pk=payout.pk).update(reason=problem[:200])
    inbox.quarantine(notice, f"payout {payout}: {problem}")
    return Verdict.MISMATCH


def _fail(notice: PaidOut, payout: Payout) -> Verdict:
    """What was booked is booked against. Its lines stand all the same: what it is made of goes out once more."""
    was, news = payout.state, may_move(payout, PayoutState.FAILED)
    if news:
        move(payout, PayoutState.FAILED, reason="")
        words = format_lazy(_("The bank did not take payout {payout}."), payout=str(payout))
        inbox.alert(f"payout-failed:{payout.gateway}:{payout}", words)
    if was == PayoutState.PAID:
        ledger.book_failed_payout(payout)
    elif notice.lines is not None and not payout.lines.exists():
        _name(notice, _parts(notice, notice.lines), payout)
    inbox.receive(notice, EventState.APPLIED if news else EventState.REPEATED)
    return Verdict.APPLIED if news else Verdict.REPEATED


class _Part(NamedTuple):
    number: str
    net: Money
    payment_pk: int | None


def _pay(notice: PaidOut, lines: Sequence[Line], payout: Payout) -> None:
    """All lines in one transaction: a payout is in the books as a whole or not at all."""
    payout.arrived_on = notice.arrives_on  # until then it was a guess
    parts = _parts(notice, lines)
    locked = _locked({part.payment_pk for part in parts if part.payment_pk})
    for part in parts:
        if part.net:
            payment = locked[part.payment_pk] if part.payment_pk else None
            ledger.book_payout(payout, payment, part.number, part.net)
    ledger.book_sending(payout, notice.fee)
    _name(notice, parts, payout)
    move(payout, PayoutState.PAID, arrived_on=notice.arrives_on, reason="")


def _parts(notice: PaidOut, lines: Sequence[Line]) -> list[_Part]:
    """The lines, kept if they were not; in place of what came back from a payout that failed, the lines of that one."""
    known = payments_of(notice, lines)
    for line in lines:
        if line.number not in known:
            costs.keep(line, None, notice.gateway, notice.livemode)
    parts: list[_Part] = []
    for line in lines:
        itself = _Part(line.number, line.net, known.get(line.number))
        parts += _sent_before(notice, line) or [itself]
    return parts


def _sent_before(notice: PaidOut, line: Line) -> list[_Part]:
    if line.kind is not LineKind.OTHER or not line.cause:
        return []
    rows = list(_rows(notice).filter(payout__provider_reference=line.cause, payout__state="failed"))
    total = sum((row.net for row in rows), Money(0, line.net.currency))
    if total != line.net:
        return []
    return [_Part(row.provider_reference, row.net, row.payment_id) for row in rows]


def _name(notice: PaidOut, parts: Sequence[_Part], payout: Payout) -> None:
    """Each line says with which payout it went last: of one that failed, news may come when they have gone again."""
    not_since = Q(payout=None) | Q(payout__state=PayoutState.FAILED, payout__sent_at__lte=payout.sent_at)
    for some in _in_parts([part.number for part in parts]):
        _rows(notice).filter(not_since, provider_reference__in=some).update(payout=payout)


def payments_of(notice: PaidOut, lines: Sequence[Line]) -> dict[str, int | None]:
    """The lines that we have, by number, with the key of the payment of each; None: of no gift."""
    found: dict[str, int | None] = {}
    for numbers in _in_parts([line.number for line in lines]):
        rows = _rows(notice).filter(provider_reference__in=numbers)
        found.update(rows.values_list("provider_reference", "payment_id"))
    return found


def _unbooked(notice: PaidOut, lines: Sequence[Line]) -> str:
    """The number of a line that belongs to a gift of ours whose books do not have it; "" when there is none."""
    known = payments_of(notice, lines)
    unknown = {line.charge: line.number for line in lines if line.charge and line.number not in known}
    for charges in _in_parts(list(unknown)):
        ours = (
            _rows(notice).filter(charge__in=charges, payment__isnull=False).values_list("charge", flat=True)
        )
        if ours:
            return unknown[ours[0]]
    return ""


def _locked(keys: set[int]) -> dict[int, Payment]:
    donations: set[int] = set()
    for part in _in_parts(sorted(keys)):
        donations |= set(Payment.objects.filter(pk__in=part).values_list("donation_id", flat=True))
    for part in _in_parts(sorted(donations)):
        list(Donation.objects.select_for_update(of=("self",)).filter(pk__in=part).order_by("pk"))
    found: dict[int, Payment] = {}
    for part in _in_parts(sorted(keys)):
        rows = Payment.objects.select_for_update(of=("self",)).select_related("donation")
        found |= {payment.pk: payment for payment in rows.filter(pk__in=part).order_by("pk")}
    return found


def _rows(notice: PaidOut) -> QuerySet[BalanceLine]:
    return BalanceLine.objects.filter(gateway=notice.gateway, livemode=notice.livemode)


def _in_parts(keys: Sequence[Key]) -> Iterable[Sequence[Key]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
