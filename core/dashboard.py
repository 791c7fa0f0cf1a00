"""What a signed-in person sees under `/my/`: every app registers its panels here, accounts renders them.

An app puts its `register(Panel(…))` calls into `<app>/dashboard.py`, which is imported at start.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

Context = Callable[[HttpRequest], dict[str, object]]


@dataclass(frozen=True)
class Panel:
    """One block of `/my/`: `context` reads what belongs to `request.user` and to nobody else."""

    slug: str  # its anchor on the page
    title: str  # lazy translation; heading and navigation
    template: str
    context: Context
    order: int = 100
    section: str = "overview"
    icon: str = ""  # beside the title in the navigation


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> Panel:
    """Add a panel; the last of a slug wins, so that a module imported twice does no harm."""
    _panels[panel.slug] = panel
    return panel


def panels(section: str = "overview") -> list[Panel]:
    """The panels of a section in their order."""
    return sorted((p for p in _panels.values() if p.section == section), key=lambda p: (p.order, p.slug))
