"""The site's own line icons, inline, so that they take the colour and size of the words beside them."""

import re
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

FOLDER = Path(settings.BASE_DIR) / "templates" / "icons"
INNER = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def names() -> list[str]:
    """Names of all icons, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.svg"))


@cache
def _strokes(name: str) -> str:
    """The drawing without its outer element; raises ValueError for a name that is not drawn."""
    path = FOLDER / f"{name}.svg"
    if not path.is_file():
        raise ValueError(f"There is no icon {name!r} in {FOLDER}")
    return INNER.search(path.read_text(encoding="utf-8"))[1]


@register.simple_tag
def icon(name: str, **options: str) -> SafeString:
    """Inline SVG of an icon.

    Options: `class`, more classes beside `icon`; `label`, words for people who do not see it. Without a label
    it is decoration, hidden from assistive technology, and words must stand beside it.
    """
    classes = f"icon {options.get('class', '')}".strip()
    strokes = mark_safe(_strokes(name))
    box = 'viewBox="0 0 24 24" width="24" height="24"'
    if label := options.get("label"):
        return format_html(
            f'<svg class="{{}}" {box} role="img"><title>{{}}</title>{{}}</svg>', classes, label, strokes
        )
    return format_html(f'<svg class="{{}}" {box} aria-hidden="true">{{}}</svg>', classes, strokes)
