"""The country as it is drawn: a projection, the outline, a river, and marks for mountains and sand."""

from collections.abc import Iterable
from math import cos, log, pi, radians, sin, tan

from core.map.outline import RINGS
from core.ornament.svg import Point, polygon, smooth, xy

WIDTH, HEIGHT = 640, 424
# Lambert's conformal cone through 38.6° and 44.1° north, as on maps of the country.
SOUTH, NORTH, MIDDLE, EQUAL = 38.6, 44.1, 64.6, 41.3
SCALE, LEFT, TOP = 2760.0, 320.0, 218.0

# For the eye, not a survey: longitude and latitude of towns that the Amu Darya passes, and latitude and
# longitude of places where the land rises or sand lies.
AMU_DARYA = (
    (67.3, 37.2), (66.2, 37.4), (65.2, 37.9), (63.6, 39.1),
    (61.9, 40.7), (60.9, 41.7), (59.5, 42.4), (58.9, 43.7),
)  # fmt: skip
MOUNTAINS = ((38.75, 67.55), (38.35, 67.95), (40.1, 68.15), (41.75, 70.75))
DUNES = ((42.6, 63.1), (41.7, 64.3), (43.6, 61.9), (43.2, 57.4), (40.9, 62.9))


def cone(angle: float) -> float:
    """tan(45° + angle / 2), from which the conic projection is built."""
    return tan(pi / 4 + radians(angle) / 2)


POWER = log(cos(radians(SOUTH)) / cos(radians(NORTH))) / log(cone(NORTH) / cone(SOUTH))
RADIUS = cos(radians(SOUTH)) * cone(SOUTH) ** POWER / POWER


def project(latitude: float, longitude: float) -> Point:
    """The point of a place on the map, in units of its 640 × 424 box; takes degrees."""
    radius = RADIUS / cone(latitude) ** POWER
    turn = POWER * radians(longitude - MIDDLE)
    rise = RADIUS / cone(EQUAL) ** POWER - radius * cos(turn)
    return LEFT + SCALE * radius * sin(turn), TOP - SCALE * rise


def outline() -> str:
    """Path data of the country."""
    rings = ([pair.split(",") for pair in ring.split()] for ring in RINGS)
    return "".join(polygon(project(int(y) / 100, int(x) / 100) for x, y in ring) for ring in rings)


def marks(places: Iterable[tuple[float, float]], mark: str) -> str:
    """The same small mark at each place."""
    return "".join(f"M{xy(project(*place))}{mark}" for place in places)


OUTLINE = outline()
RIVER = smooth([project(latitude, longitude) for longitude, latitude in AMU_DARYA])
PEAKS = marks(MOUNTAINS, "m-18 0l12-22 7 10 5-7 12 19z")
SAND = marks(DUNES, "m-20 0q10-10 20 0q10-10 20 0")
