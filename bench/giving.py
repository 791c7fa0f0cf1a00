"""`make bench` with BENCH_GIFTS=1000000: the books at so many gifts and a tenth as many donors, on PostgreSQL.

Aim: 95 of 100 answers within 200 ms, the queries of each page as many as at 1,000 gifts, and files of all rows in
constant memory, at most 150 MB. One after the other, as staff look at it; BENCH_ONLY=giving leaves all else out.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

from bench import load, product
from bench.files import Taken, take

FEW = 1000
ROUNDS, ASKED = 4, 12  # of each kind of page so many requests a round
MOST_MS = 200
# The switches of the gateways that the rows came through: each is one more that the pages ask about.
GATEWAYS = {
    "PAGE_CACHE_SECONDS": "0",
    "SANDBOX_GATEWAY_ENABLED": "false",
    "STRIPE_SECRET_KEY": "sk_test_bench",
    "STRIPE_WEBHOOK_SECRET": "whsec_bench",
    "PAYME_MERCHANT_ID": "bench",
    "PAYME_KEY": "bench",
    "PAYME_TEST": "true",
    "CLICK_SERVICE_ID": "1",
    "CLICK_MERCHANT_ID": "1",
    "CLICK_MERCHANT_USER_ID": "1",
    "CLICK_SECRET_KEY": "bench",
    "CLICK_TEST": "true",
}
HEAD = f"{'':<34}{'median ms':>11}{'p95 ms':>9}{'worst ms':>10}{'queries':>9}{'at 1,000':>10}"


@dataclass
class Page:
    """One kind of page: who asks for it, at which addresses."""

    name: str
    requests: list[bytes]
    queries: int
    few: int | None
    times: list[float] = field(default_factory=list)

    def ask(self, port: int, first: int, number: int) -> None:
        """So many requests, one after the other. Raises RuntimeError when an answer is no success."""
        wanted = [self.requests[place % len(self.requests)] for place in range(first, first + number)]
        found = load.run(port, wanted, 600, 1)
        if set(found.statuses) != {"200"}:
            raise RuntimeError(f"{self.name}: {found.statuses}")
        self.times += found.times

    def line(self) -> str:
        """What was seen in all rounds; a mark where it misses the aim."""
        p95 = load.Result(times=self.times).percentile(95)
        figures = f"{median(self.times) * 1000:>11.0f}{p95:>9.0f}{max(self.times) * 1000:>10.0f}"
        few = "" if self.few is None else self.few
        missed = p95 > MOST_MS or (self.few is not None and self.queries > self.few)
        return f"{self.name:<34}{figures}{self.queries:>9}{few:>10}{'  <--' if missed else ''}"


def measure(env: dict[str, str], gifts: int) -> None:
    """Fill the prepared database in two steps; print a line for each page, then one for each file."""
    env = env | GATEWAYS
    product.ask(env, "fill_giving", "1", str(FEW))
    few = product.ask(env, "giving")["pages"]
    product.ask(env, "fill_giving", str(FEW + 1), str(gifts))
    product.ask(env, "close_months")
    serve(env, few)


def serve(env: dict[str, str], few: dict[str, dict]) -> None:
    """Of a filled database; `few`: what its pages took when there was little in it."""
    told = product.ask(env, "giving")
    print(f"{told['gifts']:,} gifts of {told['donors']:,} donors, {told['entries']:,} ledger entries")
    with _server(env) as server:
        measure_pages(server.port, told, few)
    print(Taken.HEAD)
    for name, address in told["files"].items():
        with _server(env) as server:
            print(take(name, server, address, told["sessions"]["finance"]).line(), flush=True)


def measure_pages(port: int, told: dict, few: dict[str, dict]) -> None:
    """In rounds over all of them, after each has been asked for once."""
    pages = [
        Page(
            name,
            [
                load.get(address, headers=_cookie(told["sessions"][page["who"]]))
                for address in page["addresses"]
            ],
            page["queries"],
            few.get(name, {}).get("queries"),
        )
        for name, page in told["pages"].items()
    ]
    for page in pages:
        page.ask(port, 0, 2)
        page.times.clear()
    for number in range(ROUNDS):
        for page in pages:
            page.ask(port, number * ASKED, ASKED)
    print(HEAD)
    for page in pages:
        print(page.line(), flush=True)


@contextmanager
def _server(env: dict[str, str]) -> Iterator[product.Server]:
    server = product.Server("portal.wsgi:application", env, 1)
    try:
        server.wait()
        yield server
    finally:
        server.stop()


def _cookie(session: str) -> str:
    return f"Cookie: sessionid={session}\r\n" if session else ""
