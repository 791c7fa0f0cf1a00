"""Writes the illustrations: `python -m core.illustrations`. A test keeps files and code equal."""

from collections.abc import Iterator
from pathlib import Path

from core.illustrations import SCENES

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "illustrations"


def files() -> Iterator[tuple[str, str]]:
    """Name and text of each file."""
    for name, draw in SCENES.items():
        yield f"{name}.svg", draw()


def main() -> None:
    """Write every file anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in files():
        (FOLDER / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
