"""What a visitor may do or meet: help in the garden, weave together, give, be thanked, wait, lose the way."""

from core.illustrations.motifs.garden import (
    basket,
    blossom_branch,
    cat,
    fruit_bowl,
    open_pomegranate,
    saplings,
    spade,
    watering_can,
    wheelbarrow,
)
from core.illustrations.motifs.houses import carved_door, family_house, frieze, star, wall
from core.illustrations.motifs.indoors import window
from core.illustrations.motifs.land import backdrop, floor, hill, mountain, sky
from core.illustrations.motifs.things import bowls, bread, flowerpots, swallows, teapot
from core.illustrations.motifs.trees import bushes, poplars, round_tree
from core.illustrations.pen import box, dots, fill, line, moved, picture
from core.ornament.svg import rect


def volunteer() -> str:
    """A day of work together (hashar): young trees in a row, tools at hand."""
    return picture(
        sky(880, 180, 56, role="air"),
        mountain(420, 260, 470, 300, 260),
        mountain(760, 320, 470, 240, 260, snow=0.24),
        hill("hill", (0, 450), (300, 430), (800, 446), (1200, 420)),
        poplars((1010, 500, 200), (1044, 500, 250), (1080, 500, 210)),
        wall(470, 96),
        family_house(90, 566, 290, 156, door="cobalt"),
        bushes("leaf", (60, 570, 40), (410, 570, 30)),
        floor(566, "field"),
        fill("ground", "M0 620C400 600 800 600 1200 616V800H0Z"),
        fill("shade", "M0 700C400 680 800 680 1200 700V740C800 720 400 720 0 740Z"),
        saplings((470, 640, 150), (640, 636, 160), (810, 640, 150), (980, 648, 150)),
        saplings((170, 724, 210), (1100, 730, 200)),
        wheelbarrow(420, 770, 260),
        spade(336, 762, 230),
        watering_can(850, 764, 130),
        swallows((560, 130, 26), (616, 100, 18)),
    )


def diamond(x: float, y: float, wide: float, tall: float, steps: int = 5) -> str:
    """A lozenge with stepped edges, as a shuttle weaves it."""
    dx, dy = wide / steps, tall / steps
    rise = f"h{dx}v{-dy}" * steps
    text = f"M{x - wide} {y}v{-dy / 2}{rise}"
    return (
        text
        + f"h{dx}"
        + f"v{dy}h{dx}" * steps
        + f"v{dy}"
        + f"h{-dx}v{dy}" * steps
        + f"h{-dx}"
        + f"v{-dy}h{-dx}" * steps
        + "Z"
    )


def partner() -> str:
    """A loom: threads of two colours, from two sides, become one cloth."""
    threads = (
        "".join(f"M{x} 150V420" for x in range(300, 600, 20)),
        "".join(f"M{x} 150V420" for x in range(610, 910, 20)),
    )
    cloth = box("cobalt", 290, 400, 310, 250) + box("turquoise", 600, 400, 310, 250)
    spots = (400, 600, 800)
    weave = (
        fill("cloth", *(diamond(x, 526, 92, 96, 7) for x in spots))
        + fill("brick", *(diamond(x, 526, 66, 68, 5) for x in spots))
        + fill("saffron", *(diamond(x, 526, 36, 36, 3) for x in spots))
        + box("saffron", 290, 404, 620, 10)
        + box("saffron", 290, 636, 620, 10)
    )
    frame = (
        rect(230, 90, 46, 640) + rect(924, 90, 46, 640) + rect(190, 110, 820, 44) + rect(190, 650, 820, 44)
    )
    balls = dots("cobalt", 74, (140, 676)) + dots("turquoise", 74, (1060, 676))
    yarn = "M-56-36Q0 14 66-32M-62 0Q0 54 70 14M0-72Q-30 4 10 72"
    strands = moved(line("blue", 4, yarn), 140, 676) + moved(line("blue", 4, yarn), 1060, 676)
    return picture(
        backdrop("sky"),
        dots("halo", 300, (600, 330)),
        floor(716),
        line("cobalt", 5, threads[0], "M206 690C250 760 270 700 290 640"),
        line("turquoise", 5, threads[1], "M994 690C950 760 930 700 910 640"),
        cloth,
        weave,
        fill("wood", frame),
        fill(
            "wood-deep",
            rect(190, 142, 820, 12),
            rect(190, 682, 820, 12),
            rect(216, 730, 74, 20),
            rect(910, 730, 74, 20),
        ),
        fill("clay", *(star((x, 132), 15) for x in range(300, 920, 100))),
        fill("wood-deep", "M400 372Q520 344 640 372Q520 400 400 372Z"),
        fill("saffron", rect(480, 366, 80, 12)),
        balls,
        strands,
    )


