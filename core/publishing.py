"""What must hold before anybody outside sees something, on every route: the model asks, not a view.

A guard is a function of an instance about to be shown; it raises PublishRefused. Guards are registered by the apps
that know the rule (`safeguarding`), so that pages need not import them.
"""

from collections.abc import Callable, Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class PublishRefused(ValidationError):
    """It must not be shown; the messages say why, in the user's language."""


class ChildIdentity(models.TextChoices):
    """Whether a child could be recognised by what is told."""

    NOBODY = "nobody", _("No child is told of")
    CHANGED = "changed", _("Names and details are changed: nobody could recognise the child")
    RECOGNISABLE = "recognisable", _("A child could be recognised: consents are needed")


Guard = Callable[[models.Model, date | None], None]
_guards: list[Guard] = []
# What saving a draft of a live page writes, or ending a mirror: nothing that a visitor sees.
BOOKKEEPING = frozenset(
    {
        "alias_of",
        "alias_of_id",
        "draft_title",
        "expire_at",
        "go_live_at",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "wagtail_admin_comments",
    }
)


def guard(function: Guard) -> Guard:
    """Register a guard."""
    if function not in _guards:
        _guards.append(function)
    return function


def check(instance: models.Model, on: date | None = None) -> None:
    """Raise PublishRefused unless `instance`, as it is in memory, may be shown on that day (default: today)."""
    for one in _guards:
        one(instance, on)


class Gated(models.Model):
    """Something that visitors see as soon as it is saved: a snippet, a setting."""

    class Meta:
        abstract = True

    def save(self, *args: object, update_fields: Iterable[str] | None = None, **kwargs: object) -> None:
        """Save what may be shown; raises PublishRefused and writes nothing otherwise."""
        if self.would_show(update_fields):
            check(self)
        super().save(*args, update_fields=update_fields, **kwargs)

    def would_show(self, update_fields: Iterable[str] | None = None) -> bool:
        """Whether saving these fields (None: all) shows something to visitors."""
        return update_fields is None or not BOOKKEEPING.issuperset(update_fields)
