"""Which day of a month or year a recurring gift is due. Pure dates."""

from calendar import monthrange
from datetime import date

MONTHS = {"month": 1, "year": 12}


def due_on(anchor: date, frequency: str, number: int) -> date:
    """The `number`-th due day after the first, which is `anchor` (number 0).

    The day of the month stays the anchor's; in a shorter month it is the last day: 31 January, 28 February,
    31 March. 29 February gives 28 February in other years.
    """
    months = anchor.month - 1 + MONTHS[frequency] * number
    year, month = anchor.year + months // 12, months % 12 + 1
    return date(year, month, min(anchor.day, monthrange(year, month)[1]))


def next_after(anchor: date, frequency: str, day: date) -> date:
    """The first due day later than `day`."""
    number = max(0, _elapsed(anchor, frequency, day))
    while due_on(anchor, frequency, number) <= day:
        number += 1
    return due_on(anchor, frequency, number)


def latest_until(anchor: date, frequency: str, day: date) -> date:
    """The last due day not later than `day`, or the anchor."""
    number = max(0, _elapsed(anchor, frequency, day))
    while number > 0 and due_on(anchor, frequency, number) > day:
        number -= 1
    return due_on(anchor, frequency, number)


def _elapsed(anchor: date, frequency: str, day: date) -> int:
    return ((day.year - anchor.year) * 12 + day.month - anchor.month) // MONTHS[frequency]
