"""Ornament by construction: each place has its own craft, computed from geometry and returned as SVG."""

from core.ornament import girih, ikat, islimi, suzani
from core.ornament.layout import band, frame, tile
from core.ornament.palette import LIGHT, Palette

CRAFTS = {"tashkent": ikat, "samarkand": girih, "khorezm": islimi, "association": suzani}
KINDS = {"tile": tile, "band": band, "frame": frame}


def pattern(
    name: str,
    *,
    kind: str = "tile",
    width: float | None = None,
    height: float | None = None,
    palette: Palette = LIGHT,
) -> str:
    """The SVG text of a place's pattern, the same text every time.

    `name` is a key of CRAFTS, `kind` a key of KINDS (KeyError otherwise); sizes in px. Without a size it is
    one repeating unit, as CSS backgrounds and border images want it. `palette` is LIGHT or DARK.
    """
    return KINDS[kind](CRAFTS[name], name, width, height, palette)
