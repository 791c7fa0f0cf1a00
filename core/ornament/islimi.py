"""Khorezm: islimi, the tendril of Khiva's majolica, in white and turquoise glaze on cobalt.

A stem runs in waves; under each crest and over each trough a branch leaves it and winds inwards to a
blossom, with leaves along its outer side. Trough and crest are the same drawing, turned over.
"""

from collections.abc import Iterator
from math import pi, sin

from core.ornament.geometry import polar
from core.ornament.palette import Palette
from core.ornament.svg import Point, circle, rect, smooth, xy

WIDTH = 112
HEIGHT = 60
EDGE = ("glaze", "raised")
MIDDLE = HEIGHT / 2
WAVE = 24.0  # amplitude of the stem
HOLLOW = (WIDTH / 4 + 1, MIDDLE + 5.5)  # centre of the branch under the crest
REACH = 22.5  # radius of the branch where it leaves the stem
TURNS = 480  # degrees from the stem to the blossom
# Leaves: degrees along the branch, length, lean off the branch (positive: outwards).
LEAVES = (
    (62, 9, -42), (112, 12, 52), (128, 10, -42), (168, 12, 50), (192, 10, -42), (222, 12, 52),
    (250, 9, -44), (278, 12, 58), (318, 8, -40), (340, 9, 60),
)  # fmt: skip


def stem_point(x: float) -> Point:
    """A point of the wave."""
    return (x, MIDDLE - WAVE * sin(2 * pi * x / WIDTH))


def stem() -> str:
    """The wave, drawn a little past both sides of the cell so that repeats join."""
    return smooth([stem_point(x) for x in range(-14, WIDTH + 15, 7)])


def branch_point(turn: float) -> Point:
    """A point of the branch; `turn` in degrees from where it leaves the stem."""
    return polar(HOLLOW, REACH * (1 - 0.8 * (turn / TURNS) ** 1.15), 180 + turn)


def branch() -> str:
    """The branch, from its fork in the stem to the blossom."""
    curl = [branch_point(turn) for turn in range(24, TURNS + 1, 38)]
    return smooth([stem_point(-9), stem_point(-4), *curl])


def leaf(base: Point, angle: float, length: float, side: int) -> str:
    """A leaf with a full and a flat side, as the craft draws it; `side` says which is full."""
    tip = polar(base, length, angle)
    full, flat = polar(base, length * 0.72, angle - 52 * side), polar(base, length * 0.62, angle + 10 * side)
    return f"M{xy(base)}Q{xy(full)} {xy(tip)}Q{xy(flat)} {xy(base)}Z"


def leaves() -> Iterator[str]:
    """Leaves along one branch, in pairs."""
    for turn, length, lean in LEAVES:
        yield leaf(branch_point(turn), 270 + turn - lean, length, 1 if lean > 0 else -1)


def blossom(center: Point, radius: float) -> str:
    """Six round petals."""
    petals = [polar(center, radius * 0.62, 60 * i) for i in range(6)]
    return "".join(circle(petal, radius * 0.4) for petal in petals)


def cell(palette: Palette) -> str:
    """The repeating cell, WIDTH × HEIGHT."""
    heart = branch_point(TURNS)
    crest = (
        f'<path {palette.fill("glaze")} d="{"".join(leaves())}"/>'
        f'<path {palette.stroke("raised")} stroke-width="1.8" d="{branch()}"/>'
        f'<path {palette.fill("raised")} d="{blossom(heart, 9)}"/>'
        f'<path {palette.fill("saffron")} d="{circle(heart, 2.8)}"/>'
    )
    return (
        f'<path {palette.fill("cobalt")} d="{rect(0, 0, WIDTH, HEIGHT)}"/>'
        f'<path {palette.stroke("raised")} stroke-width="2.4" d="{stem()}"/>'
        f'<g>{crest}</g><g transform="matrix(1 0 0 -1 {WIDTH // 2} {HEIGHT})">{crest}</g>'
        f'<g transform="matrix(1 0 0 -1 {-WIDTH // 2} {HEIGHT})">{crest}</g>'
    )


def corner(palette: Palette) -> str:
    """The square where two bands of a frame meet: a large blossom among eight leaves."""
    center = (HEIGHT / 2, HEIGHT / 2)
    ring = "".join(leaf(polar(center, 13, 45 * i), 45 * i, 12, 1) for i in range(8))
    return (
        f'<path {palette.fill("cobalt")} d="{rect(0, 0, HEIGHT, HEIGHT)}"/>'
        f'<path {palette.fill("glaze")} d="{ring}"/>'
        f'<path {palette.fill("raised")} d="{blossom(center, 12)}"/>'
        f'<path {palette.fill("saffron")} d="{circle(center, 3.8)}"/>'
    )
