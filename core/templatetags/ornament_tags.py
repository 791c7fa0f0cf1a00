"""`{% load ornament_tags %}`: ornaments, illustrations, signs and the map of the villages.

Ornaments are backgrounds (static files, cached); illustrations and signs are inline, so that their colours
follow the page. All are decoration unless a title is given. None has an id, so any may stand twice on a page.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.map import land, placed
from core.ornament import CRAFTS, KINDS

register = template.Library()

FOLDER = Path(settings.BASE_DIR) / "templates" / "illustrations"
LAND = {
    "width": land.WIDTH,
    "height": land.HEIGHT,
    "outline": land.OUTLINE,
    "river": land.RIVER,
    "peaks": land.PEAKS,
    "sand": land.SAND,
}
DRAWING = re.compile(r'<svg xmlns="[^"]*"([^>]*)>(.*)</svg>', re.DOTALL)


@cache
def drawing(name: str) -> tuple[str, str]:
    """Attributes and content of a file in templates/illustrations; ValueError when there is none."""
    path = FOLDER / f"{name}.svg"
    if not path.is_file():
        raise ValueError(f"There is no illustration {name!r} in {FOLDER}")
    found = DRAWING.search(path.read_text(encoding="utf-8"))
    return found[1], found[2]


def inline(name: str, classes: str, title: str) -> SafeString:
    """A drawing inside the page: named for everybody by a title, or hidden from assistive technology."""
    attributes, content = (mark_safe(part) for part in drawing(name))  # our own files
    if title:
        shape = '<svg class="{}"{} role="img"><title>{}</title>{}</svg>'
        return format_html(shape, classes, attributes, title, content)
    return format_html('<svg class="{}"{} aria-hidden="true">{}</svg>', classes, attributes, content)


@register.simple_tag
def ornament(name: str, kind: str = "band", **options: str) -> SafeString:
    """A decorative element with a place's pattern; `kind` is band, tile or frame, `class` adds classes.

    A name without a craft of its own (a new village) gets the association's.
    """
    if kind not in KINDS:
        raise ValueError(f"An ornament is one of {', '.join(KINDS)}, not {kind!r}")
    craft = name if name in CRAFTS else "association"
    classes = f"ornament ornament-{kind} ornament-{craft} {options.get('class', '')}".strip()
    return format_html('<span class="{}" aria-hidden="true"></span>', classes)


@register.simple_tag
def illustration(name: str, title: str = "", **options: str) -> SafeString | str:
    """An illustration, filling its box (what is outside is cut off); nothing for an empty name."""
    return inline(name, f"illustration {options.get('class', '')}".strip(), title) if name else ""


@register.simple_tag
def sign(name: str, title: str = "", **options: str) -> SafeString:
    """A programme's sign: door, bridge, hands, lamp, courtyard or voice; it takes the colour of the text."""
    return inline(f"signs/{name}", f"sign {options.get('class', '')}".strip(), title)


class Spot(NamedTuple):
    """What the map shows of a village."""

    name: str
    url: str
    summary: str
    pattern: str
    latitude: float
    longitude: float


def spot(item: Any) -> Spot:
    """A village, or a village's page (its place is then in `.village`, its address in `.url_path`)."""
    place = getattr(item, "village", item)
    url = getattr(item, "url_path", None) or item.url
    pattern = getattr(place, "pattern", "")
    known = pattern if pattern in CRAFTS else "association"
    return Spot(str(place.name), url, item.summary, known, float(place.latitude), float(place.longitude))


@register.inclusion_tag("components/village_map.html")
def village_map(villages: Iterable[Any], here: str = "", level: int = 3) -> dict[str, object]:
    """The country with its villages as links, and the list of them that says the same in words.

    `here` is the address of the page the map stands on: its pin is marked, and the list has the others. `level` is
    that of the headings in the list.
    """
    spots = [spot(item) for item in villages]
    places = placed((each.name, each.url, each.latitude, each.longitude) for each in spots)
    listed = [each for each in spots if each.url != here]
    return {"villages": listed, "places": places, "land": LAND, "here": here, "level": level}
