"""The skylines of three cities: ribbed domes, portals and minarets, clay walls, a tower."""

from core.illustrations.motifs.houses import arch, star
from core.illustrations.pen import box, dashes, dots, fill, line, moved
from core.ornament.svg import rect


def slice_of(x: float, y: float, r: float, left: float, right: float) -> str:
    """A slice of a dome between two ribs; -1 and 1 are its outlines."""
    apex = y - r * 1.42

    def rib(k: float) -> str:
        return f"C{x + r * 0.5 * k} {y - r * 1.06} {x + r * 1.13 * k} {y - r * 0.62} {x + r * k} {y}"

    back = f"C{x + r * 1.13 * left} {y - r * 0.62} {x + r * 0.5 * left} {y - r * 1.06} {x} {apex}Z"
    return f"M{x} {apex}{rib(right)}H{x + r * left}{back}"


def dome(x: float, y: float, r: float, *, drum: float = 0.5, stone: str = "clay") -> str:
    """A turquoise dome of ribs on a drum with a tile band; y is the dome's foot."""
    tall = r * drum
    ribs = [slice_of(x, y, r, a, b) for a, b in ((-0.84, -0.56), (-0.2, 0.16), (0.5, 0.78))]
    spike = f"M{x} {y - r * 1.4}v{-r * 0.3}"
    return (
        line("saffron", max(2, r * 0.05), spike)
        + dots("saffron", r * 0.07, (x, y - r * 1.55))
        + box(stone, x - r * 0.86, y, r * 1.72, tall)
        + dashes("cobalt", tall * 0.4, r * 0.16, r * 0.09, f"M{x - r * 0.82} {y + tall * 0.45}h{r * 1.66}")
        + fill("turquoise", slice_of(x, y, r, -1, 1))
        + fill("glaze", *ribs)
    )


def portal(x: float, base: float, width: float, height: float) -> str:
    """A pishtaq: a tall portal with a deep arch in a frame of tiles."""
    w, h = width, height
    return (
        box("clay", x, base - h, w, h)
        + line("cobalt", w * 0.07, rect(x + w * 0.08, base - h * 0.93, w * 0.84, h))
        + fill("turquoise", rect(x + w * 0.17, base - h * 0.82, w * 0.66, h * 0.82))
        + fill(
            "saffron",
            star((x + w * 0.27, base - h * 0.73), w * 0.05),
            star((x + w * 0.73, base - h * 0.73), w * 0.05),
        )
        + fill("clay-deep", arch(x + w * 0.22, base, w * 0.56, h * 0.74, 0.62))
        + fill("wood-deep", arch(x + w * 0.38, base, w * 0.24, h * 0.36, 0.62))
        + box("clay", x, base - h * 0.06, w * 0.12, h * 0.06)
    )


def minaret(x: float, base: float, height: float, width: float) -> str:
    """A tapering tower with rings of tiles and a lantern; x is its axis."""
    h, w = height, width
    top = base - h

    def ring(part: float, thick: float) -> str:
        half = w / 2 * (1 - 0.35 * part)
        return rect(x - half, base - h * part, half * 2, thick)

    body = f"M{x - w / 2} {base}L{x - w * 0.32} {top}H{x + w * 0.32}L{x + w / 2} {base}Z"
    shadow = f"M{x - w / 2} {base}L{x - w * 0.32} {top}H{x - w * 0.1}L{x - w * 0.14} {base}Z"
    rings = [ring(part, h * 0.03) for part in (0.18, 0.4, 0.62, 0.84)]
    lantern = rect(x - w * 0.44, top - w * 0.16, w * 0.88, w * 0.18)
    return (
        fill("clay", body)
        + fill("clay-deep", shadow)
        + fill("turquoise", *rings)
        + dashes(
            "cobalt",
            h * 0.05,
            w * 0.1,
            w * 0.08,
            *(f"M{x - w * 0.36} {base - h * part}h{w * 0.74}" for part in (0.28, 0.72)),
        )
        + fill("clay", lantern, rect(x - w * 0.26, top - w * 0.6, w * 0.52, w * 0.5))
        + fill("turquoise", slice_of(x, top - w * 0.58, w * 0.3, -1, 1))
    )


def stout_minaret(x: float, base: float, height: float, width: float) -> str:
    """Kalta Minor: the broad, unfinished minaret of Khiva, all in glazed bands."""
    h, w = height, width

    def ring(low: float, high: float) -> str:
        a, b = w / 2 * (1 - 0.26 * low), w / 2 * (1 - 0.26 * high)
        return f"M{x - a} {base - h * low}L{x - b} {base - h * high}H{x + b}L{x + a} {base - h * low}Z"

    glaze = [ring(low, high) for low, high in ((0.2, 0.3), (0.5, 0.62), (0.84, 0.92))]
    blue = [ring(low, high) for low, high in ((0.3, 0.36), (0.62, 0.68), (0.92, 1))]
    pale = [ring(low, low + 0.02) for low in (0.08, 0.42, 0.76)]
    knots = [star((x + dx * w, base - h * 0.445), w * 0.045) for dx in (-0.3, -0.1, 0.1, 0.3)]
    return (
        fill("turquoise", ring(0, 1))
        + fill("glaze", *glaze)
        + fill("cobalt", *blue)
        + fill("cloth", *pale)
        + fill("saffron", *knots)
    )


def rampart(x: float, base: float, width: float, height: float, towers: int) -> str:
    """The clay wall of Ichan-Qala: battlements, and round towers that lean inwards."""
    h, step = height, width / towers
    body = shade = crest = ""
    for i in range(towers):
        c, r = x + step * (i + 0.5), h * 0.34
        body += f"M{c - r * 1.3} {base}L{c - r} {base - h * 1.24}H{c + r}L{c + r * 1.3} {base}Z"
        shade += f"M{c - r * 1.3} {base}L{c - r} {base - h * 1.24}H{c - r * 0.4}L{c - r * 0.55} {base}Z"
        crest += f"M{c - r} {base - h * 1.29}h{r * 2}"
    wall = box("clay", x, base - h, width, h)
    battlements = dashes("clay", h * 0.12, h * 0.12, h * 0.08, f"M{x} {base - h * 1.05}h{width}", crest)
    return wall + battlements + fill("clay", body) + fill("clay-deep", shade)


def television_tower(x: float, base: float, height: float) -> str:
    """Tashkent's tower as a silhouette: three legs, two saucers, a needle."""
    mast = "M-5 0L-2-400H2L5 0Z"
    legs = "M-40 0L0-144 40 0H31L0-112-31 0Z"
    saucers = rect(-14, -160, 28, 12) + rect(-10, -248, 20, 8)
    return moved(fill("peak", mast, legs, saucers), x, base, height / 400)


def market_dome(x: float, base: float, width: float) -> str:
    """The Chorsu bazaar: one wide, low, tiled dome."""
    ribs = "".join(f"M0-80Q{at * 0.8}-68 {at} 0" for at in (-72, -40, 0, 40, 72))
    drawn = (
        fill("turquoise", "M-100 0C-92-60-40-80 0-80 40-80 92-60 100 0Z")
        + line("glaze", 4, ribs)
        + fill("cobalt", "M-14-77L0-94 14-77Z")
    )
    return moved(drawn, x, base, width / 200)
