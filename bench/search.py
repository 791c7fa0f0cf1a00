"""`make bench` with BENCH_SEARCH=10000: the search over so many pages, on PostgreSQL where DATABASE_URL names it.

Everything is measured as a visitor sees it: the whole page of results, never cached, one query at a time and four.
Aim: with 10,000 pages on PostgreSQL 95 of 100 answers within 100 ms, suggestions while typing within 50 ms.
BENCH_ONLY=search leaves everything else out. Rounds over all rows are interleaved, as everywhere in the benchmark.
"""

import json
import os
from dataclasses import dataclass, field
from itertools import cycle
from urllib.parse import quote

from bench import load, product

SECONDS = float(os.environ.get("BENCH_SECONDS", "1.5"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
QUESTIONS = {
    "a word on nearly every page": ("bolalar", "oila", "uchun"),
    "a rare word": ("mehribonlik", "Toshkent", "kutubxona"),
    "two words": ("bolalar oila", "mehribonlik uyi", "yangi maktab"),
    "three words": ("bolalar oila uy", "SOS mahalla bolalari", "oilaviy muhit yaratish"),
    "Cyrillic": ("меҳрибонлик", "болаларнинг", "оила", "Тошкент"),
    "a slip of the finger": ("mehribonliq", "bolalra", "toshkennt", "samarqamd"),
    "found nowhere": ("qwertyuiop", "zzzzzzzz yyyyyyy"),
    "with filters": ("bolalar&type=news&year=2026", "oila&type=page", "uy&village=tashkent"),
}
TYPED = {"suggestions while typing": ("bo", "bola", "bolalar oi", "mehr", "Тошк", "uy", "qwe")}
ADDRESSES = {
    name: [f"/uz/{page}?q={quote(text, safe='&=')}" for text in texts]
    for page, kinds in (("search/", QUESTIONS), ("search/suggest/", TYPED))
    for name, texts in kinds.items()
}
CONNECTIONS = (1, 4)
HEAD = f"{'':<30}{'pages':>8}{'conn.':>7}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'req/s':>8}{'queries':>9}"


@dataclass
class Row:
    """One kind of question, asked by so many at a time."""

    name: str
    requests: list[bytes]
    connections: int
    result: load.Result = field(default_factory=load.Result)

    def measure(self, port: int) -> None:
        """One round more. Raises RuntimeError when an answer is no success."""
        found = load.run(port, cycle(self.requests), SECONDS, self.connections)
        if set(found.statuses) != {"200"}:
            raise RuntimeError(f"{self.name}: {found.statuses}")
        self.result.times += found.times
        self.result.seconds += found.seconds

    def line(self, pages: int, queries: int) -> str:
        """What was seen in all rounds."""
        half, most, slow = (self.result.percentile(percent) for percent in (50, 95, 99))
        return (
            f"{self.name:<30}{pages:>8}{self.connections:>7}{half:>9.1f}{most:>9.1f}{slow:>9.1f}"
            f"{self.result.rate:>8.0f}{queries:>9}"
        )


def measure(env: dict[str, str], pages: int) -> None:
    """Fill the prepared database, serve it with one process, print a line a kind of question."""
    many = "1000000000"
    env = env | {"SEARCH_PER_MINUTE": many, "SUGGESTIONS_PER_MINUTE": many, "PAGE_CACHE_SECONDS": "0"}
    asked = product.ask(env, "fill_search", str(pages))
    server = product.Server("portal.wsgi:application", env, 1)
    try:
        server.wait()
        rows = [
            Row(name, [load.get(address) for address in addresses], connections)
            for name, addresses in ADDRESSES.items()
            for connections in CONNECTIONS
        ]
        for row in rows:
            load.run(server.port, row.requests * row.connections, 30, row.connections)
        for _ in range(ROUNDS):
            for row in rows:
                row.measure(server.port)
    finally:
        server.stop()
    print(HEAD)
    for row in rows:
        print(row.line(asked["pages"], asked["queries"][row.name]))
    print()
    taken = product.ask(env, "withdrawal", "50")
    print("from withdrawing a consent to nothing served: " + json.dumps(taken), flush=True)
