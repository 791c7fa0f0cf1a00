"""A stream whose blocks are built in the browser when somebody comes near them.

A story of sixty blocks is ten thousand elements, and nobody looks at more than five blocks at once. A block that
was not touched is sent back as it came, signed: the server reads it without its form. What it holds was allowed
when it was stored; without the signature a text could be smuggled past the editor's list of what texts may hold.
"""

import json
from collections.abc import Mapping

from django.core.exceptions import SuspiciousOperation
from django.core.serializers.json import DjangoJSONEncoder
from django.core.signing import BadSignature, Signer
from django.forms import Media
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.stream_block import StreamBlockAdapter, StreamValue


class LateStreamBlock(blocks.StreamBlock):
    """Its rows come back as forms, or, under `<row>-kept`, as they were."""

    def get_form_state(self, value: StreamValue) -> list[dict]:
        """What the editor is filled with; each row with what it sends back while it is untouched."""
        states = super().get_form_state(value)
        raws = self.get_prep_value(value) if states else []
        return [
            state | {"kept": _signer(raw["type"]).sign(json.dumps(raw["value"], cls=DjangoJSONEncoder))}
            for state, raw in zip(states, raws, strict=True)
        ]

    def value_from_datadict(self, data: Mapping, files: Mapping, prefix: str) -> StreamValue:
        """Read the form. Raises SuspiciousOperation when a kept row is not what we sent."""
        rows = sorted(self._rows(data, prefix))
        kept = self._kept(data, rows)
        values = [
            (kind, kept[row] if row in kept else self._filled(kind, data, files, row), data.get(f"{row}-id"))
            for _order, _number, row, kind in rows
        ]
        return StreamValue(self, values)

    def _rows(self, data: Mapping, prefix: str) -> list[tuple[int, int, str, str]]:
        """Order, number, name and kind of each row that was not deleted."""
        rows = []
        for number in range(int(data[f"{prefix}-count"])):
            row = f"{prefix}-{number}"
            kind = data[f"{row}-type"]
            if kind in self.child_blocks and not data[f"{row}-deleted"]:
                rows.append((int(data[f"{row}-order"]), number, row, kind))
        return rows

    def _filled(self, kind: str, data: Mapping, files: Mapping, row: str) -> object:
        return self.child_blocks[kind].value_from_datadict(data, files, f"{row}-value")

    def _kept(self, data: Mapping, rows: list[tuple[int, int, str, str]]) -> dict[str, object]:
        """Values of the rows that come back untouched; what they show is fetched together."""
        sent = {row: kind for _order, _number, row, kind in rows if f"{row}-kept" in data}
        raws = [{"type": kind, "value": _unsigned(kind, data[f"{row}-kept"])} for row, kind in sent.items()]
        values = self.bulk_to_python([raws])[0]
        return {row: child.value for row, child in zip(sent, values, strict=True)}


class LateStreamBlockAdapter(StreamBlockAdapter):
    """Wagtail's, with the script that waits."""

    js_constructor = "core.LateStreamBlock"

    @cached_property
    def media(self) -> Media:
        """Wagtail's first."""
        return super().media + Media(js=["js/back_office/late_blocks.js"])


register(LateStreamBlockAdapter(), LateStreamBlock)


def _signer(kind: str) -> Signer:
    """One for each kind: what was a heading must not come back as a text."""
    return Signer(salt=f"core.late_blocks:{kind}")


def _unsigned(kind: str, kept: str) -> object:
    try:
        return json.loads(_signer(kind).unsign(kept))
    except BadSignature:
        raise SuspiciousOperation("a block that was kept has changed") from None