def table(y: float) -> str:
    """A table across the foot of a picture, under a cloth with an embroidered edge."""
    return (
        box("cloth", 0, y, 1200, 800 - y)
        + box("wall-shade", 0, y, 1200, 14)
        + frieze(0, 742, 1200, 34, 31)
        + box("brick", 0, 786, 1200, 14)
    )


def give() -> str:
    """A bowl of pomegranates by an open window: the fruit that a house shares."""
    view = dots("halo", 96, (600, 250)) + dots("sun", 44, (600, 250))
    view += fill("far", "M380 430L470 320 540 384 660 290 820 430V500H380Z") + fill(
        "hill", "M380 450C500 410 700 420 820 450V520H380Z"
    )
    return picture(
        backdrop("wall"),
        backdrop("wall-shade", 0, 250),
        backdrop("wall-shade", 950, 250),
        fill("turquoise", "M176 60H330C330 260 300 420 176 560Z", "M1024 60H870C870 260 900 420 1024 560Z"),
        fill("glaze", "M176 60H236C240 260 220 420 176 500Z", "M1024 60H964C960 260 980 420 1024 500Z"),
        window(380, 520, 440, 420, view),
        box("wood-deep", 150, 44, 900, 18),
        table(610),
        fruit_bowl(600, 690, 330),
        open_pomegranate(850, 664, 60),
        dots("pomegranate", 8, *((780, 712), (800, 700), (926, 716), (946, 704), (764, 700))),
        teapot(300, 690, 130),
        bowls("blue", (410, 694, 70)),
    )


def thanks() -> str:
    """Tea is poured for a guest, with bread, under a branch in flower."""
    steam = "M520 600q-20-30 0-56q20-26 0-56M680 600q-20-30 0-56q20-26 0-56"
    return picture(
        sky(600, 290, 84),
        mountain(300, 360, 560, 330, 300),
        mountain(960, 340, 560, 320, 300),
        hill("hill", (0, 520), (300, 490), (640, 514), (900, 486), (1200, 510)),
        poplars((150, 570, 210), (188, 570, 260), (1010, 570, 250), (1048, 570, 200)),
        hill("field", (0, 572), (500, 556), (1200, 566)),
        table(620),
        bread(860, 690, 96),
        bread(920, 672, 84),
        teapot(300, 706, 180),
        bowls("blue", (520, 704, 110), (680, 704, 110)),
        fill("cloth", *(star((x, 674), 13) for x in (520, 680))),
        line("cloth", 6, steam),
        blossom_branch(0, 96, 1.5),
        swallows((840, 150, 30), (906, 118, 20)),
    )


def empty() -> str:
    """A basket that waits under a flowering branch: nothing yet, and soon."""
    return picture(
        sky(820, 260, 70),
        hill("far", (0, 500), (300, 450), (700, 480), (1200, 440)),
        hill("hill", (0, 550), (400, 520), (800, 536), (1200, 510)),
        poplars((930, 560, 170), (962, 560, 220), (996, 560, 180)),
        wall(540, 90),
        floor(626),
        fill("shade", "M410 730A200 30 0 0 1 810 730A200 30 0 0 1 410 730Z"),
        basket(600, 730, 300),
        blossom_branch(0, 120, 2),
        dots("blossom", 9, *((420, 640), (470, 700), (330, 724), (740, 756), (520, 570))),
        bushes("leaf", (1090, 640, 50), (1150, 640, 36)),
    )


def not_found() -> str:
    """A gate that is closed, a path that ends at it, and a cat that does not mind."""
    return picture(
        sky(300, 210, 58),
        mountain(720, 270, 470, 330, 300),
        mountain(1080, 330, 470, 240, 260, snow=0.22),
        round_tree(980, 560, 400),
        poplars((110, 470, 220), (146, 470, 270), (184, 470, 230)),
        wall(420, 210),
        cat(330, 412, 66),
        box("wall", 470, 300, 260, 330),
        box("clay", 456, 280, 288, 26),
        frieze(470, 306, 260, 30, 9),
        carved_door(520, 630, 160, 262),
        floor(626),
        fill("path", "M520 628H680C690 690 860 720 900 800H480C470 720 500 690 520 628Z"),
        flowerpots((440, 650, 60), (760, 650, 60)),
        bushes("leaf", (60, 632, 46), (120, 632, 30), (1130, 632, 54)),
    )
