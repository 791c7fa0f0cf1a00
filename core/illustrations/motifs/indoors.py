"""Inside a home: the laid cloth (dasturxon), niches, quilts on a chest, a suzani, a lamp, a window."""

from core.illustrations.motifs.houses import arch, star
from core.illustrations.motifs.things import bowls, bread, teapot
from core.illustrations.pen import OVER, box, dots, fill, line, moved, shape
from core.ornament.suzani import petals, scallops
from core.ornament.svg import rect


def suzani(x: float, y: float, width: float, height: float) -> str:
    """An embroidered hanging: one great rosette, four small ones, a border."""
    c, r = (x + width / 2, y + height / 2), height * 0.29
    spots = [(x + width * a, y + height * b) for a in (0.15, 0.85) for b in (0.22, 0.78)]
    return (
        line("wood", 8, f"M{x - 14} {y}h{width + 28}")
        + box("brick", x, y, width, height)
        + box("cloth", x + 14, y + 14, width - 28, height - 28)
        + fill("cobalt", scallops(c, r, 14))
        + dots("cobalt", r * 0.42, *spots)
        + dots("cloth", r * 0.9, c)
        + dots("cloth", r * 0.3, *spots)
        + fill("brick", scallops(c, r * 0.68, 11))
        + dots("brick", r * 0.2, *spots)
        + fill("saffron", petals(c, r * 0.2, r * 0.64, 11, 11))
        + dots("saffron", r * 0.08, *spots)
    )


def niche(x: float, base: float, width: float, height: float, inside: str) -> str:
    """A niche (tokcha) in the wall with something on its sill."""
    return (
        fill("clay", arch(x - 8, base, width + 16, height + 10, 0.6))
        + fill("wall-shade", arch(x, base, width, height, 0.6))
        + box("wood", x - 14, base - 4, width + 28, 10)
        + inside
    )


def chest(x: float, base: float, width: float) -> str:
    """A painted chest (sandiq) with the family's quilts folded on it."""
    roles = ("cobalt", "saffron", "turquoise", "cloth", "brick", "blue")
    quilts = "".join(
        line(role, 7.5, f"M{7 + i % 2} {-46 - i * 7.5}H{93 - i % 2}") for i, role in enumerate(roles)
    )
    panels = "".join(rect(7 + 31 * i, -34, 25, 26) for i in range(3))
    stars = "".join(star((19.5 + 31 * i, -21), 8) for i in range(3))
    drawn = quilts + box("wood", 0, -42, 100, 42) + fill("turquoise", panels) + fill("saffron", stars)
    return moved(drawn, x, base, width / 100)


def hanging_lamp(x: float, y: float, size: float) -> str:
    """A lamp on a cord from above the picture."""
    drawn = (
        line("wood-deep", 6, f"M0-100V{-(OVER + y) * 100 / size}")
        + dots("sun", 34, (0, 0))
        + fill("turquoise", "M-100 0Q-90-90 0-100 90-90 100 0Z")
        + box("saffron", -100, -14, 200, 14)
    )
    return moved(drawn, x, y, size / 100)


def dasturxon(x: float, y: float, width: float) -> str:
    """A low table laid for a family: cloth with a zigzag hem, bread, fruit, a pot of tea, a bowl for each."""
    hem = [(100 * i / 24, 3 if i % 2 else 6.2) for i in range(25)]
    grapes = ((68, -7.5), (70.6, -7.5), (73.2, -7.5), (69.3, -9.9), (71.9, -9.9), (70.6, -12.1))
    table = (
        fill("wood-deep", "M8 0h5v15h-5zM87 0h5v15h-5z")
        + shape("cloth", (7, -10), (93, -10), (100, 0), (0, 0))
        + box("cobalt", 0, 0, 100, 10)
        + shape("cloth", (0, 0), *hem, (100, 0))
        + box("saffron", 0, 8.6, 100, 1.4)
        + dots("cobalt", 1.5, *grapes)
        + dots("pomegranate", 2.4, (74.5, -7.8), (78.5, -7.8))
        + fill("turquoise", "M64-6.2h18q-3 3.6-9 3.6q-6 0-9-3.6z")
    )
    s = width / 100
    places = [(x + at * s, y - 2.2 * s, 5.5 * s) for at in (10, 20, 47, 56, 84, 93)]
    rounds = bread(x + 31 * s, y - 3 * s, 7 * s) + bread(x + 35 * s, y - 5 * s, 6 * s)
    tea = teapot(x + 51.5 * s, y - 5 * s, 10 * s)
    return moved(table, x, y, s) + rounds + tea + bowls("blue", *places)


def cushions(y: float, *places: tuple[float, float, str]) -> str:
    """Cushions to sit on as (x, width, colour); y is the floor they lie on."""
    drawn = ""
    for x, width, role in places:
        pad = "M0-20q50-10 100 0q10 10 0 20q-50 6-100 0q-10-10 0-20z"
        ends = line("saffron", 2, "M14-19v18M86-19v18")
        drawn += moved(fill(role, pad) + ends, x, y, width / 100)
    return drawn


def window(x: float, base: float, width: float, height: float, view: str, *, glass: str = "air") -> str:
    """A wide window under an arch in a wooden frame; `view` is drawn on its glass and must stay in it."""
    w, h = width, height
    return (
        fill("wood", arch(x - 16, base, w + 32, h + 20, 0.62))
        + fill(glass, arch(x, base, w, h, 0.62))
        + view
        + line("wood", 9, f"M{x + w / 2} {base}V{base - h}M{x} {base - h * 0.56}h{w}")
        + box("wood", x - 30, base - 6, w + 60, 20)
        + box("wood-deep", x - 30, base + 8, w + 60, 8)
    )
