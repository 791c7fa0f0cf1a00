"""The only way a state changes: one step of the row's table, by compare-and-swap, on the record."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from core import audit
from donations.models import (
    BoxCount,
    CashCorrection,
    DataImport,
    Difference,
    Dispute,
    Donation,
    GiftInKind,
    MonthClose,
    Payment,
    Payout,
    ProviderEvent,
    Receipt,
    RefundOrder,
    Sponsorship,
)

Row = (
    BoxCount
    | CashCorrection
    | DataImport
    | Difference
    | Dispute
    | Donation
    | GiftInKind
    | MonthClose
    | Payment
    | Payout
    | ProviderEvent
    | Receipt
    | RefundOrder
    | Sponsorship
)


class IllegalTransition(Exception):
    """The row's table has no such step: a mistake in the caller."""


def may_move(row: Row, to: str) -> bool:
    """Whether the table allows the step from the row's state as read."""
    return to in _steps(row)


def move(row: Row, to: str, actor: User | None = None, **fields: Any) -> bool:
    """Take the step and set `fields` with it; False when another process has moved the row since it was read.

    Only the caller that got True may act on the step. Raises IllegalTransition.
    """
    if not may_move(row, to):
        raise IllegalTransition(f"{row.reference}: {row.state} to {to}")
    fields |= {"state": to, "changed_at": timezone.now()}
    if not type(row).objects.filter(pk=row.pk, state=row.state).update(**fields):
        return False
    audit.record(action=f"{row._meta.model_name}.{to}", obj=row, actor=actor, old=row.state, new=to)
    for name, value in fields.items():
        setattr(row, name, value)
    return True


def _steps(row: Row) -> frozenset[str]:
    table: dict[Any, frozenset[Any]] = row.TRANSITIONS
    return table[row.state]
