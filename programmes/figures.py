"""The key figures that a body shows in its blocks or names in its running text.

In running text a figure stands as `<embed embedtype="key-figure" id="3"/>`. Translators see its key in braces instead,
{houses-total}: they may move it, and the translator between the scripts leaves it alone. An embed would cut their
sentence in two.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.apps import apps
from wagtail import blocks
from wagtail.blocks.stream_block import StreamValue

from core import body_links
from core.body_links import in_lists, in_tags
from core.gathered import Gathered
from languages.normalising import rewrite_stream

if TYPE_CHECKING:
    from programmes.models import KeyFigure

TYPE = "key-figure"
EMBED = re.compile(rf'<embed [^>]*?embedtype=\\?"{TYPE}\\?"[^>]*>')
ID = re.compile(r' id="(\d+)"')
NAMED = re.compile(r"\{([\w-]+)\}")


def ids_in(raw: str) -> set[int]:
    """The ids of the figures that a raw body refers to, in blocks and in text."""
    return in_tags(raw, EMBED) | in_lists(raw, "figures")


def _fetch(ids: set[int]) -> "dict[int, KeyFigure]":
    return apps.get_model("programmes", "KeyFigure").objects.in_bulk(ids)


find = Gathered("key figures", ids_in, _fetch).find


def embed(pk: int) -> str:
    """How a text refers to a figure."""
    return f'<embed embedtype="{TYPE}" id="{pk}"/>'


def named(body: StreamValue) -> StreamValue:
    """The body with its figures named in braces; one that is gone stays as it is."""
    figures = find(ids_in(body_links.raw(body)))

    def name(match: re.Match[str]) -> str:
        pk = ID.search(match[0])
        figure = figures.get(int(pk[1])) if pk else None
        return f"{{{figure.key}}}" if figure else match[0]

    return _rewritten(body, EMBED, name)


def referring(body: StreamValue, original: StreamValue) -> StreamValue:
    """The body with embeds for the keys in braces that are keys of the original's figures; undoes `named`."""
    by_key = {figure.key: pk for pk, figure in find(ids_in(body_links.raw(original))).items()}
    return _rewritten(body, NAMED, lambda match: embed(by_key[match[1]]) if match[1] in by_key else match[0])


def _rewritten(
    body: StreamValue, pattern: re.Pattern[str], write: Callable[[re.Match[str]], str]
) -> StreamValue:
    def rewrite(block: blocks.Block, raw: object) -> object:
        return pattern.sub(write, raw) if isinstance(block, blocks.RichTextBlock) and raw else raw

    return rewrite_stream(body, rewrite)
