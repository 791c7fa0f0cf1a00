"""Steps from state to state, by the table that stands beside the states."""

from collections.abc import Collection, Mapping


class InvalidTransition(Exception):
    """This state cannot follow that one."""


def check(table: Mapping[str, Collection[str]], old: str, new: str) -> None:
    """Raise InvalidTransition unless `table` lets `new` follow `old`."""
    if new not in table[old]:
        raise InvalidTransition(f"{old} → {new}")
