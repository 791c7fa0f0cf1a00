"""Queues that an app keeps in rows of its own, where one task for each row would be a second copy of the queue."""

from collections.abc import Callable

Step = Callable[[], bool]
_steps: dict[str, Step] = {}


def register(name: str, step: Step) -> None:
    """Have every worker call `step` over and over: it does the next thing, and says whether there was one.

    Several workers call it at once, and any may die in the middle: the rows say what is left.
    """
    _steps[name] = step


def registered() -> dict[str, Step]:
    """All of them, by name."""
    return dict(_steps)
