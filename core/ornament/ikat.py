"""Tashkent: an abr (ikat) cloth. Threads are dyed before weaving, so colours meet in feathered edges.

A motif is a stack of dyes, each a lens or a tongue whose edge frays into points along the threads. The cloth
is bound folded, so left and right mirror each other.
"""

from collections.abc import Callable
from random import Random

from core.ornament.palette import Palette
from core.ornament.svg import number, rect

WIDTH = 84
HEIGHT = 60
EDGE = ("cobalt", "saffron")
SEED = 1997
THREADS = 2  # width of one frayed point
# Dyes from outside to inside: colour, width, half the height.
MEDALLION = (("cobalt", 72, 26), ("sky", 60, 20), ("raised", 48, 16), ("madder", 36, 12), ("saffron", 12, 5))
TONGUES = (("saffron", 36, 26), ("raised", 24, 18), ("turquoise", 16, 14), ("cobalt", 8, 7))

Shape = Callable[[float], float]  # height of a motif at -1…1 of its half-width, as a part of the full height


def lens(across: float) -> float:
    """The bodom (almond): pointed ends and full shoulders."""
    return 1 - abs(across) ** 1.4


def tongue(across: float) -> float:
    """A flame with a sharp tip and a spreading foot."""
    return (1 - abs(across)) ** 1.2


def frayed(shape: Shape, width: int, height: float, dice: Random) -> list[float]:
    """Heights along one edge, valley and tip in turn, mirrored about the middle."""
    count = width // THREADS
    half, bundle = [], 0.0
    for i in range((count + 1) // 2):
        if i % 3 == 0:
            bundle = dice.uniform(-0.09, 0.09)
        full = height * max(0.0, shape((i + 0.5) / count * 2 - 1) + bundle)
        half += [full - dice.uniform(0.2, 1.2), full + dice.uniform(0.6, 1.4) + height / 14]
    heights = half + half[::-1][1:]
    return [max(0.0, height) for height in heights[: count * 2 - 1]]


def edge(heights: list[float], width: int, *, up: bool, forward: bool) -> str:
    """Relative path steps along one edge, from the axis and back to it."""
    sign, step = (-1 if up else 1), (width if forward else -width) / (len(heights) + 1)
    at, steps = 0.0, []
    for height in [*heights, 0.0]:
        rise = round(sign * height - at, 1)
        at += rise
        steps.append(f"{number(step)} {number(rise)}")
    return "l" + " ".join(steps)


def medallion(x: float, y: float, width: int, height: float, dice: Random) -> str:
    """A lens about the axis y whose left end is at x."""
    upper, lower = frayed(lens, width, height, dice), frayed(lens, width, height, dice)
    outline = edge(upper, width, up=True, forward=True) + edge(lower, width, up=False, forward=False)
    return f"M{number(x)} {number(y)}{outline}z"


def flame(x: float, y: float, width: int, height: float, dice: Random, *, up: bool) -> str:
    """A tongue that grows from a straight foot at y, centred on x."""
    outline = edge(frayed(tongue, width, height, dice), width, up=up, forward=True)
    return f"M{number(x - width / 2)} {y}{outline}z"


def cell(palette: Palette) -> str:
    """The repeating cell, WIDTH × HEIGHT: flames from both edges at its sides, a medallion between."""
    dice = Random(SEED)  # noqa: S311 (a drawing, not a secret)
    drawn = [f'<path {palette.fill("quiet")} d="{rect(0, 0, WIDTH, HEIGHT)}"/>']
    for role, width, height in TONGUES:
        seed, pairs = dice.random(), ""
        for x in (0, WIDTH):
            same = Random(seed)  # noqa: S311
            pairs += flame(x, HEIGHT, width, height, same, up=True)
            pairs += flame(x, 0, width, height, same, up=False)
        drawn.append(f'<path {palette.fill(role)} d="{pairs}"/>')
    for role, width, height in MEDALLION:
        path = medallion((WIDTH - width) / 2, HEIGHT / 2, width, height, dice)
        drawn.append(f'<path {palette.fill(role)} d="{path}"/>')
    return "".join(drawn)


def corner(palette: Palette) -> str:
    """The square where two bands of a frame meet: a small medallion."""
    dice = Random(SEED)  # noqa: S311 (a drawing, not a secret)
    drawn = [f'<path {palette.fill("quiet")} d="{rect(0, 0, HEIGHT, HEIGHT)}"/>']
    for role, width, height in MEDALLION:
        size = width * 2 // 3 // 4 * 4
        path = medallion((HEIGHT - size) / 2, HEIGHT / 2, size, height * 0.85, dice)
        drawn.append(f'<path {palette.fill(role)} d="{path}"/>')
    return "".join(drawn)
