"""Purposes by whatever people call them; asked of the database once for a file."""

from donations.models import Designation
from languages.folding import fold

from .tables import Cell
from .values import Bad, shown


class Purposes:
    """All purposes, also closed ones: gifts of the past were for them."""

    def __init__(self) -> None:
        self.by_word: dict[str, set[int]] = {}
        self.rows = {row.pk: row for row in Designation.objects.select_related("village", "campaign")}
        self.open = set(Designation.objects.taking_gifts().values_list("pk", flat=True))
        for row in self.rows.values():
            for word in _words(row):
                self.by_word.setdefault(word, set()).add(row.pk)

    def named(self, cell: Cell) -> Designation:
        """The purpose of a code or a name. Raises Bad: none is called so, or several are."""
        found = self.by_word.get(fold(shown(cell)), set())
        if len(found) != 1:
            raise Bad("ambiguous_purpose" if found else "unknown_purpose")
        return self.rows[next(iter(found))]

    def is_open(self, purpose: Designation) -> bool:
        """Whether it takes gifts now."""
        return purpose.pk in self.open


def _words(row: Designation) -> set[str]:
    named = [one for one in (row, row.village, row.campaign) if one is not None]
    names = {name for one in named for name in one.name.values()}
    return {fold(word) for word in (row.code, *names) if word} - {""}
