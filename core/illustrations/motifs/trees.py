"""What grows in a courtyard and along a street: mulberry, poplar, pomegranate, apricot, elm."""

from math import hypot

from core.illustrations.pen import fill, line, moved
from core.ornament.geometry import polar, regular
from core.ornament.svg import Point, circle, xy

# A hanging pomegranate, 100 units in radius: the fruit with its crown, and a lighter crescent.
POMEGRANATE = fill(
    "pomegranate", circle((0, 0), 100), "M-30 80l-25 70 35-25 20 40 20-40 35 25-25-70Z"
) + line("rose", 14, "M-66 20Q-72-50-10-68")
MULBERRY_TRUNK = "M-30 0Q-8-100-68-208L-52-220Q-12-150 0-158 16-186 52-224L68-216Q20-110 32 0Z"


def crown(center: Point, wide: float, tall: float, bumps: int, start: float = 0) -> str:
    """A canopy: an oval with a scalloped edge, like the rosettes of a suzani."""
    x, y = center
    edge = [(x + px * wide, y + py * tall) for px, py in regular((0, 0), 1, bumps, start)]
    text = f"M{xy(edge[0])}"
    for here, after in zip(edge, edge[1:] + edge[:1], strict=True):
        radius = hypot(after[0] - here[0], after[1] - here[1]) * 0.56
        text += f"A{radius:.0f} {radius:.0f} 0 0 1 {xy(after)}"
    return text + "Z"


def mulberry(x: float, base: float, tall: float) -> str:
    """An old mulberry: a forked trunk under three masses of leaves, lit from the left."""
    masses = (
        crown((-104, -266), 84, 60, 8, 10),
        crown((104, -258), 88, 64, 8),
        crown((0, -316), 120, 76, 10),
    )
    light = (
        crown((-28, -332), 76, 44, 7),
        crown((-116, -268), 52, 32, 6, 20),
        crown((84, -272), 52, 32, 6),
    )
    gleam = crown((-48, -348), 32, 16, 5), crown((-132, -280), 20, 12, 5)
    drawn = fill("wood-deep", MULBERRY_TRUNK) + fill("leaf-deep", *masses) + fill("leaf", *light)
    return moved(drawn + fill("leaf-light", *gleam), x, base, tall / 400)


def poplars(*places: tuple[float, float, float]) -> str:
    """Poplars as (x, foot, height): the tall screens along every canal and road."""
    dark = light = trunk = ""
    for x, base, tall in places:
        half, foot, bend = tall * 0.13, base - tall * 0.1, base - tall * 0.8
        dark += f"M{x} {base - tall}C{x - half * 0.7} {bend} {x - half * 1.5} {foot} {x} {foot}Z"
        light += f"M{x} {base - tall}C{x + half * 0.7} {bend} {x + half * 1.5} {foot} {x} {foot}Z"
        trunk += f"M{x} {foot - 2}V{base}"
    return line("wood-deep", 4, trunk) + fill("leaf-deep", dark) + fill("leaf", light)


def leaf(base: Point, angle: float, length: float) -> str:
    """One pointed leaf."""
    tip = polar(base, length, angle)
    left, right = polar(base, length * 0.6, angle - 34), polar(base, length * 0.6, angle + 34)
    return f"M{xy(base)}Q{xy(left)} {xy(tip)}Q{xy(right)} {xy(base)}Z"


def pomegranate_branch(x: float, y: float, scale: float = 1) -> str:
    """A branch with leaves and three fruits that reaches into a picture from its left edge."""
    spots = (
        (6, 0, -40), (40, 2, -58), (50, 4, 62), (84, 14, -34), (100, 20, 96),
        (124, 34, -14), (140, 42, 84), (170, 62, 20), (74, 50, 30), (22, 26, 120),
    )  # fmt: skip
    leaves = [leaf((px, py), angle, 44) for px, py, angle in spots]
    fruits = ((72, 100, 0.24), (166, 88, 0.2), (22, 56, 0.17))
    drawn = line("wood-deep", 4.5, "M0 0Q90 0 170 62M66 10q16 30 6 70M22 0v40") + fill("leaf", *leaves)
    return moved(drawn + "".join(moved(POMEGRANATE, *fruit) for fruit in fruits), x, y, scale)


def round_tree(x: float, base: float, size: float, *, bloom: bool = False) -> str:
    """A round crown on a trunk: a clipped elm (gujum), or in bloom an apricot."""
    dark, light = ("blossom", "petal") if bloom else ("leaf-deep", "leaf")
    drawn = (
        fill("wood-deep", "M-15 0L-9-204H9L15 0Z")
        + line("wood-deep", 10, "M0-60L-48-174M0-78L45-180")
        + fill(dark, crown((0, -204), 108, 90, 9))
        + fill(light, crown((-24, -228), 60, 42, 7))
    )
    return moved(drawn, x, base, size / 300)


def bushes(role: str, *places: tuple[float, float, float]) -> str:
    """Low round bushes as (x, foot, size), cut flat at the ground."""
    return fill(role, *(f"M{x - s} {y}a{s} {s} 0 0 1 {2 * s} 0Z" for x, y, s in places))
