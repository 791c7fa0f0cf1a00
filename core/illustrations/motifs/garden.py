"""Work in the garden and what it gives. Drawn 100 units large on (0, 0), as in `things`, and then placed."""

from core.illustrations.motifs.trees import POMEGRANATE, leaf
from core.illustrations.pen import box, dots, fill, line, moved, turned
from core.ornament.geometry import polar
from core.ornament.svg import Point, rect

SPADE = line("wood", 4, "M0-26V-100M-8-100H8") + fill("blue", "M-9-26h18v20q-9 12-18 0z")
WATERING_CAN = (
    line("turquoise", 7, "M-30-56q-30 6-4 44M-22-62q22-40 44 0")
    + fill("turquoise", "M-36 0L-30-62H30L36 0Z", "M30-20L74-68l10 8L34-4Z", "M66-72l24 20 2-12-16-14z")
    + box("glaze", -32, -44, 64, 8)
)
BASKET = (
    line("wood", 5, "M-44-42C-44-100 44-100 44-42")
    + fill("clay", "M-50-42H50L38 0H-38Z")
    + line("clay-deep", 3, "M-46-32H46M-43-22H43M-40-11H40")
    + box("wood", -53, -46, 106, 7)
)
CAT = fill(
    "ink", "M-34 0C-40-50-20-62-17-76L-20-112-6-100H6L20-112 17-76C20-62 40-50 34 0Z"
) + line("ink", 13, "M26-8q30 10 26 60q0 20-14 20")  # fmt: skip
STORK = (
    line("brick", 3.5, "M-4-42V0M6-42V0")
    + fill("cloth", "M-34-50C-20-74 6-72 10-98 10-120 34-120 33-104 26-96 34-66 18-50 4-38-20-40-34-50Z")
    + fill("ink", "M-52-40C-34-62-16-66 0-60-10-46-30-40-52-40Z")
    + fill("brick", "M31-111L74-98 31-102Z")
)
NEST = fill("wood", "M-62-24h124l-20 24h-84z") + line(
    "wood-deep", 3.5, "M-72-20L50-6M74-22L-50-5M-62-27L68-12"
)


def saplings(*places: tuple[float, float, float]) -> str:
    """Young trees tied to a stake as (x, foot, height), each in a ring of earth."""
    earth = stakes = stems = ""
    leaves = []
    for x, base, tall in places:
        earth += f"M{x - tall * 0.34} {base}a{tall * 0.34} {tall * 0.13} 0 0 1 {tall * 0.68} 0Z"
        stakes += f"M{x + tall * 0.1} {base}v{-tall * 0.66}"
        stems += f"M{x} {base}V{base - tall * 0.86}"
        for i, part in enumerate((0.42, 0.52, 0.62, 0.72, 0.82)):
            turn = (52 if i % 2 else -52) * (1 - part * 0.4)
            leaves.append(leaf((x, base - tall * part), turn - 90, tall * 0.26))
        leaves.append(leaf((x, base - tall * 0.84), -90, tall * 0.24))
    return line("clay", 6, stakes) + line("wood-deep", 5, stems) + fill("leaf", *leaves) + fill("wood", earth)


def spade(x: float, base: float, tall: float) -> str:
    """A spade standing in the earth."""
    return moved(SPADE, x, base, tall / 100)


def watering_can(x: float, base: float, size: float) -> str:
    """A watering can."""
    return moved(WATERING_CAN, x, base, size / 100)


def wheelbarrow(x: float, base: float, size: float) -> str:
    """A wheelbarrow with three pots of seedlings."""
    leaves = [leaf((at, -62), turn - 90, 30) for at in (16, 42, 68) for turn in (-34, 0, 34)]
    pots = "".join(f"M{at - 10}-66h20l-3 22h-14z" for at in (16, 42, 68))
    drawn = (
        fill("leaf", *leaves)
        + fill("brick", pots)
        + line("wood-deep", 4.5, "M-50-46L20-20 94-13M20-20V0")
        + fill("cobalt", "M-8-52H92L74-20H12Z")
        + dots("wood-deep", 13, (94, -13))
        + dots("clay", 5, (94, -13))
    )
    return moved(drawn, x, base, size / 100)


def basket(x: float, base: float, width: float) -> str:
    """A woven basket."""
    return moved(BASKET, x, base, width / 100)


def fruit_bowl(x: float, base: float, width: float) -> str:
    """A turquoise bowl heaped with pomegranates, crowns up."""
    heap = ((18, -66), (-16, -66), (2, -43), (30, -46), (-30, -46))
    fruits = "".join(turned(POMEGRANATE, dx, dy, 0.145) for dx, dy in heap)
    dish = "M-50-42H50C46-14 26-5 16-5V0H-16V-5C-26-5-46-14-50-42Z"
    marks = "".join(f"M{at - 4}-24l4-7 4 7-4 7z" for at in (-24, -12, 0, 12, 24))
    drawn = fruits + fill("turquoise", dish) + fill("cobalt", rect(-50, -42, 100, 5)) + fill("cloth", marks)
    return moved(drawn, x, base, width / 100)


def open_pomegranate(x: float, y: float, radius: float) -> str:
    """Half a pomegranate, its seeds in their chambers."""
    rings = ((30, 5, 0), (62, 11, 14))
    seeds = [polar((0, 0), far, 360 * i / count + turn) for far, count, turn in rings for i in range(count)]
    drawn = (
        fill("pomegranate", "M-24-90L-34-136 0-114 34-136 24-90Z")
        + dots("pomegranate", 100, (0, 0))
        + dots("petal", 84, (0, 0))
        + dots("pomegranate", 12, *seeds)
    )
    return moved(drawn, x, y, radius / 100)


def cat(x: float, base: float, size: float) -> str:
    """A cat that sits on a wall with its back to us."""
    return moved(CAT, x, base, size / 100)


def stork_nest(x: float, base: float, size: float) -> str:
    """A pair of storks on their nest: they come back to the same home every spring."""
    pair = moved(STORK, 30, -20, 0.78) + moved(STORK, -26, -12, 0.7, mirrored=True)
    return moved(pair + NEST, x, base, size / 100)


def blossom_branch(x: float, y: float, scale: float = 1) -> str:
    """A branch of apricot in flower that reaches in from the upper left."""
    spots = ((26, 2), (70, 14), (118, 6), (160, -22), (216, -18), (150, 34), (196, 44), (232, 76), (262, 92))
    places: tuple[Point, ...] = (*spots, (182, 84), (172, 120), (56, -12))
    petals = [polar((px, py), 11, 72 * i + px) for px, py in places for i in range(5)]
    drawn = (
        line("wood-deep", 6, "M0 0Q130 6 260 86M110 14q50-34 110-30M180 40q10 40-6 76")
        + dots("blossom", 9, *petals)
        + dots("brick", 6, *places)
    )
    return moved(drawn, x, y, scale)
