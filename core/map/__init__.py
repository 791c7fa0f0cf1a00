"""The villages on the map of Uzbekistan: where each pin stands, and where its label collides with nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.map.land import HEIGHT, WIDTH, project
from core.ornament.svg import Point

# Sizes in map units where they are largest, on a phone 360 px wide: a letter, a line of text, a pin.
LETTER, LINE, PIN_WIDTH, PIN_HEIGHT = 15.0, 30.0, 50.0, 70.0

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Place:
    """A village on the map: its point, and where its label stands (`anchor` as in SVG's text-anchor)."""

    name: str
    url: str
    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str


def label_boxes(name: str, x: float, y: float) -> list[tuple[Box, Point, str]]:
    """Where a label may stand, best first: below its pin, right, left, above."""
    wide, half = len(name) * LETTER, LINE / 2
    left, right, middle = x - PIN_WIDTH / 2, x + PIN_WIDTH / 2, y - PIN_HEIGHT / 2
    top = y - PIN_HEIGHT - LINE
    return [
        ((x - wide / 2, y + 4, x + wide / 2, y + 4 + LINE), (x, y + LINE * 0.85), "middle"),
        ((right, middle - half, right + wide, middle + half), (right, middle + half / 2), "start"),
        ((left - wide, middle - half, left, middle + half), (left, middle + half / 2), "end"),
        ((x - wide / 2, top, x + wide / 2, top + LINE), (x, top + LINE * 0.7), "middle"),
    ]


def free(box: Box, taken: list[Box]) -> bool:
    """Whether a box lies on the map and touches none of the others."""
    left, top, right, bottom = box
    inside = left >= 0 and top >= 0 and right <= WIDTH and bottom <= HEIGHT
    return inside and not any(left < b[2] and b[0] < right and top < b[3] and b[1] < bottom for b in taken)


def placed(points: Iterable[tuple[str, str, float, float]]) -> list[Place]:
    """Places with labels, from (name, address, latitude, longitude) in degrees.

    A label takes the best side where it meets no pin, no earlier label and no edge, or else the first.
    """
    spots = [(name, url, *project(latitude, longitude)) for name, url, latitude, longitude in points]
    taken = [(x - PIN_WIDTH / 2, y - PIN_HEIGHT, x + PIN_WIDTH / 2, y) for _, _, x, y in spots]
    found = []
    for name, url, x, y in spots:
        options = label_boxes(name, x, y)
        box, at, anchor = next((option for option in options if free(option[0], taken)), options[0])
        taken.append(box)
        found.append(Place(name, url, round(x, 1), round(y, 1), round(at[0], 1), round(at[1], 1), anchor))
    return found
