"""`make bench`: one table for SQLite, and one for PostgreSQL (and Redis) where DATABASE_URL (and REDIS_URL) name them.

All rows of a round are measured one after the other, then the next round begins, so that a busy machine slows all
of them alike; what is printed are medians over the rounds. Absolute numbers are this machine's, ratios are the
product's. Set BENCH_ROUNDS, BENCH_SECONDS, BENCH_CONNECTIONS and BENCH_WORKERS for another measurement;
BENCH_SEARCH=10000 measures the search too, BENCH_EDITING=60 the back office's editor, BENCH_GIFTS=1000000 the books (on
PostgreSQL); with BENCH_ONLY=search, editing, giving or messages (of Stripe) nothing else.
"""

import os
from collections.abc import Iterator
from itertools import cycle

from bench import editing, giving, load, product, search
from bench.table import Row, show

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "1.5"))
CONNECTIONS = int(os.environ.get("BENCH_CONNECTIONS", "16"))
WORKERS = int(os.environ.get("BENCH_WORKERS", "1"))
SEARCH_PAGES = int(os.environ.get("BENCH_SEARCH", "0"))  # so many pages to search; 0: not measured
EDITING_BLOCKS = int(os.environ.get("BENCH_EDITING", "0"))  # of a story; 0: not measured
GIFTS = int(os.environ.get("BENCH_GIFTS", "0"))  # in the books; 0: not measured
ONLY = os.environ.get("BENCH_ONLY", "")  # "search", "editing", "giving" or "messages"
CALLBACKS = 100
MESSAGES = 2000
# What a stranger brings along: nothing of it may keep a page from being answered from the cache.
STRANGER = ("?utm_source=bench&fbclid=1", "Cookie: sessionid=none; language=ru\r\n")


def page_rows(pages: dict[str, dict]) -> list[Row]:
    """The empty view, then each page from the cache, as a stranger asks for it, unchanged, and rendered."""
    rows = [Row("empty view", "empty", [load.get("/")])]
    for name, page in pages.items():
        rows.append(Row(f"{name}, cached", "cached", [load.get(page["address"])]))
    home = pages["home"]["address"]
    rows.append(Row("home, cached, stranger", "cached", [load.get(home + STRANGER[0], headers=STRANGER[1])]))
    for name, page in pages.items():
        rows.append(
            Row(f"{name}, rendered", "uncached", [load.get(page["address"])], queries=page["queries"])
        )
    return rows


def measure(server: product.Server, row: Row, requests: Iterator[bytes], seconds: float) -> None:
    """One run of one row. Raises RuntimeError when an answer is no success."""
    before = server.processor_seconds()
    result = load.run(server.port, requests, seconds, CONNECTIONS)
    if set(result.statuses) != {"200"}:
        raise RuntimeError(f"{row.name}: {result.statuses}")
    row.add(result, server.processor_seconds() - before)


def measure_pages(servers: dict[str, product.Server], pages: dict[str, dict]) -> list[Row]:
    """Rounds over all pages, after each has been asked for once."""
    rows = page_rows(pages)
    for row in rows:
        load.run(servers[row.server].port, row.requests * CONNECTIONS, 30, CONNECTIONS)
    for _ in range(ROUNDS):
        for row in rows:
            measure(servers[row.server], row, cycle(row.requests), SECONDS)
    return rows


def measure_taken(
    servers: dict[str, product.Server], env: dict[str, str], made: str, number: int
) -> list[Row]:
    """So many signed messages of a provider ("callbacks": of gifts that wait for them; "messages": kept, and looked up
    by a worker afterwards), told once and again, beside the least insert.
    """
    least = Row("verified insert, nothing else", "insert")
    first = Row(
        {"callbacks": "callback: gift settled", "messages": "message kept, answered"}[made], "uncached"
    )
    again = Row(f"{made.removesuffix('s')}: repeated", "uncached")
    for _ in range(ROUNDS):
        requests = [text.encode("latin-1") for text in product.ask(env, made, str(number))]
        for row in (least, first, again):
            measure(servers[row.server], row, iter(requests), 60)
    return [least, first, again]


def bench(title: str, env: dict[str, str]) -> None:
    """Prepare, serve, measure and print."""
    print(f"\n{title}: preparing ...", flush=True)
    product.ask(env, "prepare")
    if not ONLY:
        bench_pages(title, env)
    if ONLY in ("", "messages"):
        bench_messages(title, env)
    if SEARCH_PAGES and ONLY in ("", "search"):
        print(f"{title}: search; one web process", flush=True)
        search.measure(env, SEARCH_PAGES)
    if EDITING_BLOCKS and ONLY in ("", "editing"):
        print(f"{title}: editing; one web process", flush=True)
        editing.measure(env, EDITING_BLOCKS)
    if GIFTS and ONLY in ("", "giving") and env["DATABASE_URL"].startswith("postgres"):
        print(f"{title}: giving; one web process", flush=True)
        giving.measure(env, GIFTS)


def bench_pages(title: str, env: dict[str, str]) -> None:
    """The tables of pages and callbacks."""
    pages = product.ask(env, "pages")
    with product.servers(env, WORKERS) as servers:
        rows = measure_pages(servers, pages)
        taken = measure_taken(servers, env, "callbacks", CALLBACKS)
    print(f"{title}; {WORKERS} web process(es), {CONNECTIONS} connections, medians of {ROUNDS} rounds")
    show(rows, beside="empty view")
    show(taken, beside="verified insert, nothing else")


def bench_messages(title: str, env: dict[str, str]) -> None:
    """The table of Stripe's messages."""
    with product.servers(env, WORKERS) as servers:
        kept = measure_taken(servers, env, "messages", MESSAGES)
    print(f"{title}: messages of Stripe, medians of {ROUNDS} rounds")
    show(kept, beside="verified insert, nothing else")


if __name__ == "__main__":
    if ONLY != "giving":
        with product.sqlite() as env:
            bench("SQLite", env)
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith("postgres"):
        redis_url = os.environ.get("REDIS_URL", "")
        with product.postgres(url, redis_url) as env:
            bench("PostgreSQL" + (" and Redis" if redis_url else ""), env)
