"""What staff decide: of several who do so at once one is heard, and everybody is told why something cannot be done."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from donations.services.transitions import Row, may_move, move


class Refused(Exception):
    """It cannot be done; `args[0]` says why, in the language of whoever asked, `args[1]`, if any, which field it is."""


def decide(row: Row, to: str, by: User, **fields: Any) -> None:
    """Take a step of the row's table, and set `fields` with it. Raises Refused where it was taken meanwhile."""
    if not may_move(row, to) or not move(row, to, actor=by, **fields):
        raise too_late()


def too_late() -> Refused:
    """For whoever was slower than somebody else."""
    return Refused(_("Somebody was quicker."))


def sent_before() -> Refused:
    """For whoever wrote something else over a form that was sent, as one does who goes back in the browser."""
    return Refused(
        _(
            "This form was sent already, with something else on it. If this is another entry, "
            "press the button once more."
        )
    )
