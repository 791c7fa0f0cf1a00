"""Pictures for news, campaigns and contact."""

from core.illustrations.motifs.garden import stork_nest
from core.illustrations.motifs.houses import family_house, roofs, star
from core.illustrations.motifs.indoors import window
from core.illustrations.motifs.land import backdrop, hill, mountain, sky
from core.illustrations.motifs.monuments import dome, minaret
from core.illustrations.motifs.things import (
    backpack,
    bicycle,
    books,
    bowls,
    flowerpots,
    kite,
    swallows,
    swing,
    teapot,
)
from core.illustrations.motifs.trees import bushes, mulberry, poplars, round_tree
from core.illustrations.pen import box, dashes, dots, fill, line, moved, picture
from core.ornament.svg import circle, rect


def kites() -> str:
    """Kites over the roofs of a mahalla in a spring wind."""
    strings = "M310 250Q420 480 470 600M610 170Q600 420 590 580M930 260Q820 460 760 590"
    return picture(
        sky(1010, 170, 50, role="air"),
        mountain(300, 380, 600, 320, 300),
        mountain(860, 360, 600, 330, 320),
        hill("hill", (0, 580), (400, 552), (800, 570), (1200, 540)),
        line("clay-deep", 2, strings),
        roofs(
            (120, 660, 170, 90),
            (330, 664, 150, 66),
            (520, 660, 180, 96),
            (740, 664, 150, 70),
            (920, 660, 180, 92),
        ),
        poplars((296, 680, 200), (716, 680, 220), (1120, 680, 240), (1156, 680, 200)),
        hill("field", (0, 680), (500, 664), (1200, 676)),
        bushes("leaf", (90, 690, 46), (500, 684, 36), (900, 688, 40)),
        kite(300, 200, 64),
        kite(606, 120, 50),
        kite(940, 220, 56),
        swallows((460, 330, 24), (760, 380, 18)),
    )


def storks() -> str:
    """Storks back on their nest, high over the old town."""
    return picture(
        sky(330, 250, 76),
        hill("far", (0, 600), (400, 560), (800, 580), (1200, 548)),
        dome(240, 560, 90, drum=1),
        minaret(420, 700, 270, 40),
        roofs((20, 680, 150, 70), (450, 684, 140, 60), (600, 680, 120, 76), (1010, 684, 150, 64)),
        poplars((980, 690, 210), (1150, 690, 250)),
        hill("field", (0, 690), (500, 672), (1200, 684)),
        minaret(810, 820, 420, 150),
        stork_nest(806, 312, 190),
        swallows((560, 180, 30), (630, 140, 20)),
        bushes("leaf", (80, 700, 46), (620, 692, 40)),
    )


def letter(x: float, y: float, width: float) -> str:
    """A sealed letter."""
    folds = "M0 0L50 37 100 0M0 64L38 28M100 64L62 28"
    drawn = box("cloth", 0, 0, 100, 64) + line("clay", 2, folds) + dots("cobalt", 8, (50, 35))
    return moved(drawn, x, y, width / 100)


def open_window() -> str:
    """A letter and tea on the sill of a window over the valley."""
    view = dots("halo", 84, (730, 250)) + dots("sun", 40, (730, 250))
    view += fill("far", "M300 430L420 270 520 370 660 240 900 430V480H300Z") + fill(
        "snow",
        "M420 270L388 312 410 306 428 326 446 308 456 306Z",
        "M660 240L616 281 640 276 660 300 684 276 714 283Z",
    )
    view += fill("hill", "M300 440C480 390 700 400 900 440V560H300Z") + fill(
        "field", "M300 500C480 460 720 480 900 500V580H300Z"
    )
    view += fill("path", "M640 470C700 500 560 520 620 580H690C640 530 740 500 652 470Z")
    return picture(
        backdrop("wall"),
        backdrop("wall-shade", 0, 170),
        backdrop("wall-shade", 1030, 170),
        window(300, 580, 600, 500, view),
        box("wood", 140, 574, 920, 30),
        box("wood-deep", 140, 604, 920, 12),
        teapot(400, 574, 120),
        bowls("blue", (520, 574, 66)),
        letter(640, 465, 170),
        box("brick", 0, 760, 1200, 40),
        dots("leaf", 31, (880, 500), (920, 500), (960, 500), (900, 470), (940, 466)),
        dots("rose", 9, *((880, 492), (914, 470), (948, 488), (930, 452))),
        fill("brick", "M870 520H970L954 574H886Z"),
    )


def spring() -> str:
    """Spring in the mountains: a road between orchards in flower."""
    return picture(
        sky(560, 200, 60, role="air"),
        mountain(240, 220, 520, 330, 300),
        mountain(900, 190, 520, 340, 330),
        mountain(600, 330, 520, 230, 220, snow=0.26),
        hill("hill", (0, 500), (300, 462), (640, 496), (920, 456), (1200, 480)),
        roofs((520, 520, 70, 34), (612, 524, 64, 28), (696, 520, 74, 38)),
        hill("field", (0, 560), (400, 524), (800, 540), (1200, 520)),
        fill(
            "path",
            "M640 532C760 580 420 620 520 690C560 720 640 750 640 800H860"
            "C840 720 640 690 640 650C660 610 820 590 664 532Z",
        ),
        round_tree(430, 600, 150, bloom=True),
        round_tree(330, 634, 190, bloom=True),
        round_tree(800, 620, 170, bloom=True),
        round_tree(930, 660, 220, bloom=True),
        round_tree(160, 730, 290, bloom=True),
        round_tree(1090, 770, 330, bloom=True),
        bushes("leaf", (420, 700, 36), (950, 750, 40), (60, 770, 60)),
        swallows((740, 150, 26), (800, 120, 18)),
    )


