"""What the blocks of a body refer to, fetched together when its editor opens and when its form comes back.

Wagtail asks the database for each chosen page, picture, document or snippet by itself: twice when the form comes
back (to read it and to check it), and for each page and each link in a text when the editor opens.
"""

import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar

from django.db import models
from wagtail import blocks
from wagtail.blocks.stream_block import StreamValue

from core import body_links, editor_links, gathered, pictures
from core.late_blocks import LateStreamBlock

Rows = dict[type[models.Model], dict[str, models.Model]]

_fetched: ContextVar[Rows | None] = ContextVar("chosen in the form that is read", default=None)


class FoundTogether:
    """A chooser block that finds what its body fetched. Comes before Wagtail's chooser block."""

    def rows(self) -> models.QuerySet:
        """Where the chosen ones are looked up."""
        return self.model_class._default_manager.all()

    def value_from_form(self, value: object) -> models.Model | None:
        """The row of an id; each choice is its own object."""
        fetched = _fetched.get()
        if fetched is None or not isinstance(value, str):
            return super().value_from_form(value)
        row = fetched.get(self.model_class, {}).get(value)
        return copy.copy(row) if row else None

    def clean(self, value: object) -> object:
        """Check it without asking whether it is there: it was fetched a moment ago."""
        if not isinstance(value, self.model_class):
            return super().clean(value)
        self.field.run_validators(value)
        return value


class TogetherStreamBlock(LateStreamBlock):
    """A stream whose choosers cost one query a model, whatever their number."""

    def value_from_datadict(self, data: Mapping, files: Mapping, prefix: str) -> StreamValue:
        """Fetch all that was chosen, then read the form."""
        before = _fetched.set(_fetch(_chosen(self, data, prefix)))
        try:
            return super().value_from_datadict(data, files, prefix)
        finally:
            _fetched.reset(before)

    def get_form_state(self, value: StreamValue) -> list[dict]:
        """What the editor is filled with, what it shows fetched before."""
        pictures.warm(body_links.pictures_in(body_links.raw(value)))
        gathered.begin(value)
        with editor_links.known(value):
            return super().get_form_state(value)


def _fetch(chosen: Iterable[tuple[FoundTogether, str]]) -> Rows:
    ids: dict[type[models.Model], set[str]] = defaultdict(set)
    rows: dict[type[models.Model], models.QuerySet] = {}
    for block, pk in chosen:
        ids[block.model_class].add(pk)
        rows[block.model_class] = block.rows()
    return {model: {str(row.pk): row for row in rows[model].filter(pk__in=ids[model])} for model in rows}


def _chosen(block: blocks.Block, data: Mapping, prefix: str) -> Iterator[tuple[FoundTogether, str]]:
    """Each chooser below `block` that has something chosen, with the id."""
    if isinstance(block, FoundTogether):
        pk = data.get(prefix) or ""
        if pk.isdecimal():
            yield block, pk
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _chosen(child, data, f"{prefix}-{name}")
    elif isinstance(block, blocks.ListBlock | blocks.StreamBlock):
        for number in range(int(data.get(f"{prefix}-count") or 0)):
            row = f"{prefix}-{number}"
            kind = block.child_block if isinstance(block, blocks.ListBlock) else _kind(block, data, row)
            if kind and not data.get(f"{row}-deleted"):
                yield from _chosen(kind, data, f"{row}-value")


def _kind(block: blocks.StreamBlock, data: Mapping, row: str) -> blocks.Block | None:
    return block.child_blocks.get(data.get(f"{row}-type"))
