"""What a browser sends when the form of a page is saved, made without one."""

from collections.abc import Iterator

from django.forms import ModelForm
from wagtail import blocks
from wagtail.blocks.stream_block import StreamValue
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

Pairs = Iterator[tuple[str, object]]


def editor_form(page: Page, **changes: object) -> dict[str, object]:
    """The fields of the editor of `page` as it is in its newest draft, with changes."""
    page = page.get_latest_revision_as_object()
    form = page.get_edit_handler().get_form_class()(instance=page, for_user=None)
    return {name: value for name, value in _form(form) if value is not None} | changes


def _form(form: ModelForm) -> Pairs:
    for bound in form:
        if isinstance(bound.value(), StreamValue):
            yield from _stream(bound.field.block, bound.value(), bound.html_name)
        else:
            yield bound.html_name, bound.field.widget.format_value(bound.value())
    for formset in getattr(form, "formsets", {}).values():
        yield f"{formset.prefix}-TOTAL_FORMS", formset.initial_form_count()
        yield f"{formset.prefix}-INITIAL_FORMS", formset.initial_form_count()
        for child in formset.initial_forms:
            yield from _form(child)


def _block(block: blocks.Block, value: object, prefix: str) -> Pairs:
    if isinstance(block, blocks.StreamBlock):
        yield from _stream(block, value, prefix)
    elif isinstance(block, blocks.ListBlock):
        yield f"{prefix}-count", len(value)
        for number, child in enumerate(value.bound_blocks):
            yield from _row(child, f"{prefix}-{number}", number)
    elif isinstance(block, blocks.StructBlock):
        parts = block._image_to_struct_value(value) if isinstance(block, ImageBlock) else value
        for name, child in block.child_blocks.items():
            yield from _block(child, parts[name], f"{prefix}-{name}")
    else:
        shown = block.field.prepare_value(block.value_for_form(value))
        if shown is not False:  # a box that is not ticked is not sent
            yield prefix, _written(block, shown)


def _written(block: blocks.FieldBlock, value: object) -> object:
    shown = getattr(value, "pk", value)
    return block.field.widget.format_value(shown) if isinstance(block, blocks.RichTextBlock) else shown


def _row(child: blocks.BoundBlock, prefix: str, number: int) -> Pairs:
    yield from ((f"{prefix}-order", number), (f"{prefix}-deleted", ""), (f"{prefix}-id", child.id or ""))
    yield from _block(child.block, child.value, f"{prefix}-value")


def _stream(block: blocks.StreamBlock, value: StreamValue, prefix: str) -> Pairs:
    yield f"{prefix}-count", len(value)
    for number, child in enumerate(value):
        yield f"{prefix}-{number}-type", child.block_type
        yield from _row(child, f"{prefix}-{number}", number)
