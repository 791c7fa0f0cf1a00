"""A list on the first page of the back office: what waits for somebody, with the way to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from wagtail.admin.ui.components import Component


@dataclass(frozen=True)
class Line:
    """One thing that waits."""

    title: str
    url: str
    note: str = ""


class HomePanel(Component):
    """Shows its lines; where there are none, `quiet`, or nothing without it. One for each request.

    An empty first page does not tell whether nothing waits or nothing was looked for.
    """

    template_name = "core/home_panel.html"

    def __init__(
        self,
        name: str,
        heading: str | Promise,
        lines: list[Line],
        order: int = 150,
        quiet: str | Promise = "",
    ) -> None:
        self.name, self.heading, self.lines, self.order, self.quiet = name, heading, lines, order, quiet

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What the template shows."""
        return {"name": self.name, "heading": self.heading, "lines": self.lines, "quiet": self.quiet}
