"""The three villages, each before the skyline that a child there grows up with."""

from core.illustrations.motifs.houses import (
    ayvan,
    carved_door,
    family_house,
    lattice_window,
    roofs,
    trellis,
    wall,
)
from core.illustrations.motifs.land import hill, mountain, sky
from core.illustrations.motifs.monuments import (
    dome,
    market_dome,
    minaret,
    portal,
    rampart,
    stout_minaret,
    television_tower,
)
from core.illustrations.motifs.things import bicycle, flowerpots, kite, swallows
from core.illustrations.motifs.trees import bushes, mulberry, poplars, round_tree
from core.illustrations.pen import box, fill, line, picture, shape


def tashkent() -> str:
    """Family houses among fruit trees; Chimgan's snow, the tower and Chorsu's dome behind them."""
    return picture(
        sky(196, 196, 54, role="air"),
        mountain(560, 236, 520, 330, 260),
        mountain(1010, 210, 520, 300, 320),
        mountain(800, 300, 520, 220, 220, snow=0.26),
        mountain(140, 350, 520, 260, 240, snow=0.22),
        hill("hill", (0, 500), (260, 470), (560, 490), (900, 462), (1200, 490)),
        television_tower(436, 530, 400),
        market_dome(590, 530, 200),
        roofs((440, 534, 90, 40), (720, 530, 100, 46), (1060, 530, 90, 40)),
        hill("field", (0, 548), (400, 530), (800, 534), (1200, 526)),
        poplars((470, 556, 170), (498, 556, 210), (1062, 560, 220), (1092, 560, 180)),
        family_house(70, 640, 296, 170, lit="glow"),
        family_house(690, 620, 316, 180, door="cobalt"),
        round_tree(600, 644, 220),
        trellis(404, 648, 110, 120),
        bushes("leaf", (40, 640, 34), (650, 622, 30), (1046, 622, 44)),
        hill("ground", (0, 636), (420, 648), (760, 622), (1200, 620)),
        fill("path", "M470 800C520 720 620 690 770 672L832 621H864L846 680C760 730 720 760 712 800Z"),
        fill("path", "M600 724L560 752C420 720 220 720 204 640H232C270 700 520 706 600 724Z"),
        mulberry(1120, 790, 400),
        bicycle(308, 678, 92),
        flowerpots((916, 632, 36), (956, 634, 30), (120, 652, 34)),
        kite(880, 96, 38),
        swallows((300, 330, 22), (340, 312, 15)),
    )


def samarkand() -> str:
    """Tiled domes and a portal in the morning haze; mahalla roofs and apricots in bloom before them."""
    return picture(
        sky(560, 206, 58),
        mountain(560, 356, 520, 260, 300, snow=0.2),
        mountain(1120, 330, 520, 300, 260, snow=0.2),
        hill("far", (0, 490), (300, 460), (700, 476), (1200, 456)),
        dome(250, 312, 118, drum=0.75),
        box("clay", 124, 400, 252, 150),
        fill("turquoise", "M124 400h252v16H124Z"),
        minaret(684, 550, 320, 44),
        minaret(1020, 550, 320, 44),
        dome(760, 372, 66, drum=0.9),
        dome(944, 372, 66, drum=0.9),
        portal(746, 550, 212, 250),
        box("clay", 648, 430, 98, 120),
        box("clay", 958, 430, 98, 120),
        hill("hill", (0, 540), (300, 526), (640, 534), (1200, 514)),
        roofs((20, 584, 120, 60), (430, 580, 116, 50), (580, 582, 120, 60), (1080, 584, 120, 52)),
        poplars((396, 590, 190), (426, 590, 230), (1090, 590, 180), (1118, 590, 220)),
        hill("field", (0, 590), (420, 574), (800, 580), (1200, 570)),
        round_tree(640, 668, 190, bloom=True),
        family_house(110, 660, 290, 150, lit="glow"),
        round_tree(480, 690, 210, bloom=True),
        hill("ground", (0, 664), (500, 656), (900, 660), (1200, 640)),
        fill("path", "M330 800C330 740 250 710 240 658H276C290 710 540 730 610 800Z"),
        round_tree(1050, 790, 330, bloom=True),
        round_tree(860, 720, 190, bloom=True),
        bushes("leaf", (50, 668, 50), (100, 668, 30), (740, 662, 26), (1170, 650, 46)),
        flowerpots((148, 672, 36), (362, 672, 36)),
        swallows((430, 150, 26), (486, 118, 18), (392, 112, 16)),
    )


def khorezm() -> str:
    """Clay walls and glazed minarets of Khiva's country; a house with a tall ayvan, an elm, a canal."""
    back = carved_door(908, 640, 96, 180) + lattice_window(726, 596, 70, 116, pane="glow")
    return picture(
        sky(336, 212, 60),
        hill("halo", (0, 500), (400, 470), (820, 486), (1200, 470)),
        minaret(512, 540, 390, 46),
        dome(404, 474, 50, drum=1.2),
        stout_minaret(180, 540, 230, 140),
        rampart(-60, 556, 760, 76, 5),
        hill("field", (0, 560), (300, 546), (700, 552), (1200, 530)),
        hill("ground", (0, 612), (500, 590), (1200, 580)),
        wall(580, 70, width=600),
        poplars((578, 600, 190), (608, 600, 240)),
        box("wall", 1080, 330, 120, 320),
        ayvan(640, 644, 440, 360, 2, back),
        box("wall", 600, 640, 600, 34),
        box("clay", 600, 666, 600, 12),
        round_tree(90, 730, 330),
        fill("turquoise", "M0 800V746C200 716 420 726 560 760C640 780 700 790 720 800Z"),
        line("glaze", 4, "M60 764h70M190 752h110M330 772h60M420 784h90"),
        shape("path", (870, 678), (1040, 678), (1150, 800), (900, 800)),
        bushes("leaf-deep", (250, 732, 24), (560, 764, 30)),
        bushes("leaf-light", (290, 734, 18), (600, 776, 22)),
        flowerpots((660, 672, 40), (820, 672, 38), (1120, 672, 36)),
        swallows((760, 130, 26), (820, 100, 18)),
    )
