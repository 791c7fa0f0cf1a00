"""Mail templates for looking at, without the data of anybody."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "templates"
ENDING = "_subject.txt"


def names() -> list[str]:
    """Every mail that the outbox can render: a subject, a text and an HTML file."""
    found = (path.relative_to(FOLDER) for path in FOLDER.rglob(f"*{ENDING}"))
    stems = (str(path).removesuffix(ENDING) for path in found)
    return sorted(stem for stem in stems if (FOLDER / f"{stem}.html").is_file())


class Placeholder:
    """Stands for a value that is not there: shows its own name, and has whatever part is asked for."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __str__(self) -> str:
        return f"[{self.name}]"

    def __getitem__(self, key: str) -> "Placeholder":
        return Placeholder(f"{self.name}.{key}")

    def __iter__(self) -> Iterator[object]:
        return iter(())

    def format(self) -> str:
        """Money is asked to format itself."""
        return str(self)


class Placeholders(dict):
    """A context in which every name is known."""

    KNOWN = {"count": 3, "percent": 64, "date": date(2026, 11, 23)}

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> object:
        return self.KNOWN.get(key, Placeholder(key))
