"""Days on which money can have come. A slip of the pen is none: books, receipts' numbers and months go by them."""

from datetime import date

from django.utils import timezone

EARLIEST = date(1990, 1, 1)


def problem_of(day: date) -> str:
    """Why nothing can have come on a day, as a code of `importing.words`; "" where it can (Tashkent)."""
    if day < EARLIEST:
        return "too_early"
    return "in_future" if day > timezone.localdate() else ""
