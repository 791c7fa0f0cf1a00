"""Names for what a page shows and for what has changed: a page goes when the two sets meet."""

from collections.abc import Iterator
from typing import Any

from django.db import models


def _chain(model: type[models.Model]) -> list[type[models.Model]]:
    """The concrete model and those it inherits its row from, root last."""
    concrete = model._meta.concrete_model or model
    return [concrete, *concrete._meta.get_parent_list()]


def _row(obj: models.Model) -> str:
    """One name for a row, whether it was loaded as a plain Page or as its specific type."""
    return f"{_chain(type(obj))[-1]._meta.label_lower}:{obj.pk}"


def _any_row(model: type[models.Model]) -> str:
    return f"{model._meta.label_lower}:*"


def _text(tag: str) -> str:
    if not tag or any(char.isspace() for char in tag):
        raise ValueError(f"a page cache tag is one word, not {tag!r}")
    return tag


def address_of(page: Any) -> str:
    """A tag for whoever links to a page (with a translation key) or to its translations.

    It is dropped when one of these gets another title or address, goes live or away; other edits leave it.
    """
    return f"address:{page.translation_key}"


def below(path: str) -> str:
    """A tag for whoever lists the pages right below the one at a place in the tree, of whatever type they are.

    It is dropped when one of these gets another title or address, comes, goes live or away.
    """
    return f"below:{path}"


def shown(thing: object) -> Iterator[str]:
    """Tags of a page that shows `thing`: a saved row, a model or a string. Others are a TypeError."""
    if isinstance(thing, str):
        yield _text(thing)
    elif isinstance(thing, models.Model):
        if thing.pk is not None:
            yield _row(thing)
            yield from map(_any_row, _chain(type(thing)))
    elif isinstance(thing, type) and issubclass(thing, models.Model):
        yield _chain(thing)[0]._meta.label_lower
    else:
        raise TypeError(f"a page depends on rows, models and strings, not on {type(thing).__name__}")


def changed(thing: object) -> Iterator[str]:
    """Tags to drop when `thing` changed: a row takes its model's listings along, a model every row of it."""
    if isinstance(thing, str):
        yield _text(thing)
    elif isinstance(thing, models.Model):
        yield _row(thing)
        # A page that was loaded without its type is still an article to the listings of articles.
        yield from (
            model._meta.label_lower for model in _chain(getattr(thing, "specific_class", None) or type(thing))
        )
    elif isinstance(thing, type) and issubclass(thing, models.Model):
        concrete = _chain(thing)[0]
        yield concrete._meta.label_lower
        yield _any_row(concrete)
    else:
        raise TypeError(f"rows, models and strings can be invalidated, not {type(thing).__name__}")
