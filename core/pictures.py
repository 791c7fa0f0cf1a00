"""The pictures that a page shows: fetched together, and all through one door.

A page collects the ids in its raw body beforehand (`begin`), so that one picture or twelve cost the same two
queries. `sources` is the only way from an image to addresses a browser may ask for; the tag `{% photograph %}`
stands on it. Whoever must decide whether a picture may be seen at all gives `guard_with` a function. The decision
is made where a picture is shown, never where it is read: an editor must not lose what visitors may not see.
"""

import copy
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from wagtail.blocks.stream_block import StreamValue
from wagtail.images import get_image_model
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from core import body_links
from core.page_cache import depends_on

# What a picture is cut to, by the room it stands in; the focal point stays inside every cut.
SHAPES = {
    "": ("width-480", "width-960", "width-1440"),
    "wide": ("fill-480x320", "fill-960x640", "fill-1440x960"),
    "square": ("fill-240x240", "fill-480x480"),
    "logo": ("max-320x160",),
}
FORMATS = ("avif", "webp")
FALLBACK = {"logo": "png"}  # a logo may be transparent, which JPEG is not
LETTER = "width-1040|format-jpeg"  # in mails
# Every cut that leaves the house.
PUBLIC_SPECS = frozenset(
    {LETTER}
    | {
        f"{spec}|format-{kind}"
        for specs in SHAPES.values()
        for spec in specs
        for kind in (*FORMATS, "jpeg", "png")
    }
)

_known: ContextVar[dict[int, Any]] = ContextVar("pictures")
_seen: ContextVar[set[int]] = ContextVar("pictures that may be seen")
_sparing: ContextVar[bool] = ContextVar("only the copies that are needed", default=False)
_guards: list[Callable[[Collection[int]], Collection[int]]] = []


class Sources(NamedTuple):
    """What a `<picture>` is made of."""

    sets: list[tuple[str, str]]  # MIME type and srcset, the smallest format first
    url: str
    width: int
    height: int


def guard_with(allowed: Callable[[Collection[int]], Collection[int]]) -> None:
    """Show only images whose ids `allowed(ids)` returns; it is asked once for all images of a page."""
    _guards.append(allowed)


def begin(body: StreamValue | None) -> None:
    """Forget the page before and fetch every image that `body` shows."""
    forget()
    warm(body_links.pictures_in(body_links.raw(body)))


def forget(**_signal: object) -> None:
    """Begin with nothing known: what one request was told must not decide in the next."""
    _known.set({})
    _seen.set(set())


def warm(ids: Iterable[int]) -> None:
    """Fetch those of `ids` that are not known yet, together: portraits, say, which stand outside a body."""
    known = _known.get({})
    if missing := set(ids) - known.keys():
        _known.set(known | _fetch(missing))
        _seen.set(_seen.get(set()) | _allowed(missing))


def find(ids: Iterable[int]) -> dict[int, Any]:
    """The images of `ids` by id, each its own object: words are written on them by block."""
    wanted = set(ids)
    known = _known.get({})
    if missing := wanted - known.keys():
        known = known | _fetch(missing)
    return {pk: copy.copy(known[pk]) for pk in wanted if pk in known}


def _fetch(ids: Iterable[int]) -> dict[int, Any]:
    wanted = set(ids)
    if not wanted:
        return {}
    images = get_image_model().objects.filter(pk__in=wanted).prefetch_related("renditions").in_bulk()
    depends_on(get_image_model(), *images.values())
    return images


@contextmanager
def sparing() -> Iterator[None]:
    """Within it one copy of a picture is made where there is none: an editor who previews waits for each."""
    before = _sparing.set(True)
    try:
        yield
    finally:
        _sparing.reset(before)


def may_be_seen(image: Any) -> bool:
    """Whether visitors may see it now; nothing is nothing to see."""
    if not image:
        return False
    return image.pk in (_seen.get(set()) if image.pk in _known.get({}) else _allowed([image.pk]))


def _allowed(ids: Collection[int]) -> set[int]:
    seen = set(ids)
    for guard in _guards:
        seen &= set(guard(seen)) if seen else seen
    return seen


def sources(image: Any, shape: str = "") -> Sources | None:
    """Addresses of `image` in every size and format of a shape; None where it must not or cannot be shown."""
    if not may_be_seen(image):
        return None
    specs = SHAPES[shape]
    plain = f"{specs[len(specs) // 2]}|format-{FALLBACK.get(shape, 'jpeg')}"
    formats = () if _sparing.get() else FORMATS
    wanted = [f"{spec}|format-{kind}" for kind in formats for spec in specs]
    try:
        made = image.get_renditions(*wanted, plain)
    except (SourceImageIOError, FileNotFoundError, InvalidFilterSpecError):
        return None  # the file is gone: the page goes on without it
    sets = [(f"image/{kind}", _srcset(made[f"{spec}|format-{kind}"] for spec in specs)) for kind in formats]
    return Sources(sets, made[plain].url, made[plain].width, made[plain].height)


def _srcset(renditions: Iterable[Any]) -> str:
    by_width = {
        each.width: f"{each.url} {each.width}w" for each in renditions
    }  # small originals are not blown up
    return ", ".join(by_width.values())
