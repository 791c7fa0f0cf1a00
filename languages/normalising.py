"""Apostrophes put right in whatever is written: one function for every model that people write texts into.

The language of a text decides: a row's `locale`, else its `language`, else nobody knows and the text stays as it is
(in English, don’t is right). Texts in all languages at once (`core.localized`) carry theirs with them.
"""

from collections.abc import Callable, Iterator

from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField

from languages.apostrophes import UZBEK
from languages.apostrophes import normalise as normalise_text
from languages.markup import normalise_html

# Texts that a program reads, not a person.
_CODES = (models.SlugField, models.EmailField, models.URLField, models.FilePathField, models.UUIDField)
_CODE_BLOCKS = (blocks.URLBlock, blocks.EmailBlock, blocks.RegexBlock, blocks.RawHTMLBlock)

Rewrite = Callable[[blocks.Block, object], object]


def normalise(instance: models.Model) -> models.Model:
    """Give the apostrophes in all prose of `instance` their right code points, in place; returns the instance.

    Left alone: addresses, slugs, choices, what no form shows, and fields that the model's `verbatim` names (people's
    names are theirs). Fields not loaded from the database are not fetched for it.
    """
    language = language_of(instance)
    for field in prose_fields(type(instance)):
        if field.attname in instance.__dict__:
            value = instance.__dict__[field.attname]
            setattr(instance, field.attname, _normalised(field, value, language))
    return instance


def prose_fields(model: type[models.Model]) -> Iterator[models.Field]:
    """The fields of `model` that hold words for people."""
    verbatim = getattr(model, "verbatim", ())
    for field in model._meta.concrete_fields:
        if field.editable and not field.choices and field.name not in verbatim and _is_prose(field):
            yield field


def language_of(instance: models.Model) -> str:
    """The code of the language a row is written in, or nothing where it does not say."""
    if getattr(instance, "locale_id", None):
        return instance.locale.language_code
    return getattr(instance, "language", "") or ""


def rewrite_stream(value: blocks.StreamValue, rewrite: Rewrite) -> blocks.StreamValue:
    """A stream with each of its smallest blocks' raw values put through `rewrite(block, value)`.

    The same object comes back where nothing has changed.
    """
    raw = value.get_prep_value()
    written = _stream(value.stream_block, raw, rewrite)
    return value if written == raw else value.stream_block.to_python(written)


def is_prose(block: blocks.Block) -> bool:
    """Whether a block holds words for people."""
    prose = isinstance(block, blocks.CharBlock | blocks.TextBlock | blocks.RichTextBlock)
    return prose and not isinstance(block, _CODE_BLOCKS)


def _is_prose(field: models.Field) -> bool:
    words = isinstance(field, models.CharField | models.TextField | RichTextField | StreamField)
    return (words and not isinstance(field, _CODES)) or hasattr(field, "normalise_texts")


def _normalised(field: models.Field, value: object, language: str) -> object:
    if hasattr(field, "normalise_texts"):
        return field.normalise_texts(value)
    if language not in UZBEK or not value:
        return value
    if isinstance(field, StreamField):
        return rewrite_stream(value, lambda block, raw: _normalised_block(block, raw, language))
    if not isinstance(value, str):
        return value
    return normalise_html(value) if isinstance(field, RichTextField) else normalise_text(value)


def _normalised_block(block: blocks.Block, raw: object, language: str) -> object:
    if not raw or not is_prose(block):
        return raw
    return (
        normalise_html(raw, language)
        if isinstance(block, blocks.RichTextBlock)
        else normalise_text(raw, language)
    )


def _stream(block: blocks.StreamBlock, raw: list, rewrite: Rewrite) -> list:
    children = block.child_blocks
    return [
        {**child, "value": _block(children[child["type"]], child["value"], rewrite)}
        if child["type"] in children
        else child
        for child in raw
    ]


def _block(block: blocks.Block, raw: object, rewrite: Rewrite) -> object:
    if raw is None:
        return rewrite(block, raw)
    if isinstance(block, blocks.StreamBlock):
        return _stream(block, raw, rewrite)
    if isinstance(block, blocks.StructBlock) and isinstance(raw, dict):
        children = block.child_blocks
        return {
            name: _block(children[name], value, rewrite) if name in children else value
            for name, value in raw.items()
        }
    if isinstance(block, blocks.ListBlock):
        return [{**item, "value": _block(block.child_block, item["value"], rewrite)} for item in raw]
    return rewrite(block, raw)
