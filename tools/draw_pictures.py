"""Draw the pictures that must be PNG: icons from static/img/mark.svg, and the social cards.

    python tools/draw_pictures.py        # needs Chromium; writes static/img/icons and static/img/cards

They are committed: a server has no browser.
"""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from core.illustrations import SCENES  # noqa: E402
from core.illustrations.card import HEIGHT, WIDTH, card  # noqa: E402

IMG = ROOT / "static" / "img"
FONTS = "".join(
    f'@font-face {{ font-family: "{family}"; src: url("../fonts/{file}.woff2"); unicode-range: {span}; }}'
    for family, prefix in (("Hovli Serif", "lora"), ("Hovli Sans", "onest"))
    for file, span in ((f"{prefix}-latin", "U+0-2FF, U+2000-22FF"), (f"{prefix}-cyrillic", "U+400-52F"))
)
NAMES = {
    "uz": "SOS Oʻzbekiston Bolalar mahallalari",
    "uz-cyrl": "SOS Ўзбекистон Болалар маҳаллалари",
    "ru": "SOS Детские деревни Узбекистана",
    "en": "SOS Children’s Villages of Uzbekistan",
}
TITLES = {
    "association": {
        "uz": "Har bir bolaga mehribon oila",
        "uz-cyrl": "Ҳар бир болага меҳрибон оила",
        "ru": "Каждому ребёнку — любящая семья",
        "en": "A caring family for every child",
    },
    "tashkent": {"uz": "Toshkent", "uz-cyrl": "Тошкент", "ru": "Ташкент", "en": "Tashkent"},
    "samarkand": {"uz": "Samarqand", "uz-cyrl": "Самарқанд", "ru": "Самарканд", "en": "Samarkand"},
    "khorezm": {"uz": "Xorazm", "uz-cyrl": "Хоразм", "ru": "Хорезм", "en": "Khorezm"},
}


def shot(page: Page, body: str, width: int, height: int) -> Image.Image:
    """What a browser shows of some markup, in px."""
    page.set_viewport_size({"width": width, "height": height})
    (ROOT / "static" / "img" / ".draw.html").write_text(
        f"<style>{FONTS} body {{ margin: 0; }} svg {{ display: block; }}</style>{body}", encoding="utf-8"
    )
    page.goto(f"file://{ROOT}/static/img/.draw.html")
    page.evaluate("document.fonts.ready")
    return Image.open(BytesIO(page.screenshot(omit_background=True)))


def save(image: Image.Image, path: Path, colours: int) -> None:
    """Write a PNG with a palette: the pictures are flat, so few colours are enough."""
    path.parent.mkdir(parents=True, exist_ok=True)
    flat = image.convert("RGB").quantize(colours, dither=Image.Dither.NONE)
    flat.save(path, optimize=True)


def icons(page: Page) -> None:
    """The mark on the page's ground: square, with more room where a device cuts the corners."""
    mark = (IMG / "mark.svg").read_text(encoding="utf-8")
    for name, size, part in (
        ("icon-180", 180, 0.72),
        ("icon-192", 192, 0.78),
        ("icon-512", 512, 0.78),
        ("icon-maskable-512", 512, 0.56),
    ):
        tall = round(size * part)
        sized = mark.replace("<svg ", f'<svg height="{tall}" width="{tall}" ', 1)
        ground = (
            f'<div style="display:grid;place-items:center;width:{size}px;height:{size}px;background:#fbf8f3">'
        )
        save(shot(page, f"{ground}{sized}</div>", size, size), IMG / "icons" / f"{name}.png", 128)


def cards(page: Page) -> None:
    """One card for the association and for each village, in each language."""
    for craft, titles in TITLES.items():
        for language, title in titles.items():
            scene = "hero" if craft == "association" else f"village-{craft}"
            svg = card(title, name=NAMES[language], craft=craft, scene=scene)
            save(shot(page, svg, WIDTH, HEIGHT), IMG / "cards" / f"{craft}-{language}.png", 256)


def blanks(page: Page) -> None:
    """A card without words for each drawing a page may have: `home/cards.py` sets the words."""
    for scene in SCENES:
        place = scene.removeprefix("village-")
        svg = card("", name="", craft=place if place in TITLES else "association", scene=scene)
        save(shot(page, svg, WIDTH, HEIGHT), IMG / "cards" / "blank" / f"{scene}.png", 128)


def main() -> None:
    """Draw everything anew."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        page = browser.new_page()
        icons(page)
        cards(page)
        blanks(page)
        browser.close()
    (IMG / ".draw.html").unlink(missing_ok=True)


if __name__ == "__main__":
    main()
