"""The pages that one process keeps: the least asked for go first; a tag finds all that show a thing."""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable

from .changes import EVERYTHING
from .entry import Entry

Query = tuple[tuple[str, str], ...]
Address = tuple[str, str, str]  # scheme, host, path
Key = tuple[str, str, str, Query]
MOST_ADDRESSES = 20_000


class Store:
    """Bounded in bytes. Reading needs no lock; the callers of all other methods hold one."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.entries: OrderedDict[Key, Entry] = OrderedDict()
        # Which query arguments change the page at an address; None: not a page to keep, when last seen.
        self.declared: dict[Address, frozenset[str] | None] = {}
        self._by_tag: defaultdict[str, set[Key]] = defaultdict(set)

    def get(self, key: Key, now: float) -> Entry | None:
        """The page, unless it is too old."""
        entry = self.entries.get(key)
        if entry is None or entry.expires < now:
            return None
        try:
            self.entries.move_to_end(key)
        except KeyError:  # another thread took it away just now: then so it is
            return None
        return entry

    def declare(self, address: Address, names: frozenset[str] | None) -> None:
        """Learn what changes the page at an address; copies made when less was known are dropped."""
        known = self.declared.get(address)
        if len(self.declared) >= MOST_ADDRESSES:
            self.clear()
        if names is None:
            self.declared.setdefault(address, None)
        elif known is None or not names <= known:
            self.declared[address] = names | (known or frozenset())
            self._drop([key for key in self.entries if key[:3] == address])

    def put(self, key: Key, entry: Entry) -> None:
        """Keep a page, and let the oldest go while there are too many bytes."""
        self._drop([key])
        self.entries[key] = entry
        self.bytes += entry.cost
        for tag in entry.tags:
            self._by_tag[tag].add(key)
        while self.bytes > self.most_bytes:
            self._drop([next(iter(self.entries))])

    def evict(self, tags: Iterable[str]) -> None:
        """Let go of every page that shows one of these."""
        tags = set(tags)
        if EVERYTHING in tags:
            self.clear()
        for tag in tags & self._by_tag.keys():
            self._drop(list(self._by_tag.get(tag, ())))

    def clear(self) -> None:
        """Forget all pages and all that was learnt about addresses."""
        self.entries.clear()
        self.declared.clear()
        self._by_tag.clear()
        self.bytes = 0

    def _drop(self, keys: Iterable[Key]) -> None:
        for key in keys:
            entry = self.entries.pop(key, None)
            if entry is None:
                continue
            self.bytes -= entry.cost
            for tag in entry.tags:
                holders = self._by_tag[tag]
                holders.discard(key)
                if not holders:
                    del self._by_tag[tag]
