"""Closing months of the books: proposed by one person, closed by another, with sums that stay as a proof.

Months close in order, and for good: what comes later for a closed month is booked on the first open day and says when
it happened (services.open_days). A wrong entry is put right by an entry against it, in an open month.
"""

import json
import logging
from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Min, QuerySet, Sum
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import audit
from donations.models import (
    BoxCount,
    BoxCountState,
    LedgerEntry,
    LineState,
    MonthClose,
    MonthCloseState,
    Payment,
    ProviderEvent,
    StatementLine,
    end_of_month,
)
from donations.services import inbox, open_days
from donations.services.decisions import Refused, decide, too_late

logger = logging.getLogger(__name__)
Sums = list[dict[str, str | int | bool]]
DIMENSIONS = ("livemode", "account", "gateway", "currency")


def next_month() -> date | None:
    """The last day of the month that may be closed next; None while that month is not over, or nothing is booked."""
    until = MonthClose.objects.closed_until()
    first = until + timedelta(days=1) if until else LedgerEntry.objects.aggregate(day=Min("booked_on"))["day"]
    if first is None:
        return None
    last_day = end_of_month(first)
    return last_day if last_day < timezone.localdate() else None


def sums_of(last_day: date) -> Sums:
    """What was booked in a month on each account, by mode, gateway and currency, in minor units, in one order."""
    entries = LedgerEntry.objects.filter(booked_on__gte=last_day.replace(day=1), booked_on__lte=last_day)
    rows = entries.order_by().values(*DIMENSIONS).annotate(minor=Sum("amount_minor"))
    plain = [{**row, "minor": int(row["minor"])} for row in rows]
    return sorted(plain, key=lambda row: [str(row[name]) for name in DIMENSIONS])


def digest_of(sums: Sums) -> str:
    """The sums as one number to compare."""
    return sha256(json.dumps(sums, sort_keys=True).encode()).hexdigest()


def left_open(last_day: date) -> dict[str, int]:
    """What may still bring entries for a month, by kind: how many there are."""
    after = last_day + timedelta(days=1)
    waiting: dict[str, QuerySet[Any]] = {
        "payments": Payment.objects.open().filter(created_at__date__lt=after),
        "lines": StatementLine.objects.filter(
            booked_on__lt=after, state__in=(LineState.UNMATCHED, LineState.PROPOSED)
        ),
        "messages": ProviderEvent.objects.quarantined().filter(received_at__date__lt=after),
        "counts": BoxCount.objects.filter(opened_on__lt=after, state=BoxCountState.ENTERED),
    }
    return {kind: rows.count() for kind, rows in waiting.items()}


@transaction.atomic
def propose(last_day: date, by: User) -> MonthClose:
    """Ask that a month be closed with the sums of this moment; nothing is closed yet. Raises Refused."""
    if last_day != next_month():
        raise Refused(_("Months are closed in order, and only when they are over."))
    sums = sums_of(last_day)
    try:
        with transaction.atomic():
            proposal = MonthClose.objects.create(
                last_day=last_day,
                sums=sums,
                digest=digest_of(sums),
                left_open=left_open(last_day),
                proposed_by=by,
            )
    except IntegrityError:
        raise Refused(_("Somebody has proposed this month already.")) from None
    audit.record(action="monthclose.proposed", obj=proposal, actor=by, new=proposal.reference)
    return proposal


@transaction.atomic
def close(proposal: MonthClose, by: User) -> None:
    """Close it for good, as another person than the one who proposed it. Raises Refused.

    Both have seen the same sums: where something was booked since, the month has to be proposed again.
    """
    if proposal.proposed_by_id == by.pk:
        raise Refused(_("Somebody else must close what you have proposed."))
    open_days.hold_alone()
    sums = sums_of(proposal.last_day)
    if digest_of(sums) != proposal.digest:
        raise Refused(
            _("Something was booked in this month since it was proposed. Send it back and propose it again.")
        )
    if proposal.last_day != next_month():
        raise too_late()
    decide(proposal, MonthCloseState.CLOSED, by, decided_by=by, left_open=left_open(proposal.last_day))


def send_back(proposal: MonthClose, by: User) -> None:
    """Do not close it; whoever proposed it may take it back, too. Raises Refused."""
    decide(proposal, MonthCloseState.REFUSED, by, decided_by=by)


def holds(closed: MonthClose) -> bool:
    """Whether the ledger still says what the month was closed with."""
    return digest_of(closed.sums) == closed.digest == digest_of(sums_of(closed.last_day))


def verify_all() -> list[str]:
    """Compare every closed month with the ledger: scheduled. Returns the months that differ; people are told."""
    different = [closed.reference for closed in MonthClose.objects.closed() if not holds(closed)]
    _tell(different)
    return different


def _tell(months: Iterable[str]) -> None:
    for month in months:
        logger.error("the books of %s differ from what they were closed with", month)
        words = gettext_lazy("The books of {month} differ from what they were closed with.")
        inbox.alert(f"closed-month:{month}", format_lazy(words, month=month))