def winter() -> str:
    """Snow on the roofs, smoke from the chimneys, light in every window."""
    flakes = [(x * 97 % 1200, x * 61 % 520) for x in range(3, 33)]
    smoke = "M322 320q-30-40 0-76q30-36 0-70M912 290q-30-40 0-76q30-36 0-70"
    return picture(
        backdrop("dusk"),
        dots("sun", 50, (640, 170)),
        mountain(500, 250, 540, 330, 300, snow=0.5),
        mountain(960, 280, 540, 300, 300, snow=0.5),
        hill("far", (0, 520), (400, 490), (800, 510), (1200, 480)),
        poplars((566, 600, 220), (602, 600, 270), (1140, 600, 240)),
        line("cloth", 9, smoke),
        fill("brick", rect(300, 336, 44, 90), rect(890, 306, 44, 90)),
        family_house(120, 650, 330, 180, lit="glow"),
        fill("snow", "M90 484L285 352 480 484 456 496 285 392 114 496Z"),
        family_house(700, 640, 340, 190, lit="glow", door="cobalt"),
        fill("snow", "M669 466L870 326 1071 466 1046 478 870 366 694 478Z"),
        dots("cloth", 4, *flakes),
        fill("snow", "M0 640C300 620 800 640 1200 620V800H0Z"),
        fill("far", "M270 640C280 720 420 740 480 800H700C640 720 330 720 300 640Z"),
    )


def school() -> str:
    """The first of September: a bag, books and asters at the open door."""
    asters = ((800, 380), (866, 350), (930, 384), (836, 430), (900, 436))
    return picture(
        backdrop("wall"),
        dots("aura", 320, (600, 360)),
        backdrop("wall-shade", 0, 150),
        backdrop("wall-shade", 1050, 150),
        box("clay", 0, 640, 1200, 160),
        box("wood", 0, 626, 1200, 26),
        backpack(480, 626, 360),
        books(180, 626, 190),
        line("leaf", 8, "M866 560L806 400M866 560L866 380M866 560L924 400M866 560L838 440M866 560L898 446"),
        dots("blossom", 30, *asters),
        dots("saffron", 11, *asters),
        fill("turquoise", "M808 500H924L908 626H824Z"),
        fill("glaze", rect(813, 530, 106, 14)),
        dots("pomegranate", 32, (1010, 596)),
        line("leaf-deep", 5, "M1010 566q4-18 18-22"),
    )


def contact() -> str:
    """A blue letter box on the wall beside a turquoise gate, under the vine."""
    studs = dashes("saffron", 10, 10, 34, "M60 300H350M60 560H350")
    vine = [(x, 60 + 26 * (x // 75 % 2)) for x in range(0, 1201, 75)]
    light = [(x, 40 + 22 * (x // 75 % 2)) for x in range(20, 1201, 150)]
    grapes = [(x + dx, y + dy) for x, y in ((470, 140), (640, 128), (1080, 140)) for dx, dy in CLUSTER]
    return picture(
        backdrop("wall"),
        fill("clay", "M0 700H1200V800H0Z"),
        box("clay-deep", 0, 696, 1200, 10),
        fill("wood", rect(0, 150, 430, 550)),
        fill("turquoise", rect(30, 190, 170, 510), rect(212, 190, 180, 510)),
        fill("glaze", *(star(spot, 34) for spot in ((115, 430), (302, 430)))),
        studs,
        line("saffron", 9, circle((190, 470), 20), circle((224, 470), 20)),
        letter(640, 214, 250),
        box("wall", 610, 356, 310, 90),
        fill("cobalt", "M600 400A160 70 0 0 1 930 400V640H600Z"),
        fill("ink", rect(650, 392, 230, 18)),
        fill("blue", rect(600, 610, 330, 30), rect(640, 450, 250, 8)),
        fill("saffron", star((765, 530), 46)),
        dots("cobalt", 18, (765, 530)),
        dots("leaf-deep", 62, *vine),
        dots("leaf", 30, *light),
        dots("cobalt", 15, *grapes),
        flowerpots((1060, 720, 110), (480, 720, 70)),
    )


CLUSTER = ((-15, 0), (15, 0), (0, 24), (-26, 20), (26, 20), (-13, 46), (13, 46), (0, 68))


def about() -> str:
    """A village: three houses, one great tree, and everything between them."""
    return picture(
        sky(250, 180, 54, role="air"),
        mountain(520, 250, 520, 320, 280),
        mountain(930, 220, 520, 330, 320),
        hill("hill", (0, 510), (400, 470), (800, 496), (1200, 460)),
        poplars((60, 540, 210), (94, 540, 260), (1130, 520, 250), (1160, 520, 200)),
        hill("field", (0, 556), (500, 530), (1200, 540)),
        family_house(130, 620, 260, 150, lit="glow"),
        family_house(770, 610, 260, 150, door="turquoise", lit="glow"),
        family_house(490, 590, 230, 134, door="cobalt"),
        bushes("leaf", (100, 626, 40), (440, 606, 30), (760, 606, 30), (1120, 606, 46)),
        hill("ground", (0, 626), (400, 612), (800, 606), (1200, 610)),
        fill(
            "path",
            "M585 590H625L650 680H700C820 690 880 640 886 608H914C920 700 800 740 680 740"
            "L700 800H500L540 740C380 740 250 700 246 618H274C280 660 400 700 560 690Z",
        ),
        mulberry(1110, 776, 360),
        swing(1020, 570, 700, 50),
        bicycle(330, 760, 110),
        flowerpots((170, 632, 34), (360, 632, 34)),
        kite(700, 110, 42),
        swallows((400, 150, 24), (452, 122, 16)),
    )
