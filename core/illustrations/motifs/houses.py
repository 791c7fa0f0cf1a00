"""The Uzbek house: ayvan, carved door, lattice window, courtyard wall, roofs of a mahalla."""

from core.illustrations.pen import box, dashes, dots, fill, line
from core.ornament.geometry import regular
from core.ornament.svg import Point, circle, polygon, rect


def arch(x: float, base: float, width: float, height: float, spring: float = 0.5) -> str:
    """A four-centred arch on (x, base); `spring` is the part of the height that stands upright."""
    half, rise = width / 2, height * (1 - spring)
    top, foot = base - height, base - height * spring
    return (
        f"M{x} {base}V{foot}C{x} {foot - rise * 0.62} {x + half * 0.5} {top + rise * 0.2} {x + half} {top}"
        f"C{x + half * 1.5} {top + rise * 0.2} {x + width} {foot - rise * 0.62} {x + width} {foot}V{base}Z"
    )


def star(center: Point, radius: float) -> str:
    """An eight-pointed star of two squares."""
    return polygon(regular(center, radius, 4, 0)) + polygon(regular(center, radius, 4, 45))


def carved_door(x: float, base: float, width: float, height: float) -> str:
    """A double door under an arch: carved panels, a star in each, two rings."""
    w, h, top = width, height, base - height
    half = w / 2
    panels = stars = ""
    for left in (x, x + half):
        inset = half * 0.16
        panels += rect(left + inset, base - h * 0.26, half - 2 * inset, h * 0.2)
        panels += arch(left + inset, base - h * 0.31, half - 2 * inset, h * 0.34, 0.6)
        stars += star((left + half / 2, base - h * 0.46), half * 0.2) + star(
            (left + half / 2, base - h * 0.16), half * 0.14
        )
    frame = rect(x - w * 0.12, top - h * 0.1, w * 1.24, h * 1.1)
    return (
        fill("wood-deep", frame)
        + fill("wood", arch(x, base, w, h, 0.68))
        + fill("wood-deep", panels)
        + fill("clay", stars)
        + dots("saffron", w * 0.035, (x + half * 0.88, base - h * 0.28), (x + half * 1.12, base - h * 0.28))
        + line("wood-deep", w * 0.03, f"M{x + half} {base}V{top + 4}")
    )


def lattice_window(x: float, base: float, width: float, height: float, *, pane: str = "pane") -> str:
    """A window under an arch with a carved grille (panjara) in its upper half."""
    w, h = width, height
    bars = "".join(f"M{x + w * i / 4} {base}v{-h * 0.86}" for i in (1, 2, 3))
    bars += f"M{x} {base - h * 0.34}h{w}M{x} {base - h * 0.66}h{w}"
    knots = "".join(star((x + w * i / 4, base - h * 0.66), w * 0.1) for i in (1, 2, 3))
    return (
        fill("wood", arch(x - w * 0.1, base + w * 0.1, w * 1.2, h + w * 0.2, 0.64))
        + fill(pane, arch(x, base, w, h, 0.64))
        + line("wood", w * 0.05, bars)
        + fill("wood", knots)
    )


def column(x: float, base: float, top: float, width: float) -> str:
    """A carved ayvan column: round bulb, shaft that narrows upwards, spreading capital."""
    w, bulb, neck = width, base - (base - top) * 0.16, top + width * 1.5
    foot, belly, shoulder = base - w * 0.5, base - w * 0.9, bulb - w * 1.2
    eave, curve = top + w * 0.3, top + w * 0.5
    left = f"M{x - w * 0.3} {bulb}C{x - w * 1.1} {bulb - w * 0.2} {x - w * 0.9} {belly} {x - w * 0.45} {foot}"
    right = f"H{x + w * 0.45}C{x + w * 0.9} {belly} {x + w * 1.1} {bulb - w * 0.2} {x + w * 0.3} {bulb}"
    up = f"L{x + w * 0.42} {shoulder} {x + w * 0.26} {neck}Q{x + w * 0.4} {curve} {x + w * 1.3} {eave}"
    down = (
        f"V{top}H{x - w * 1.3}V{eave}Q{x - w * 0.4} {curve} {x - w * 0.26} {neck}L{x - w * 0.42} {shoulder}Z"
    )
    return left + right + up + down


def frieze(x: float, y: float, width: float, height: float, count: int) -> str:
    """A painted beam: cobalt, with a row of diamonds in saffron and white by turns."""
    step = width / count
    marks: tuple[list[str], list[str]] = ([], [])
    for i in range(count):
        center, r = (x + step * (i + 0.5), y + height / 2), height * 0.36
        marks[i % 2].append(polygon(regular(center, r, 4, 0)))
    return box("cobalt", x, y, width, height) + fill("saffron", *marks[0]) + fill("cloth", *marks[1])


