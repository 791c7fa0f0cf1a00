"""The programmes: a laid table, a bridge, hands round a home, a courtyard for all, an open gate."""

from core.illustrations.motifs.hands import cupped_hands
from core.illustrations.motifs.houses import arch, family_house, frieze, roofs, star
from core.illustrations.motifs.indoors import chest, cushions, dasturxon, hanging_lamp, niche, suzani, window
from core.illustrations.motifs.land import backdrop, floor, hill, mountain, sky
from core.illustrations.motifs.things import backpack, bench, books, bowls, flowerpots, swallows, teapot
from core.illustrations.motifs.trees import bushes, mulberry, poplars, round_tree
from core.illustrations.pen import box, dots, fill, line, picture, shape
from core.ornament.svg import rect


def family_guardianship() -> str:
    """An evening room: the cloth is laid for seven."""
    stars = dots("cloth", 4, (150, 250), (210, 190), (286, 214), (330, 280), (250, 300))
    evening = fill("peak", "M104 470V440L180 372 250 430 310 384 372 440V470Z") + stars
    evening += dots("sun", 22, (316, 240))
    shelves = niche(842, 330, 110, 170, teapot(897, 326, 62)) + niche(
        1000, 330, 110, 170, books(1012, 326, 84)
    )
    return picture(
        backdrop("wall"),
        dots("aura", 250, (600, 150)),
        window(104, 470, 268, 320, evening, glass="dusk"),
        suzani(462, 176, 276, 256),
        shelves,
        hanging_lamp(600, 118, 62),
        box("brick", 0, 536, 1200, 14),
        floor(550, "clay"),
        fill("brick", "M70 760L150 580H1050L1130 760Z"),
        fill("ground", "M120 742L186 600H1014L1080 742Z"),
        chest(846, 586, 260),
        cushions(
            614, (240, 150, "turquoise"), (430, 140, "cobalt"), (630, 140, "brick"), (810, 150, "turquoise")
        ),
        dasturxon(270, 650, 660),
        cushions(752, (170, 190, "cobalt"), (506, 190, "turquoise"), (840, 190, "brick")),
    )


def youth_escort() -> str:
    """A road leads over a bridge to a town in the morning; a packed bag waits at its start."""
    return picture(
        sky(640, 250, 66),
        mountain(300, 270, 500, 330, 260),
        mountain(980, 260, 500, 300, 330),
        mountain(60, 350, 500, 200, 200, snow=0.2),
        hill("far", (0, 470), (400, 452), (640, 470), (900, 450), (1200, 468)),
        roofs((520, 486, 60, 30), (596, 486, 56, 24), (668, 486, 64, 34), (748, 486, 56, 22)),
        hill("hill", (0, 500), (300, 474), (640, 488), (1000, 470), (1200, 490)),
        hill("field", (0, 540), (300, 520), (640, 530), (1200, 510)),
        fill("path", "M640 486C700 500 560 520 590 548L560 590H700L668 548C650 520 720 504 652 486Z"),
        poplars(
            (440, 560, 190),
            (384, 580, 240),
            (310, 606, 300),
            (800, 560, 190),
            (862, 580, 240),
            (940, 606, 300),
        ),
        hill("ground", (0, 600), (400, 584), (800, 584), (1200, 604)),
        fill("turquoise", "M0 664C300 628 900 628 1200 664V730C900 694 300 694 0 730Z"),
        line("glaze", 4, "M80 680h90M230 664h60M960 664h80M1080 684h70M300 690h50M880 690h60"),
        shape("brick", (330, 650), (444, 590), (760, 590), (870, 650), (870, 720), (330, 720)),
        fill("ground", "M0 720C300 690 900 690 1200 720V800H0Z"),
        shape("path", (560, 588), (700, 588), (900, 800), (300, 800)),
        fill("clay", "M548 560h22L330 720V800H250V690Z", "M712 560H690L870 720V800H950V690Z"),
        fill("wall", "M548 552h24L330 700 250 682Z", "M712 552H688L870 700 950 682Z"),
        backpack(210, 786, 130),
        bushes("leaf", (60, 730, 46), (120, 728, 30), (1120, 730, 50)),
        swallows((480, 140, 26), (540, 112, 18)),
    )


