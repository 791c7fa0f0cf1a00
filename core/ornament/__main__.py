"""Writes the patterns as static files: `python -m core.ornament`. A test keeps files and code equal."""

from collections.abc import Iterator
from pathlib import Path

from core.ornament import CRAFTS, KINDS, pattern
from core.ornament.palette import DARK, LIGHT

FOLDER = Path(__file__).resolve().parents[2] / "static" / "img" / "ornament"


def files() -> Iterator[tuple[str, str]]:
    """Name and text of each file: every pattern in every kind, by day and by night."""
    for name in CRAFTS:
        for kind in KINDS:
            yield f"{name}-{kind}.svg", pattern(name, kind=kind, palette=LIGHT)
            yield f"{name}-{kind}-dark.svg", pattern(name, kind=kind, palette=DARK)


def main() -> None:
    """Write every file anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in files():
        (FOLDER / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
