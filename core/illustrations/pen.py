"""The pen of the illustrations: flat shapes and lines that name their colour by role."""

import re

from core.illustrations.compact import compact
from core.illustrations.palette import DAY, PAINTS
from core.ornament.svg import Point, polygon, rect

WIDTH, HEIGHT = 1200, 800
OVER = 400  # how far a backdrop reaches over the upper edge, for boxes taller than the picture
CLASS = re.compile(r'class="([il])-([a-z-]+)"')
ALIKE = re.compile(r'(<path class="(i-[a-z-]+)" d="[^"]*)"/><path class="\2" d="')
PATH = re.compile(r' d="([^"]*)"')


def fill(role: str, *paths: str) -> str:
    """Filled shapes of one colour."""
    return f'<path class="i-{role}" d="{"".join(paths)}"/>'


def line(role: str, width: float, *paths: str) -> str:
    """Lines of one colour and width, with round ends."""
    return f'<path class="l-{role}" stroke-width="{width:g}" d="{"".join(paths)}"/>'


def dots(role: str, radius: float, *centers: Point) -> str:
    """Small discs: lines of no length with round ends, a quarter of the bytes of circles."""
    return line(role, 2 * radius, "".join(f"M{x} {y}h0" for x, y in centers))


def dashes(role: str, width: float, on: float, off: float, *paths: str) -> str:
    """A row of equal blocks (beam ends, battlements, balusters): one dashed line of that width."""
    row = f'stroke-width="{width:g}" stroke-dasharray="{on:g} {off:g}" stroke-linecap="butt"'
    return f'<path class="l-{role}" {row} d="{"".join(paths)}"/>'


def box(role: str, x: float, y: float, width: float, height: float) -> str:
    """An upright rectangle."""
    return fill(role, rect(x, y, width, height))


def shape(role: str, *points: Point) -> str:
    """A polygon."""
    return fill(role, polygon(points))


def moved(content: str, x: float, y: float, scale: float = 1, *, mirrored: bool = False) -> str:
    """Content placed elsewhere, larger or smaller, or turned left to right."""
    wide = -scale if mirrored else scale
    size = "" if wide == 1 else f"scale({wide:g} {scale:g})"
    return f'<g transform="translate({x:g} {y:g}){size}">{content}</g>'


def turned(content: str, x: float, y: float, scale: float) -> str:
    """Content placed upside down."""
    return f'<g transform="translate({x:g} {y:g})scale({-scale:g})">{content}</g>'


def picture(*content: str, width: int = WIDTH, height: int = HEIGHT) -> str:
    """A whole SVG; a picture this large needs no decimals in its paths, so there are none."""
    body, before = "".join(content), ""
    while body != before:
        body, before = ALIKE.sub(r"\1", body), body
    body = PATH.sub(lambda found: f' d="{compact(found[1])}"', body)
    ends = 'preserveAspectRatio="xMidYMid slice" stroke-linecap="round" stroke-linejoin="round"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {ends}>{body}</svg>'


def literal(svg: str, time: int = DAY) -> str:
    """The same picture with its colours written out (DAY or NIGHT), for files, mails and cards."""

    def colour(found: re.Match[str]) -> str:
        paint = PAINTS[found[2]][time]
        if found[1] == "i":
            return f'fill="{paint}"'
        return f'fill="none" stroke="{paint}"'

    return CLASS.sub(colour, svg)
