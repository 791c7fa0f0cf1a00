"""The association: a suzani, the embroidered cloth of a new home, with rosettes and pomegranate flowers.

Mothers stitch the rosettes in rings; the rings here are scallops about one centre.
"""

from core.ornament.geometry import polar, regular
from core.ornament.palette import Palette
from core.ornament.svg import Point, circle, rect, xy

WIDTH = 100
HEIGHT = 60
EDGE = ("cobalt", "saffron")


def scallops(center: Point, radius: float, count: int, start: float = 0) -> str:
    """A ring of round petals that touch."""
    corners = regular(center, radius, count, start)
    half = radius * 3.1416 / count
    text = f"M{xy(corners[0])}"
    for corner in corners[1:] + corners[:1]:
        text += f"A{half:.1f} {half:.1f} 0 0 1 {xy(corner)}"
    return text + "Z"


def petal(center: Point, inner: float, outer: float, angle: float, spread: float) -> str:
    """One pointed petal that reaches from the inner to the outer radius."""
    root, tip = polar(center, inner, angle), polar(center, outer, angle)
    middle = inner + (outer - inner) * 0.55
    left, right = polar(center, middle, angle - spread), polar(center, middle, angle + spread)
    return f"M{xy(root)}Q{xy(left)} {xy(tip)}Q{xy(right)} {xy(root)}Z"


def petals(center: Point, inner: float, outer: float, count: int, spread: float, start: float = 0) -> str:
    """A whole flower of pointed petals."""
    return "".join(petal(center, inner, outer, start + 360 * i / count, spread) for i in range(count))


def rosette(palette: Palette, center: Point) -> str:
    """The large rosette, ring by ring from outside."""
    rings = (
        ("cobalt", scallops(center, 22, 16)),
        ("quiet", circle(center, 20.5)),
        ("madder", scallops(center, 15.5, 12, 15)),
        ("quiet", petals(center, 6, 14.5, 12, 11, 0)),
        ("saffron", circle(center, 6)),
        ("madder", petals(center, 0.5, 5, 6, 34)),
    )
    return "".join(f'<path {palette.fill(role)} d="{path}"/>' for role, path in rings)


def spray(palette: Palette, center: Point) -> str:
    """What stands between two rosettes: a pomegranate flower with leaves up and down."""
    x, y = center
    leaves = ""
    for side, up in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
        base, tip = (x, y + 5 * up), (x + 17 * side, y + 23 * up)
        over, under = (x + side, y + 22 * up), (x + 15 * side, y + 10 * up)
        leaves += f"M{xy(base)}Q{xy(over)} {xy(tip)}Q{xy(under)} {xy(base)}Z"
    return (
        f'<path {palette.fill("turquoise")} d="{leaves}"/>'
        f'<path {palette.fill("saffron")} d="{petals(center, 2, 15, 4, 32, 0)}"/>'
        f'<path {palette.fill("madder")} d="{circle(center, 5.5)}"/>'
        f'<path {palette.fill("quiet")} d="{circle(center, 2.2)}"/>'
    )


def cell(palette: Palette) -> str:
    """The repeating cell, WIDTH × HEIGHT."""
    return (
        f'<path {palette.fill("quiet")} d="{rect(0, 0, WIDTH, HEIGHT)}"/>'
        + spray(palette, (0, HEIGHT / 2))
        + spray(palette, (WIDTH, HEIGHT / 2))
        + rosette(palette, (WIDTH / 2, HEIGHT / 2))
    )


def corner(palette: Palette) -> str:
    """The square where two bands of a frame meet."""
    ground = f'<path {palette.fill("quiet")} d="{rect(0, 0, HEIGHT, HEIGHT)}"/>'
    return ground + rosette(palette, (HEIGHT / 2, HEIGHT / 2))
