"""The hero: a courtyard (hovli) at sunrise, doors open, tea on the tapchan, shoes at the step."""

from core.illustrations.motifs.houses import ayvan, carved_door, lattice_window, roofs, wall
from core.illustrations.motifs.land import floor, hill, mountain, sky
from core.illustrations.motifs.things import flowerpots, shoes, swallows, swing, tapchan
from core.illustrations.motifs.trees import mulberry, pomegranate_branch, poplars
from core.illustrations.pen import box, fill, picture, shape


def home() -> str:
    """The courtyard."""
    windows = lattice_window(92, 560, 70, 118, pane="glow") + lattice_window(436, 560, 70, 118, pane="glow")
    house = box("wall", 0, 270, 62, 380) + ayvan(
        46, 610, 508, 336, 3, windows + carved_door(250, 610, 100, 190)
    )
    terrace = box("wall", 0, 606, 584, 40) + box("clay", 0, 636, 584, 14)
    steps = box("wall", 218, 634, 164, 30) + box("wall-shade", 218, 650, 164, 18)
    return picture(
        sky(704, 236, 62),
        mountain(620, 300, 500, 230, 190),
        mountain(1080, 250, 500, 290, 240),
        mountain(800, 350, 500, 240, 220, snow=0.26),
        hill("hill", (0, 470), (560, 440), (700, 462), (960, 436), (1200, 460)),
        roofs(
            (600, 514, 110, 62),
            (734, 514, 92, 44),
            (842, 514, 120, 70),
            (980, 514, 90, 48),
            (1090, 514, 120, 62),
        ),
        poplars((716, 510, 150), (744, 510, 200), (772, 510, 164)),
        wall(512, 98),
        floor(606),
        fill("shade", "M640 706A270 40 0 0 1 1180 706A270 40 0 0 1 640 706Z"),
        shape("path", (330, 800), (570, 800), (382, 668), (218, 668)),
        mulberry(1010, 690, 500),
        swing(1096, 420, 612, 60),
        tapchan(664, 724, 300),
        house,
        terrace,
        steps,
        shoes(238, 632, ("brick", 26), ("cobalt", 22), ("turquoise", 17), ("saffron", 15)),
        flowerpots((430, 646, 44), (486, 646, 36), (150, 646, 40)),
        swallows((610, 120, 30), (670, 92, 20)),
        pomegranate_branch(0, 84, 1.25),
    )
