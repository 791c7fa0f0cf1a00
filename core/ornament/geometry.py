"""Plane geometry for the pattern modules; angles in degrees, y grows downwards as in SVG."""

from math import atan2, cos, degrees, hypot, radians, sin

from core.ornament.svg import Point


def polar(center: Point, radius: float, angle: float) -> Point:
    """The point at a distance and an angle from a centre."""
    return (center[0] + radius * cos(radians(angle)), center[1] + radius * sin(radians(angle)))


def regular(center: Point, radius: float, sides: int, start: float) -> list[Point]:
    """Corners of a regular polygon; `start` is the angle of the first corner."""
    return [polar(center, radius, start + 360 * i / sides) for i in range(sides)]


def midpoint(a: Point, b: Point) -> Point:
    """The point half-way between two points."""
    return ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)


def distance(a: Point, b: Point) -> float:
    """Length of the line between two points."""
    return hypot(b[0] - a[0], b[1] - a[1])


def direction(a: Point, b: Point) -> float:
    """Angle of the line from a to b."""
    return degrees(atan2(b[1] - a[1], b[0] - a[0]))


def meet(a: Point, angle_a: float, b: Point, angle_b: float) -> tuple[float, float] | None:
    """How far along each of two rays they cross, or None when they are parallel."""
    ax, ay = cos(radians(angle_a)), sin(radians(angle_a))
    bx, by = cos(radians(angle_b)), sin(radians(angle_b))
    cross = ax * by - ay * bx
    if abs(cross) < 1e-9:
        return None
    dx, dy = b[0] - a[0], b[1] - a[1]
    return ((dx * by - dy * bx) / cross, (dx * ay - dy * ax) / cross)