def ayvan(x: float, base: float, width: float, height: float, bays: int, inside: str) -> str:
    """A terrace on columns before a house; `inside` is drawn on its back wall, in its shade."""
    h, top = height, base - height
    ceiling = top + h * 0.17
    spots = [x + h * 0.06 + (width - h * 0.12) * i / bays for i in range(bays + 1)]
    step = round(width / 50)
    return (
        box("wall-shade", x, ceiling, width, base - ceiling)
        + inside
        + fill("clay-deep", rect(x, ceiling, width, h * 0.03))
        + fill("wood", *(column(spot, base, ceiling, h * 0.042) for spot in spots))
        + fill("clay", *(rect(spot - h * 0.035, base - h * 0.03, h * 0.07, h * 0.03) for spot in spots))
        + frieze(x - h * 0.03, ceiling - h * 0.07, width + h * 0.06, h * 0.07, round(width / h * 11) | 1)
        + box("wood", x - h * 0.05, top + h * 0.05, width + h * 0.1, h * 0.05)
        + dashes("wood-deep", h * 0.04, step, step, f"M{x} {top + h * 0.075}h{width}")
        + box("clay", x - h * 0.08, top, width + h * 0.16, h * 0.055)
    )


def roofs(*houses: tuple[float, float, float, float]) -> str:
    """Low houses of a mahalla as (x, base, width, height), every other one with a hipped roof."""
    walls = shades = tiles = panes = ""
    for i, (x, base, w, h) in enumerate(houses):
        walls += rect(x, base - h, w, h)
        shades += rect(x, base - h, w * 0.28, h)
        if i % 2:
            tiles += polygon(
                [
                    (x - 8, base - h),
                    (x + w * 0.22, base - h - w * 0.2),
                    (x + w * 0.78, base - h - w * 0.2),
                    (x + w + 8, base - h),
                ]
            )
        else:
            tiles += rect(x - 6, base - h - 9, w + 12, 11)
        panes += "".join(rect(x + w * part, base - h * 0.66, w * 0.12, h * 0.3) for part in (0.4, 0.68))
    return fill("wall", walls) + fill("wall-shade", shades) + fill("brick", tiles) + fill("pane", panes)


def family_house(
    x: float, base: float, width: float, height: float, *, door: str = "turquoise", lit: str = "pane"
) -> str:
    """A family's house: gabled roof, a round attic window, shutters, a porch step; width counts the walls."""
    w, h, top = width, height, base - height
    eave, ridge = w * 0.09, top - w * 0.34
    windows = shutters = ""
    for left in (x + w * 0.12, x + w * 0.7):
        windows += rect(left, base - h * 0.68, w * 0.18, h * 0.34)
        shutters += rect(left - w * 0.06, base - h * 0.7, w * 0.055, h * 0.38) + rect(
            left + w * 0.185, base - h * 0.7, w * 0.055, h * 0.38
        )
    bars = "".join(f"M{left + w * 0.09} {base - h * 0.68}v{h * 0.34}" for left in (x + w * 0.12, x + w * 0.7))
    gable = polygon(
        [
            (x - eave, top + eave * 0.5),
            (x + w / 2, ridge),
            (x + w + eave, top + eave * 0.5),
            (x + w + eave, top + eave * 1.2),
            (x + w / 2, ridge + eave * 1.1),
            (x - eave, top + eave * 1.2),
        ]
    )
    return (
        fill("wall", rect(x, top, w, h), polygon([(x, top), (x + w / 2, ridge + 4), (x + w, top)]))
        + fill(
            "wall-shade",
            rect(x, top + eave, w * 0.06, h - eave),
            rect(x + w * 0.38, base - h * 0.66, w * 0.24, h * 0.66),
        )
        + fill("brick", gable)
        + fill(lit, windows, circle((x + w / 2, top - w * 0.06), w * 0.06))
        + fill("cobalt", shutters)
        + line("wall", 3, bars)
        + fill(door, arch(x + w * 0.41, base, w * 0.18, h * 0.6, 0.7))
        + dots("saffron", w * 0.012, (x + w * 0.555, base - h * 0.26))
        + box("clay", x + w * 0.36, base - 8, w * 0.28, 10)
    )


def trellis(x: float, base: float, width: float, height: float) -> str:
    """A vine on its frame (ishkom), with grapes hanging under the leaves."""
    w, top = width, base - height
    leaves = [(x + w * i / 6, top - (height * 0.04 if i % 2 else 0)) for i in range(7)]
    bunch = ((-1, 0), (1, 0), (0, 1.6), (0, 3.2))
    r = w * 0.03
    grapes = [(x + w * at + dx * r, top + w * 0.12 + dy * r) for at in (0.2, 0.52, 0.82) for dx, dy in bunch]
    posts = f"M{x} {base}V{top}M{x + w} {base}V{top}"
    return line("wood", 6, posts) + dots("leaf", w * 0.11, *leaves) + dots("cobalt", r, *grapes)


def wall(y: float, height: float, *, x: float = 0, width: float = 1200) -> str:
    """A clay courtyard wall with its coping and a row of niches."""
    niches = dashes("clay-deep", height * 0.36, 30, 62, f"M{x + 40} {y + height * 0.53}h{width - 60}")
    return box("clay", x, y, width, height) + box("wall", x, y - 10, width, 12) + niches
