"""Social cards, what a shared link shows: a title, and a picture in a gate of the place's tiles."""

from html import escape

from core.illustrations import SCENES
from core.illustrations.motifs.houses import arch
from core.illustrations.pen import literal
from core.ornament import CRAFTS
from core.ornament.palette import LIGHT
from core.ornament.svg import rect

WIDTH, HEIGHT = 1200, 630
GATE = (596, 48, 556, 582)  # left, top, width, height; it stands on the lower edge
EDGE = 46  # of tiles round the arch
LETTER, LEADING = 0.56, 1.18  # of a line of text, in ems: a letter's mean width, the height
COLUMN, ROOM, MIDDLE = 486, 310, 356  # of the title, in px: width, height, the baseline of its middle
SIZES = (84, 76, 66, 58, 50, 44)
MARK = (
    '<path fill="#1b4b9b" d="M3 57V27C3 14 13 7 26 1c13 6 23 13 23 26v30Z"/>'
    '<path fill="#fff" d="M8.5 57V28C8.5 17.5 16 11.5 26 6.8 36 11.5 43.5 17.5 43.5 28v29Z"/>'
    '<path fill="#0b6f78" d="M11.5 57V29c0-9 6-14.2 14.5-18.5C34.5 14.8 40.5 20 40.5 29v28Z"/>'
    '<path fill="#fff" d="M17 57V34.5c0-6 3.5-9.5 9-12.8 5.5 3.3 9 6.8 9 12.8V57Z"/>'
    '<path fill="#e9a63a" d="M20 57V36c0-4 2.2-6.5 6-9 3.8 2.5 6 5 6 9v21Z"/>'
)


def wrapped(title: str, size: float) -> list[str]:
    """The title in lines that fit the column at a font size in px."""
    lines: list[str] = []
    for word in title.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and len(longer) * size * LETTER <= COLUMN:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def words(title: str) -> str:
    """The title as SVG text, as large as it fits its height; a longer one ends with an ellipsis."""
    size = next((size for size in SIZES if len(wrapped(title, size)) * size * LEADING <= ROOM), SIZES[-1])
    lines, most = wrapped(title, size), int(ROOM / size / LEADING)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + "…"]
    top = MIDDLE - (len(lines) - 1) * size * LEADING / 2
    rows = [
        f'<text x="72" y="{top + i * size * LEADING:.0f}">{escape(x)}</text>' for i, x in enumerate(lines)
    ]
    font = f'font-family="Hovli Serif, Georgia, serif" font-size="{size}" fill="#14233b"'
    return f"<g {font}>{''.join(rows)}</g>"


def gate(craft: str, scene: str) -> str:
    """The picture seen through a keel arch in a wall of the craft's tiles."""
    x, y, width, height = GATE
    unit = CRAFTS[craft]
    tiles = (
        f'<pattern id="tiles" width="{unit.WIDTH:.1f}" height="{unit.HEIGHT:.1f}" x="{x}" y="{y}" '
        f'patternUnits="userSpaceOnUse" patternTransform="scale(1.12)">{unit.cell(LIGHT)}</pattern>'
    )
    inner = (x + EDGE, y + height, width - 2 * EDGE, height - EDGE)
    view = literal(SCENES[scene]()).replace(
        "<svg ", f'<svg x="{inner[0]}" y="{y + EDGE}" width="{inner[2]}" height="{inner[3]}" ', 1
    )
    return (
        f'<defs>{tiles}<clipPath id="arch"><path d="{arch(*inner, 0.66)}"/></clipPath></defs>'
        f'<path fill="url(#tiles)" d="{rect(x, y, width, height)}"/>'
        f'<path fill="none" stroke="#1b4b9b" stroke-width="8" d="{rect(x, y, width, height + 8)}"/>'
        f'<path fill="#fff" d="{arch(inner[0] - 8, inner[1], inner[2] + 16, inner[3] + 10, 0.66)}"/>'
        f'<g clip-path="url(#arch)">{view}</g>'
    )


def card(title: str, *, name: str, craft: str = "association", scene: str = "hero") -> str:
    """An SVG of 1200 × 630; `name` is the association's, `craft` a key of CRAFTS, `scene` one of SCENES."""
    view, small = f"0 0 {WIDTH} {HEIGHT}", 'font-family="Hovli Sans, Arial, sans-serif" font-size="26"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="{view}">'
        f'<path fill="#fbf8f3" d="{rect(0, 0, WIDTH, HEIGHT)}"/>'
        f'<g transform="translate(72 64) scale(1.5)">{MARK}</g>'
        f"{words(title)}"
        f'<path fill="#e9a63a" d="{rect(72, 528, 96, 6)}"/>'
        f'<text x="72" y="576" {small} fill="#4a566b">{escape(name)}</text>'
        f"{gate(craft, scene)}</svg>"
    )
