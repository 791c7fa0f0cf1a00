"""Hands that hold: no faces are ever drawn, so hands speak for people."""

from core.illustrations.pen import fill, line, moved


def open_hand(sleeve: str) -> str:
    """A hand, palm up, from the lower left; its fingertips reach (300, 0), its cuff starts at (-10, 190)."""
    palm = (
        "M28 176C30 118 40 66 60 22C68 2 100 2 102 26C104 46 104 58 118 68C160 74 236 30 286-10"
        "C302-22 322-4 310 14C272 70 212 140 132 190L92 226Z"
    )
    fingers = "M178 92C222 74 262 46 292 18M166 118C206 100 240 76 268 50M150 144C186 126 216 104 240 82"
    cuff = "M-46 300L14 158L118 214L70 300Z"
    band = "M2 186L106 242L96 262L-8 206Z"
    return fill("skin", palm) + line("skin-deep", 4, fingers) + fill(sleeve, cuff) + fill("saffron", band)


def cupped_hands(x: float, y: float, scale: float = 1) -> str:
    """Two hands side by side whose fingertips meet at (x, y)."""
    left = moved(open_hand("cobalt"), x - 304 * scale, y, scale)
    right = moved(open_hand("turquoise"), x + 304 * scale, y, scale, mirrored=True)
    return left + right
