"""The picture messengers show beside a link to a page: its title, beside its drawing in a gate.

The gates are drawn beforehand (`tools/draw_pictures.py`, which needs a browser); the words are set here by Pillow, with
the site's own fonts. Nothing is stored: the page cache keeps what is asked for, and lets it go when the page changes.
"""

import hashlib
from functools import lru_cache
from io import BytesIO

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw, ImageFont
from wagtail.models import Page

from core.illustrations.card import COLUMN, LEADING, MIDDLE, ROOM, SIZES
from core.page_cache import cacheable, depends_on
from core.pages import BasePage
from home.models import SiteSettings

BLANKS = settings.BASE_DIR / "static" / "img" / "cards" / "blank"
FONTS = settings.BASE_DIR / "static" / "fonts"
INK, SOFT, LEFT, NAME_AT, NAME_SIZE = "#14233b", "#4a566b", 72, 576, 26
COLOURS = 256


def address(page: Page, name: str) -> str:
    """The path of a page's card, another one when what it shows changes; empty for a page without a drawing."""
    if not (BLANKS / f"{_scene(page)}.png").is_file():
        return ""
    return reverse("card", args=[page.pk, _digest(page, name)])


@require_safe
@cacheable()
def card(request: HttpRequest, pk: int, digest: str) -> HttpResponse:
    """`/cards/<page>-<digest>.png` of a public page; 404 for any other digest, so that nobody can make us draw."""
    page = Page.objects.live().public().filter(pk=pk).select_related("locale").specific().first()
    if not isinstance(page, BasePage):
        raise Http404
    site = SiteSettings.load()
    depends_on(page, SiteSettings)
    with override(page.locale.language_code):
        name = str(site.short_name)
    if digest != _digest(page, name) or not _scene(page):
        raise Http404
    response = HttpResponse(draw(page.title, name, _scene(page)), content_type="image/png")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def draw(title: str, name: str, scene: str) -> bytes:
    """A PNG of 1200 × 630."""
    with Image.open(BLANKS / f"{scene}.png") as blank:
        picture = blank.convert("RGB")
    pen = ImageDraw.Draw(picture)
    size, lines = _fitted(title)
    top = MIDDLE - (len(lines) - 1) * size * LEADING / 2
    for number, line in enumerate(lines):
        _write(pen, LEFT, top + number * size * LEADING, line, "lora", size, INK)
    _write(pen, LEFT, NAME_AT, name, "onest", NAME_SIZE, SOFT)
    file = BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, "png")
    return file.getvalue()


def _fitted(title: str) -> tuple[int, list[str]]:
    """The largest size at which the title fits, and its lines; a longer one ends with an ellipsis."""
    for size in SIZES:
        lines = _wrapped(title, size)
        if len(lines) * size * LEADING <= ROOM and all(
            _width(line, "lora", size) <= COLUMN for line in lines
        ):
            return size, lines
    most = int(ROOM / size / LEADING)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + "…"]
    return size, lines


def _wrapped(title: str, size: int) -> list[str]:
    lines: list[str] = []
    for word in title.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer, "lora", size) <= COLUMN:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _write(
    pen: ImageDraw.ImageDraw, x: float, baseline: float, text: str, family: str, size: int, colour: str
) -> None:
    for part, subset in _runs(text):
        font = _font(family, subset, size)
        pen.text((x, baseline), part, font=font, fill=colour, anchor="ls")
        x += font.getlength(part)


def _width(text: str, family: str, size: int) -> float:
    return sum(_font(family, subset, size).getlength(part) for part, subset in _runs(text))


def _runs(text: str) -> list[tuple[str, str]]:
    """The text in pieces, each with the font file that has its letters."""
    runs: list[tuple[str, str]] = []
    for letter in text:
        subset = _subset(letter)
        if runs and runs[-1][1] == subset:
            runs[-1] = (runs[-1][0] + letter, subset)
        else:
            runs.append((letter, subset))
    return runs


def _subset(letter: str) -> str:
    code = ord(letter)
    if 0x400 <= code <= 0x52F:
        return "cyrillic"
    return "latin-ext" if 0x100 <= code <= 0x2AF or 0x1E00 <= code <= 0x1EFF else "latin"


@lru_cache(maxsize=40)
def _font(family: str, subset: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"{family}-{subset}.woff2", size)


def _scene(page: Page) -> str:
    return getattr(page, "illustration", "")


def _digest(page: Page, name: str) -> str:
    shown = "\n".join((page.title, name, _scene(page)))
    return hashlib.sha256(shown.encode()).hexdigest()[:12]
