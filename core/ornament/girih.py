"""Samarkand: a girih of ten-pointed stars, built as Timurid builders built it, from polygons in contact.

Decagons stand edge to edge on a rhombic lattice and leave bow-ties between them. From the middle of every
edge two straps leave and run until they meet a strap of another edge. At each edge middle one strap passes
over and the other under, so the whole is woven. (Method: E. H. Hankin, 1925; the tiles: P. Lu and
P. Steinhardt, Science 315, 2007.)
"""

from itertools import combinations
from math import cos, radians, sin
from typing import NamedTuple

from core.ornament.geometry import direction, meet, midpoint, polar, regular
from core.ornament.palette import Palette
from core.ornament.svg import Point, polygon, rect

DECAGON = 60.0  # distance between the centres of two decagons that share an edge
WIDTH = 2 * DECAGON * cos(radians(36))
HEIGHT = 2 * DECAGON * sin(radians(36))
CENTERS = [(0.0, 0.0), (WIDTH, 0.0), (WIDTH, HEIGHT), (0.0, HEIGHT), (WIDTH / 2, HEIGHT / 2)]
LEAN = 36  # degrees between a strap and the edge's normal: makes the ten-pointed stars and the pentagons
EDGE = ("cobalt", "saffron")
STRAP = 4.0
GAP = 1.0


class Strap(NamedTuple):
    """A strap from an edge middle, where it passes over, by a bend to another, where it passes under."""

    start: Point
    bend: Point
    end: Point
    crossing: float  # direction of the strap that passes over the end


def decagons() -> list[list[Point]]:
    """The decagons that touch the repeating cell."""
    radius = DECAGON / 2 / cos(radians(18))
    return [regular(center, radius, 10, 18) for center in CENTERS]


def bow_ties() -> list[list[Point]]:
    """The concave hexagons that the decagons leave open, at the middle of each side of the cell."""
    a, _, _, _, _, _, _, _, _, j = decagons()[0]
    waist = decagons()[4][7][1]
    tie = [j, (WIDTH / 2, -waist), (WIDTH - j[0], j[1]), (WIDTH - a[0], a[1]), (WIDTH / 2, waist), a]
    steps = [(0, 0), (0, HEIGHT), (WIDTH / 2, HEIGHT / 2), (-WIDTH / 2, HEIGHT / 2)]
    return [[(x + dx, y + dy) for x, y in tie] for dx, dy in steps]


def rays(corners: list[Point]) -> list[tuple[Point, float, int]]:
    """Two rays into the polygon from the middle of each edge: start, direction, and +1 where it goes over."""
    found = []
    for a, b in zip(corners, corners[1:] + corners[:1], strict=True):
        inward = direction(a, b) + 90
        found += [(midpoint(a, b), inward + LEAN, 1), (midpoint(a, b), inward - LEAN, -1)]
    return found


def straps(corners: list[Point]) -> list[Strap]:
    """Pairs of rays that meet first: the pattern inside one polygon."""
    meetings = []
    for first, second in combinations(rays(corners), 2):
        if first[0] == second[0] or first[2] == second[2]:
            continue
        reach = meet(first[0], first[1], second[0], second[1])
        if reach and min(reach) > 1e-6:
            meetings.append((round(sum(reach), 4), round(max(reach), 4), first, second))
    used: set[tuple[Point, int]] = set()
    woven = []
    for _, _, first, second in sorted(meetings):
        over, under = sorted((first, second), key=lambda ray: -ray[2])
        ends = {(over[0], 1), (under[0], -1)}
        if not ends & used:
            used |= ends
            bend = polar(over[0], meet(over[0], over[1], under[0], under[1])[0], over[1])
            woven.append(Strap(over[0], bend, under[0], under[1] + 2 * LEAN))
    return woven


def band_of(strap: Strap) -> list[Point]:
    """The strap's outline: full width at its start, mitred at the bend, cut along the strap above its end."""
    into, out = direction(strap.start, strap.bend), direction(strap.bend, strap.end)
    sides = []
    for side in (-90, 90):
        start = polar(strap.start, STRAP / 2, into + side)
        bend = polar(strap.bend, STRAP / 2, out + side)
        corner = polar(start, meet(start, into, bend, out)[0], into)
        away = [
            angle for angle in (strap.crossing - 90, strap.crossing + 90) if cos(radians(angle - out)) < 0
        ]
        edge = polar(strap.end, STRAP / 2 + GAP, away[0])
        sides.append([start, corner, polar(bend, meet(bend, out, edge, strap.crossing)[0], out)])
    return sides[0] + sides[1][::-1]


def star(woven: list[Strap]) -> list[Point]:
    """The star that the straps of one convex polygon enclose: bends and edge middles in turn."""
    ring = {strap.start: strap for strap in woven}
    corners, strap = [], woven[0]
    for _ in woven:
        corners += [strap.start, strap.bend]
        strap = ring[strap.end]
    return corners


def rosette(center: Point, outer: float, inner: float) -> str:
    """A small ten-pointed star in the heart of a large one."""
    tips, notches = regular(center, outer, 10, 0), regular(center, inner, 10, 18)
    return polygon(point for pair in zip(tips, notches, strict=True) for point in pair)


def cell(palette: Palette) -> str:
    """The repeating cell, WIDTH × HEIGHT."""
    stars, ties = [straps(corners) for corners in decagons()], [straps(corners) for corners in bow_ties()]
    ground = "".join(polygon(star(woven)) for woven in stars)
    woven = "".join(polygon(band_of(strap)) for group in stars + ties for strap in group)
    hearts = "".join(rosette(center, 15, 8.5) for center in CENTERS)
    seeds = "".join(rosette(center, 7.5, 5) for center in CENTERS)
    return (
        f'<path {palette.fill("cobalt")} d="{rect(0, 0, WIDTH, HEIGHT)}"/>'
        f'<path {palette.fill("turquoise")} d="{ground}"/>'
        f'<path {palette.fill("raised")} d="{woven}{hearts}"/>'
        f'<path {palette.fill("saffron")} d="{seeds}"/>'
    )


def corner(palette: Palette) -> str:
    """The square where two bands of a frame meet: one star, its straps left out."""
    center = (HEIGHT / 2, HEIGHT / 2)
    return (
        f'<path {palette.fill("cobalt")} d="{rect(0, 0, HEIGHT, HEIGHT)}"/>'
        f'<path {palette.fill("turquoise")} d="{rosette(center, 29, 20)}"/>'
        f'<path {palette.fill("raised")} d="{rosette(center, 21, 12)}"/>'
        f'<path {palette.fill("saffron")} d="{rosette(center, 10.5, 7)}"/>'
    )
