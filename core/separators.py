"""What parts the columns of a CSV file that others made.

Not by csv.Sniffer: it takes a comma within headings or amounts for the separator, and what it makes of quotes goes by
the first letters of the file alone.
"""

from collections.abc import Sequence

_SEPARATORS = ";\t,|"
_NAMED = "sep="


def separator_of(headings: str) -> str:
    """The one that stands most often in the first line, outside quotes. "sep=;" on that line says it itself."""
    named = headings[len(_NAMED) : len(_NAMED) + 1]
    if named and named in _SEPARATORS and headings.lower().startswith(_NAMED):
        return named
    outside = "".join(part for number, part in enumerate(headings.split('"')) if number % 2 == 0)
    return max(_SEPARATORS, key=outside.count)


def names_separator(cells: Sequence[str]) -> bool:
    """Whether a first row is "sep=;", as Excel understands it, and no headings."""
    return 1 <= len(cells) <= 2 and cells[0].lower().startswith(_NAMED)
