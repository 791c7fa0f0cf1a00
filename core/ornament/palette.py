"""Colours of the ornaments by role, by day and by night, written into the SVG: its uses are files,
backgrounds, mails, cards and print, where no style sheet of the page reaches."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Turns a role into presentation attributes; inline styles are forbidden by the content policy."""

    colours: dict[str, str]

    def fill(self, role: str) -> str:
        """Attribute that fills a shape."""
        return f'fill="{self.colours[role]}"'

    def stroke(self, role: str) -> str:
        """Attributes that draw an unfilled line."""
        return f'fill="none" stroke="{self.colours[role]}"'


LIGHT = Palette(
    {
        "quiet": "#f1e9dc",
        "raised": "#ffffff",
        "cobalt": "#1b4b9b",
        "sky": "#7fa3d6",
        "turquoise": "#14808a",
        "glaze": "#7cc0c3",
        "madder": "#b8472f",
        "saffron": "#e9a63a",
    }
)
# By night the cloth and the tiles stay dark and only their light parts shine: the interface's own dark
# tokens are pale (they are made for text), and a pale ground would glare.
DARK = Palette(
    {
        "quiet": "#18243a",
        "raised": "#b4c3d8",
        "cobalt": "#23457f",
        "sky": "#5c82b8",
        "turquoise": "#1f7780",
        "glaze": "#4c9da3",
        "madder": "#94432f",
        "saffron": "#d99a36",
    }
)
