"""Print the demo's document and draw its pictures: what a server without a browser cannot make.

    python tools/print_documents.py      # needs Chromium; writes home/content/documents and home/content/images

The document says what the page "Who we are" says; the pictures are our own drawings and patterns, never photographs.
"""

import json
import re
import sys
from base64 import b64decode, b64encode
from io import BytesIO
from pathlib import Path

import yaml
from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from home.demo.content import LANGUAGES, in_language  # noqa: E402
from languages.info import HTML_LANG  # noqa: E402

CONTENT = ROOT / "home" / "content"
DRAFT = ROOT / "static" / "img" / ".print.html"
WIDTH, HEIGHT = 1080, 720
SCENES = ("hero", "news-spring")
CRAFTS = ("tashkent", "samarkand", "khorezm", "association")
STYLES = "".join(
    f'<link rel="stylesheet" href="../css/{name}.css">' for name in ("tokens", "base", "ornament")
)
PAPER = """<style>
@page { size: A4; margin: 18mm 20mm; }
body { display: block; background: #fff; font-size: 11pt; }
.edge { height: 2mm; margin-bottom: 10mm; border-bottom: 1mm solid #e9a63a; background: #1b4b9b; }
* { font-family: "Liberation Serif", "DejaVu Serif", serif !important; }
h1 { font-size: 24pt; margin-bottom: 4mm; } h2 { font-size: 14pt; margin: 7mm 0 2mm; }
p, ul { margin-bottom: 3mm; } a { color: inherit; text-decoration: none; } .lead { font-size: 13pt; }
</style>"""


def show(page: Page, html: str) -> None:
    """Open some markup with the site's own styles."""
    DRAFT.write_text(f"<!doctype html>{html}", encoding="utf-8")
    page.goto(f"file://{DRAFT}")
    page.evaluate("document.fonts.ready")


def picture(page: Page, name: str, body: str) -> None:
    """One WebP of what a browser shows."""
    show(
        page,
        f"<html><head>{STYLES}<style>body {{ display: block; }}</style></head><body>{body}</body></html>",
    )
    shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
    shot.save(CONTENT / "images" / f"{name}.webp", quality=74, method=6)


def pictures(page: Page) -> None:
    """Scenes, and each craft's pattern as cloth or tiles filling the frame."""
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    for name in SCENES:
        svg = (ROOT / "templates" / "illustrations" / f"{name}.svg").read_text(encoding="utf-8")
        svg = re.sub(r"<svg ", f'<svg class="illustration" width="{WIDTH}" height="{HEIGHT}" ', svg, count=1)
        picture(page, name, svg)
    for craft in CRAFTS:
        ground = f"width:{WIDTH}px;height:{HEIGHT}px;background:var(--tile-edge) var(--tile-{craft}) 0 0 / 400px auto"
        picture(page, f"pattern-{craft}", f'<div style="{ground}"></div>')


def documents(page: Page) -> None:
    """The association in one document, in each language."""
    copy = yaml.safe_load((CONTENT / "pages" / "who-we-are.yaml").read_text(encoding="utf-8"))
    for language in LANGUAGES:
        title, lead = (in_language(copy[name], language) for name in ("title", "summary"))
        texts = [
            in_language(b["text"], language, html=True) for b in copy["body"] if b["type"] == "paragraph"
        ]
        head = f'<html lang="{HTML_LANG[language]}"><head><title>{title}</title>{STYLES}{PAPER}</head>'
        words = f'<h1>{title}</h1><p class="lead">{lead}</p>{"".join(texts)}'
        show(page, f'{head}<body><div class="edge"></div><main>{words}</main></body></html>')
        page.pdf(path=CONTENT / "documents" / f"about-{language}.pdf", prefer_css_page_size=True, tagged=True,
                 print_background=True)  # fmt: skip


FILM = """async () => {
  const load = (src) => new Promise((done) => { const i = new Image(); i.onload = () => done(i); i.src = src; });
  const scenes = await Promise.all(SOURCES.map(load));
  const canvas = document.createElement("canvas"); canvas.width = 854; canvas.height = 480;
  document.body.append(canvas);
  const pen = canvas.getContext("2d"), recorder = new MediaRecorder(canvas.captureStream(15),
    { mimeType: "video/webm;codecs=vp8", videoBitsPerSecond: 450000 }), parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const draw = (scene, part) => { const zoom = 1 + part * .12, w = 854 * zoom, h = w * 2 / 3;
    pen.drawImage(scene, (854 - w) / 2, (480 - h) * .6, w, h); };
  const began = performance.now(), length = 9000;
  recorder.start(500);
  await new Promise((done) => { const step = () => {
    const part = Math.min((performance.now() - began) / length, 1), place = part * scenes.length;
    const first = Math.min(Math.floor(place), scenes.length - 1), fade = Math.max(0, (place - first - .8) / .2);
    pen.globalAlpha = 1; draw(scenes[first], place - first);
    if (fade && scenes[first + 1]) { pen.globalAlpha = fade; draw(scenes[first + 1], 0); }
    part < 1 ? requestAnimationFrame(step) : done(); }; step(); });
  await new Promise((done) => { recorder.onstop = done; recorder.stop(); });
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(""));
}"""


def film(page: Page) -> None:
    """The scenes one after another, as a film without sound that the site may play itself."""
    pictures64 = [
        "data:image/webp;base64," + b64encode((CONTENT / "images" / f"{name}.webp").read_bytes()).decode()
        for name in SCENES
    ]
    show(page, "<html><body></body></html>")
    found = page.evaluate(FILM.replace("SOURCES", json.dumps(pictures64)))
    (ROOT / "static" / "video").mkdir(exist_ok=True)
    (ROOT / "static" / "video" / "courtyard.webm").write_bytes(b64decode(found))


def main() -> None:
    """Make everything anew."""
    for folder in ("images", "documents"):
        (CONTENT / folder).mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        page = browser.new_page()
        pictures(page)
        documents(page)
        film(page)
        browser.close()
    DRAFT.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
