"""The record of what was done: written in the transaction that does it."""

from collections.abc import Iterable

from django.db import models

from core.models import AuditEntry


def record(
    *,
    action: str,
    obj: models.Model,
    actor: models.Model | None = None,
    old: str = "",
    new: str = "",
    note: str = "",
) -> AuditEntry:
    """Add an entry about `obj` (a saved row) and return it.

    `action` is `noun.verb` ("payment.settle"), `old` and `new` are states or amounts, never names or
    addresses: entries are kept for ever, also when the person they concern asks to be forgotten. `actor` is
    None for the system and for anonymous visitors. It rolls back with the transaction it is in.
    """
    if obj.pk is None:
        raise ValueError("only a saved row can be audited")
    known = actor if actor is not None and actor.pk else None
    return AuditEntry.objects.create(
        action=action,
        object_label=obj._meta.label_lower,
        object_pk=str(obj.pk),
        actor_id=known.pk if known else None,
        old=old,
        new=new,
        note=note,
    )


def record_all(
    *,
    action: str,
    objects: Iterable[models.Model],
    actor: models.Model | None = None,
    new: str = "",
    note: str = "",
) -> None:
    """The same entry about each of many saved rows, in one query; see `record`."""
    AuditEntry.objects.bulk_create(
        AuditEntry(
            action=action,
            object_label=obj._meta.label_lower,
            object_pk=str(obj.pk),
            actor_id=actor.pk if actor else None,
            new=new,
            note=note,
        )
        for obj in objects
    )
