"""What was measured, as lines that people read."""

from dataclasses import dataclass, field
from statistics import median

from bench.load import Result

HEAD = f"{'':<32}{'req/s':>9}{'ratio':>8}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}{'queries':>9}{'KB':>8}"


@dataclass
class Row:
    """One thing that is measured in every round."""

    name: str
    server: str
    requests: list[bytes] = field(default_factory=list)
    queries: int | None = None
    runs: list[tuple[Result, float]] = field(default_factory=list)

    def add(self, result: Result, processor_seconds: float) -> None:
        """Keep one round: what the client saw, and the processor time the server used for it."""
        self.runs.append((result, processor_seconds))

    @property
    def rates(self) -> list[float]:
        """Answers a second, round by round."""
        return [result.rate for result, _ in self.runs]


def show(rows: list[Row], beside: str) -> None:
    """Print the rows; `ratio` is the rate against that of the row called `beside`, round by round."""
    yardstick = next(row for row in rows if row.name == beside).rates
    print(HEAD)
    for row in rows:
        print(_line(row, median(ours / theirs for ours, theirs in zip(row.rates, yardstick, strict=True))))
    print()


def _line(row: Row, ratio: float) -> str:
    results = [result for result, _ in row.runs]
    half, slow = (median(result.percentile(percent) for result in results) for percent in (50, 99))
    spent = median(seconds / len(result.times) * 1000 for result, seconds in row.runs)
    size = results[-1].bytes / len(results[-1].times) / 1000
    queries = "" if row.queries is None else row.queries
    return (
        f"{row.name:<32}{median(row.rates):>9.0f}{ratio:>8.2f}{half:>9.2f}{slow:>9.2f}"
        f"{spent:>9.3f}{queries:>9}{size:>8.1f}"
    )