def family_strengthening() -> str:
    """Two people's hands hold a home; a young tree grows beside it."""
    return picture(
        backdrop("air"),
        dots("halo", 330, (600, 350)),
        dots("sun", 54, (560, 164)),
        hill("hill", (300, 470), (420, 420), (600, 440), (780, 418), (900, 470), base=490),
        round_tree(820, 500, 260),
        poplars((372, 496, 190), (404, 496, 230)),
        family_house(440, 500, 290, 160, lit="glow"),
        fill("field", "M290 500C290 480 910 480 910 500C890 560 740 600 600 600C460 600 310 560 290 500Z"),
        bushes("leaf", (420, 506, 30), (756, 506, 26)),
        flowerpots((470, 512, 32), (700, 512, 32)),
        cupped_hands(600, 556),
        swallows((740, 200, 26), (796, 166, 18)),
    )


def social_centre() -> str:
    """A courtyard open to the street: rooms round a great tree, tea on the bench, books on the table."""
    doors = "".join(
        fill("wood-deep", arch(x, 560, 84, 150, 0.66)) + fill("glow", arch(x + 10, 560, 64, 136, 0.66))
        for x in (96, 246, 396, 720, 870, 1020)
    )
    return picture(
        sky(930, 170, 52, role="air"),
        mountain(300, 190, 420, 330, 300),
        mountain(760, 240, 420, 260, 260),
        box("wall", 0, 360, 1200, 210),
        box("wall-shade", 0, 376, 1200, 30),
        frieze(0, 340, 1200, 30, 35),
        box("clay", -10, 318, 1220, 24),
        doors,
        box("wall-shade", 0, 560, 1200, 18),
        floor(578),
        fill("shade", "M250 700A350 66 0 0 1 950 700A350 66 0 0 1 250 700Z"),
        mulberry(600, 700, 600),
        bench(200, 716, 230),
        bench(790, 716, 230),
        teapot(300, 658, 46),
        bowls("cloth", (352, 658, 26), (262, 658, 26)),
        books(860, 658, 84),
        flowerpots((60, 610, 50), (1140, 610, 50)),
    )


def advocacy() -> str:
    """A carved gate stands open to the morning, and birds fly out of it."""
    leaf = "M{x} 690V330L{y} 296V734Z"
    return picture(
        backdrop("sky"),
        fill("air", arch(410, 690, 380, 470, 0.62)),
        dots("sun", 60, (600, 400)),
        fill("far", "M410 560L500 440 560 500 640 420 790 560Z"),
        fill("hill", "M410 570C500 530 700 530 790 570V700H410Z"),
        roofs((440, 580, 70, 36), (690, 580, 76, 34)),
        fill("path", "M590 566C640 590 540 610 520 690H680C670 620 660 590 610 566Z"),
        box("clay", 0, 330, 330, 370),
        box("clay", 870, 330, 330, 370),
        box("wall", 0, 318, 330, 16),
        box("wall", 870, 318, 330, 16),
        fill("wall", rect(320, 150, 90, 550), rect(790, 150, 90, 550)),
        fill("wall", "M320 150H880V420H790C790 330 700 262 600 220C500 262 410 330 410 420H320Z"),
        frieze(306, 120, 588, 40, 15),
        box("clay", 296, 96, 608, 26),
        fill("turquoise", star((470, 236), 22), star((730, 236), 22)),
        fill("wood", leaf.format(x=410, y=250), leaf.format(x=790, y=950)),
        line(
            "wood-deep",
            6,
            "M384 344V678L276 712V316ZM384 500L276 510M816 344V678L924 712V316ZM816 500L924 510",
        ),
        fill("clay", star((330, 424), 26), star((330, 596), 26), star((870, 424), 26), star((870, 596), 26)),
        floor(690),
        fill("path", "M520 690H680L820 800H380Z"),
        flowerpots((180, 730, 66), (1020, 730, 66), (110, 730, 48), (1090, 730, 48)),
        swallows((560, 470, 26), (660, 330, 34), (812, 230, 42), (984, 150, 54)),
    )
