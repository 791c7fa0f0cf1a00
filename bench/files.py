"""Takes a whole list away as a file, and watches what the server holds in memory meanwhile."""

import time
from dataclasses import dataclass
from http.client import HTTPConnection
from threading import Event, Thread

from bench import product

WARM = 3  # pages of the same list first: what is loaded once is no growth of a file
LONGEST = 3600


@dataclass
class Taken:
    """Seconds, megabytes."""

    name: str
    first_byte: float
    seconds: float
    size: float
    grown: float

    HEAD = f"{'':<34}{'first byte s':>13}{'all s':>8}{'MB':>8}{'grown by MB':>13}"

    def line(self) -> str:
        """As under HEAD."""
        return (
            f"{self.name:<34}{self.first_byte:>13.1f}{self.seconds:>8.0f}{self.size:>8.0f}{self.grown:>13.0f}"
        )


def take(name: str, server: product.Server, address: str, session: str) -> Taken:
    """Read the file to its end and keep nothing of it. Raises RuntimeError when the answer is no success."""
    for _ in range(WARM):
        _read(server.port, address.partition("?")[0], session)
    before, highest, over = server.memory(), [0], Event()

    def watch() -> None:
        while not over.wait(0.05):
            highest[0] = max(highest[0], server.memory())

    watcher = Thread(target=watch)
    watcher.start()
    try:
        first, seconds, size = _read(server.port, address, session)
    finally:
        over.set()
        watcher.join()
    return Taken(name, first, seconds, size / 1e6, (highest[0] - before) / 1e6)


def _read(port: int, address: str, session: str) -> tuple[float, float, int]:
    connection = HTTPConnection("127.0.0.1", port, timeout=LONGEST)
    began = time.perf_counter()
    connection.request("GET", address, headers={"Cookie": f"sessionid={session}"})
    answer = connection.getresponse()
    if answer.status != 200:
        raise RuntimeError(f"{address}: {answer.status}")
    size = len(answer.read(1))
    first = time.perf_counter() - began
    while part := answer.read(65536):
        size += len(part)
    connection.close()
    return first, time.perf_counter() - began, size
