"""`{% load pictures %}`: the only tag that shows an image."""

from typing import Any

from django import template

from core import pictures

register = template.Library()
# What stands around a picture that must not be seen, a caption or a frame, is left out with it.
register.filter("may_be_seen", pictures.may_be_seen)


@register.inclusion_tag("components/photograph.html")
def photograph(
    image: Any, sizes: str = "100vw", shape: str = "", first: bool = False, alt: str | None = None
) -> dict[str, object]:
    """An image in the sizes and formats a browser needs; nothing where it must not be seen.

    `alt` overrules the words that the block or the image has; "" says that it adds nothing to the text.
    `first` is for the one picture that stands in the first view: all others load when they come near.
    """
    if not image:
        return {"sources": None}
    words = image.contextual_alt_text if alt is None else alt
    if alt is None and words is None:
        words = "" if image.is_decorative else image.default_alt_text
    return {"sources": pictures.sources(image, shape), "sizes": sizes, "first": first, "words": words}
