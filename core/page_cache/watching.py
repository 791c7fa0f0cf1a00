"""Rows whose changes invalidate by themselves."""

from typing import Any

from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_init, post_save

from . import recording, tags
from .api import invalidate

_also: dict[type[models.Model], tuple[str, ...]] = {}


def invalidate_on_change(model: type[models.Model], *also: str, track: bool = False) -> None:
    """From `AppConfig.ready`: changes of this model's rows invalidate, together with the tags in `also`.

    With `track`, each row that is loaded while a page is rendered is noted as shown by it.
    """
    _also[model] = also
    post_save.connect(_saved, sender=model, dispatch_uid="page_cache")
    post_delete.connect(_deleted, sender=model, dispatch_uid="page_cache")
    for field in model._meta.local_many_to_many:
        m2m_changed.connect(_related, sender=getattr(model, field.name).through, dispatch_uid="page_cache")
    if track:
        post_init.connect(_loaded, sender=model, dispatch_uid="page_cache")


def _saved(sender: type[models.Model], instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
    invalidate(instance, *_also[sender])


def _deleted(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    invalidate(instance, *_also[sender])


def _related(
    instance: models.Model, action: str, model: type[models.Model], pk_set: set | None, **kwargs: Any
) -> None:
    """Either side of the relation may be the registered one; `clear` does not say which rows it let go."""
    if action.startswith("post_"):
        other: list[Any] = [model(pk=pk) for pk in pk_set] if pk_set else [model]
        for thing in (instance, *other):
            invalidate(thing, *_also.get(thing if isinstance(thing, type) else type(thing), ()))


def _loaded(instance: models.Model, **kwargs: Any) -> None:
    noted = recording.current()
    if noted is not None:
        noted.update(tags.shown(instance))
