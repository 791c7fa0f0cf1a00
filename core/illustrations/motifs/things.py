"""What stands about in a home. Each is drawn once, 100 units large with its foot on (0, 0), and placed."""

from core.illustrations.pen import box, dashes, dots, fill, line, moved
from core.ornament.svg import Point, circle, rect

Place = tuple[float, float, float]  # x, foot, size

TEAPOT = (
    line("cobalt", 9, "M-42-62q-40 2-10 46")
    + fill(
        "cobalt",
        "M-50-40a50 42 0 1 1 100 0q0 30-24 40h-52q-24-10-24-40z",
        "M44-30q22-6 30-42h10q-2 44-36 62z",
    )
    + dots("cobalt", 9, (0, -90))
    + dots("cloth", 9, (0, -51), (11, -40), (0, -29), (-11, -40))
)
BICYCLE = (
    line("ink", 4, circle((0, -24), 24), circle((66, -24), 24), "M10-62h13")
    + line("brick", 5, "M0-24L20-54H54L30-24H0M30-24L16-62M66-24L50-66h12")
)  # fmt: skip
KITE = (
    line("clay-deep", 4, "M0 120q-60 60 0 110q50 50 0 100")
    + fill("saffron", "M0-100L80 0 0 120-80 0Z")
    + fill("cobalt", "M0-100L80 0H0Z", "M0 120L-80 0H0Z")
)
BACKPACK = (
    fill("cobalt", "M-38 0V-60Q-38-90 0-90 38-90 38-60V0Z")
    + line("brick", 20, "M-42-96H42")
    + line("saffron", 4, "M-18-106v20M18-106v20")
    + line("blue", 5, "M-20-84V-40M20-84V-40")
    + box("blue", -26, -36, 52, 28)
    + dots("saffron", 4, (0, -22))
)
BOOKS = (
    fill("cobalt", "M0 0h16v-80H0Z", "M64 0l20-78 14 4L78 0Z")
    + box("brick", 17, -90, 12, 90)
    + box("turquoise", 30, -72, 18, 72)
    + box("saffron", 49, -84, 12, 84)
)
SWALLOW = "M-100-40Q-30-40 0 0 30-50 100-60 40-20 10 24L-16 60-12 16Q-40-20-100-40Z"
BOWL = "M-50-50h100q-4 38-30 50h-40q-26-12-30-50z"
SHOE = "M0 0v-50h42q10 22 55 24q14 6 10 26z"
PAIR = SHOE + "M50 0v-50h42q10 22 55 24q14 6 10 26z"


def teapot(x: float, base: float, size: float) -> str:
    """A round cobalt teapot with a cotton flower."""
    return moved(TEAPOT, x, base, size / 100)


def bowls(role: str, *places: Place) -> str:
    """Tea bowls (piyola) as (x, foot, width)."""
    return "".join(moved(fill(role, BOWL), x, base, size / 100) for x, base, size in places)


def bread(x: float, base: float, size: float) -> str:
    """A round of bread (non), stamped in the middle; `size` is half its width."""
    crust = "M-100 0a100 36 0 0 1 200 0a100 20 0 0 1-200 0z"
    middle = "M-55-10a55 15 0 0 1 110 0a55 12 0 0 1-110 0z"
    return moved(fill("saffron", crust) + fill("clay-deep", middle), x, base, size / 100)


def bicycle(x: float, base: float, size: float) -> str:
    """A child's bicycle; x is the hind wheel's axle."""
    return moved(BICYCLE, x, base, size / 100)


def kite(x: float, y: float, size: float) -> str:
    """A paper kite (varrak) with its tail; `size` is half its height."""
    return moved(KITE, x, y, size / 100)


def backpack(x: float, base: float, size: float) -> str:
    """A packed bag with a rolled quilt on top."""
    return moved(BACKPACK, x, base, size / 100)


def books(x: float, base: float, size: float) -> str:
    """A few books on a shelf, the last one leaning; x is their left end."""
    return moved(BOOKS, x, base, size / 100)


def swallows(*places: Place) -> str:
    """Swallows as (x, y, half the span)."""
    return "".join(moved(fill("ink", SWALLOW), x, y, size / 100) for x, y, size in places)


def shoes(x: float, base: float, *pairs: tuple[str, float]) -> str:
    """Pairs of shoes left at the step, as (colour, size): who lives here, without showing anyone."""
    drawn, at = "", x
    for role, size in pairs:
        drawn += moved(fill(role, PAIR), at, base, size / 100)
        at += size * 2
    return drawn


def tapchan(x: float, base: float, width: float) -> str:
    """A garden bed to sit and eat on: posts, a rail, quilts, and tea on a low table."""
    wood = rect(0, -42, 4, 42) + rect(96, -42, 4, 42) + rect(32, -17, 4, 17) + rect(64, -17, 4, 17)
    table = rect(30, -30, 40, 2) + rect(33, -30, 2, 12) + rect(65, -30, 2, 12)
    frame = (
        box("wood-deep", 0, -38, 100, 2)
        + dashes("wood-deep", 20, 1.6, 7.4, "M9-28h84")
        + fill("wood", wood, table, rect(-1, -19, 102, 4))
        + box("cobalt", 4, -24, 92, 4)
        + box("saffron", 4, -20, 92, 1)
    )
    scale = width / 100
    tea = teapot(x + 46 * scale, base - 30 * scale, width * 0.09)
    spots = [(x + at * scale, base - 30 * scale, width * 0.05) for at in (57, 64)]
    return moved(frame, x, base, scale) + tea + bowls("cloth", *spots)


def bench(x: float, base: float, width: float) -> str:
    """A plain bench with a striped quilt."""
    drawn = (
        fill("wood-deep", rect(8, -22, 6, 22), rect(86, -22, 6, 22))
        + box("wood", 0, -20, 100, 6)
        + box("cobalt", 6, -25, 88, 5)
        + dashes("saffron", 5, 4, 7, "M9-22.5h82")
    )
    return moved(drawn, x, base, width / 100)


def swing(x: float, top: float, base: float, width: float) -> str:
    """A plank swing on two ropes."""
    ropes = f"M{x} {top}L{x - 6} {base}M{x + width} {top}L{x + width - 6} {base}"
    return line("clay-deep", 4, ropes) + box("wood", x - 20, base, width + 28, 11)


def flowerpots(*places: Place) -> str:
    """Pots of roses as (x, foot, size); those of one colour are one path."""
    pots = ""
    bush: list[Point] = []
    roses: list[Point] = []
    for x, base, s in places:
        pots += f"M{x - s * 0.4} {base - s * 0.7}h{s * 0.8}l{-s * 0.14} {s * 0.7}h{-s * 0.52}z"
        bush += [(x - s * 0.26, base - s * 0.92), (x + s * 0.26, base - s * 0.92), (x, base - s * 1.2)]
        roses += [
            (x - s * 0.2, base - s * 1.1),
            (x + s * 0.24, base - s * 0.98),
            (x + s * 0.08, base - s * 1.36),
        ]
    mean = sum(size for _, _, size in places) / len(places)
    return dots("leaf", mean * 0.32, *bush) + dots("rose", mean * 0.09, *roses) + fill("brick", pots)
