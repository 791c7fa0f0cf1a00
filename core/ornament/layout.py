"""Lays a pattern's cell out as a tile (a surface), a band (an edge) or a frame (round a sheet or a card)."""

from typing import Protocol

from core.ornament.palette import Palette
from core.ornament.svg import number, rect

RULE = 2.0  # thickness of each of the two lines that finish a band's edge


class Craft(Protocol):
    """What a pattern module offers: a repeating cell, a square corner as high, and its edge's colours."""

    WIDTH: float
    HEIGHT: float
    EDGE: tuple[str, str]

    def cell(self, palette: Palette) -> str: ...
    def corner(self, palette: Palette) -> str: ...


def sheet(width: float, height: float, body: str, *, box: tuple[float, float] | None = None) -> str:
    """An SVG of a size; `box` gives the inner coordinates when they differ from the size."""
    inner = box or (width, height)
    size = f'width="{number(width)}" height="{number(height)}"'
    view = f'viewBox="0 0 {number(inner[0])} {number(inner[1])}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view}>{body}</svg>'


def rules(craft: Craft, palette: Palette, width: float, height: float) -> str:
    """The two lines along the top and along the bottom of a band."""
    outer, inner = craft.EDGE
    far = height - RULE
    return (
        f'<path {palette.fill(outer)} d="{rect(0, 0, width, RULE)}{rect(0, far, width, RULE)}"/>'
        f'<path {palette.fill(inner)} d="{rect(0, RULE, width, RULE)}{rect(0, far - RULE, width, RULE)}"/>'
    )


def band_cell(craft: Craft, palette: Palette) -> tuple[float, float, str]:
    """Width, height and content of a band's unit: the cell between its lines."""
    height = craft.HEIGHT + 4 * RULE
    body = f'<g transform="translate(0 {number(2 * RULE)})">{craft.cell(palette)}</g>'
    return craft.WIDTH, height, body + rules(craft, palette, craft.WIDTH, height)


def filled(unit: tuple[float, float, str], key: str, width: float, height: float, scale: float) -> str:
    """A rectangle filled with a unit; the unit is stretched slightly so that whole ones fit the width."""
    across = max(1, round(width / (unit[0] * scale)))
    stretch = width / across / unit[0]
    name = f"o-{key}-{number(width)}-{number(height)}"
    size = f'width="{number(unit[0])}" height="{number(unit[1])}" patternUnits="userSpaceOnUse"'
    return (
        f'<pattern id="{name}" {size} patternTransform="scale({stretch:.4f} {scale:.4f})">{unit[2]}</pattern>'
        f'<path fill="url(#{name})" d="{rect(0, 0, width, height)}"/>'
    )


def tile(craft: Craft, key: str, width: float | None, height: float | None, palette: Palette) -> str:
    """A surface; one repeating cell when no size is given."""
    unit = (craft.WIDTH, craft.HEIGHT, craft.cell(palette))
    if width is None or height is None:
        return sheet(unit[0], unit[1], unit[2])
    return sheet(width, height, filled(unit, f"{key}-tile", width, height, 1))


def band(craft: Craft, key: str, width: float | None, height: float | None, palette: Palette) -> str:
    """A strip; one repeating unit when no width is given."""
    unit = band_cell(craft, palette)
    tall = height or unit[1]
    if width is None:
        return sheet(unit[0] * tall / unit[1], tall, unit[2], box=unit[:2])
    return sheet(width, tall, filled(unit, f"{key}-band", width, tall, tall / unit[1]))


def frame(craft: Craft, key: str, width: float | None, height: float | None, palette: Palette) -> str:
    """A border with its corners; without a size, the nine-part picture that CSS `border-image` slices.

    The band is as high as in `band()` with no height: 2 lines + cell + 2 lines, the slice of the border.
    """
    unit_width, thick, body = band_cell(craft, palette)
    wide, tall = width or unit_width + 2 * thick, height or unit_width + 2 * thick
    name = f"o-{key}-edge"
    corner = corner_block(craft, palette, thick)
    parts = [symbol(name, unit_width, thick, body), symbol(f"{name}-corner", thick, thick, corner)]
    inset = number(thick)
    places = ((wide, f"translate({inset} 0)"), (tall, f"translate({inset} {inset})rotate(90)"))
    for length, turn in places:
        parts.append(edges(name, unit_width, length - 2 * thick, turn, (wide, tall, thick)))
    for x, y in ((0, 0), (wide - thick, 0), (0, tall - thick), (wide - thick, tall - thick)):
        parts.append(f'<use href="#{name}-corner" x="{number(x)}" y="{number(y)}"/>')
    return sheet(wide, tall, "".join(parts))


def symbol(name: str, width: float, height: float, body: str) -> str:
    """A part used several times; a symbol with a view box also cuts off what reaches over its sides."""
    size = f"{number(width)} {number(height)}"
    wide, tall = size.split()
    return f'<symbol id="{name}" width="{wide}" height="{tall}" viewBox="0 0 {size}">{body}</symbol>'


def edges(name: str, unit: float, length: float, turn: str, size: tuple[float, float, float]) -> str:
    """The two opposite edges of a frame that share a direction: `turn` places the first of them."""
    wide, tall, thick = size
    count = max(1, round(length / unit))
    stretch = f"scale({length / count / unit:.4f} 1)"
    uses = "".join(f'<use href="#{name}" x="{number(i * unit)}"/>' for i in range(count))
    upright = "rotate" in turn
    away = f"translate({number(wide - thick)} 0)" if upright else f"translate(0 {number(tall - thick)})"
    line = f'<g transform="{turn}{stretch}">{uses}</g>'
    return line + f'<g transform="{away}">{line}</g>'


def corner_block(craft: Craft, palette: Palette, thick: float) -> str:
    """A corner with the band's lines on all four sides."""
    outer, inner = craft.EDGE
    inset = 2 * RULE
    return (
        f'<path {palette.fill(outer)} d="{rect(0, 0, thick, thick)}"/>'
        f'<path {palette.fill(inner)} d="{rect(RULE, RULE, thick - inset, thick - inset)}"/>'
        f'<g transform="translate({number(inset)} {number(inset)})">{craft.corner(palette)}</g>'
    )
