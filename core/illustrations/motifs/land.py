"""Sky, mountains, hills and ground."""

from core.illustrations.pen import HEIGHT, OVER, WIDTH, box, dots, fill, shape
from core.ornament.svg import Point, polygon, smooth


def backdrop(role: str, x: float = 0, width: float = WIDTH) -> str:
    """What is behind everything, from far above the picture to its foot."""
    return box(role, x, -OVER, width, HEIGHT + OVER)


def sky(x: float, y: float, radius: float = 62, *, role: str = "sky") -> str:
    """The whole ground of a picture, with a sun (a moon by night) in a ring of light."""
    ring = dots("halo", radius * 2.4, (x, y))
    return backdrop(role) + ring + dots("sun", radius, (x, y))


def mountain(x: float, top: float, base: float, left: float, right: float, *, snow: float = 0.3) -> str:
    """One peak: a lit and a shaded side that meet in a broken ridge, under snow for a part of its height."""
    tall = base - top

    def ridge(down: float) -> Point:
        bend = 0.1 if int(down * 10) % 4 < 2 else -0.04
        return (x - left * bend * (down > 0) - left * 0.16 * down, top + tall * down)

    spine = [(x, top), ridge(0.25), ridge(0.42), ridge(0.66), ridge(1)]
    lit = polygon([*spine, (x + right, base)])
    dark = polygon([*spine[::-1], (x - left, base)])
    drawn = fill("far", lit) + fill("peak", dark)
    if snow:
        a, b, s = x - left * snow, x + right * snow, tall * snow
        hem = ((b, top + s), (x + right * snow * 0.5, top + s * 0.8), (x + right * 0.16, top + s * 1.2))
        tail = ((x - left * 0.12, top + s * 0.75), (x - left * snow * 0.55, top + s * 1.15), (a, top + s))
        drawn += fill("snow", polygon([(x, top), *hem, *tail]))
    return drawn


def hill(role: str, *points: Point, base: float = HEIGHT) -> str:
    """A soft rise through the points, down to `base`."""
    return fill(role, f"{smooth(list(points))}V{base:.0f}H{points[0][0]:.0f}Z")


def floor(y: float, role: str = "ground") -> str:
    """Flat ground from y to the foot of the picture."""
    return shape(role, (0, y), (WIDTH, y), (WIDTH, HEIGHT), (0, HEIGHT))
