"""One rendering at a time for each page: whoever comes second waits for the copy."""

from collections.abc import Hashable
from threading import Event

# A rendering that takes longer than this holds nobody up any more.
PATIENCE_SECONDS = 10


class Flights:
    """Renderings under way in this process."""

    def __init__(self) -> None:
        self._events: dict[Hashable, Event] = {}

    def begin(self, name: Hashable) -> bool:
        """True: it is yours, call `end` when done. False: another had begun, and has ended or is too slow."""
        mine = Event()
        first = self._events.setdefault(name, mine)
        if first is mine:
            return True
        first.wait(PATIENCE_SECONDS)
        return False

    def end(self, name: Hashable) -> None:
        """Let the waiting go on."""
        self._events.pop(name).set()
