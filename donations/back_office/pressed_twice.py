"""A button that was pressed twice, as on a slow line: what it asks for is done, and nobody else was quicker."""

from typing import Any

from donations.models import BoxCount, CashCorrection, MonthClose, RefundOrder


def is_decided_so(row: BoxCount | CashCorrection | MonthClose | RefundOrder, by: Any, *states: str) -> bool:
    """Whether `by` has brought the row into one of `states` before; it is read anew."""
    row.refresh_from_db()
    return row.decided_by_id == by.pk and row.state in states
