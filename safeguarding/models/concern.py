"""A report about a child's safety, what was written about it, and what was attached."""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from core.interests.keys import new_reference
from safeguarding.concerns.querysets import ConcernQuerySet
from safeguarding.concerns.states import (
    ACTION_WORDS,
    PUBLIC_WORDS,
    REOPEN,
    SEEN_WORDS,
    TRANSITIONS,
    ConcernState,
)

# Nothing is deleted by itself: after this time somebody decides whether a closed report is still needed.
REVIEW_AFTER = timedelta(days=3 * 365)
staff_member = partial(
    models.ForeignKey, settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
)


def private_storage() -> Storage:
    """Where files lie that nobody reaches by an address."""
    return storages["private"]


def random_name(instance: models.Model, filename: str) -> str:
    """A name that says nothing and that nobody guesses; the file's own name is not kept."""
    return f"concerns/{get_random_string(40)}"


class Concern(models.Model):
    """What somebody reported. States change in `safeguarding.concerns.services` only."""

    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_reference, editable=False
    )
    submission = models.CharField(max_length=64, unique=True, editable=False)  # one sent form makes one row
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    text = models.TextField(_("what happened"), max_length=10_000)
    place = models.CharField(_("where"), max_length=200, blank=True)
    name = models.CharField(_("who reports"), max_length=150, blank=True)
    contact = models.CharField(_("how to reach them"), max_length=200, blank=True)
    is_child = models.BooleanField(_("reported by a child"), default=False)
    state = models.CharField(_("state"), max_length=12, choices=ConcernState, default=ConcernState.NEW)
    assigned_to = staff_member(blank=True, verbose_name=_("assigned to"))
    created_at = models.DateTimeField(_("received"), default=timezone.now, db_index=True)
    seen_at = models.DateTimeField(_("first opened"), null=True, blank=True, editable=False)
    # The latest words of the one who reported that nobody has opened yet.
    unread_since = models.DateTimeField(_("unread since"), null=True, blank=True, default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = ConcernQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("-created_at", "-pk")
        default_permissions = ()  # the role decides, and nothing else: safeguarding.concerns.policy
        verbose_name = _("reported concern")
        verbose_name_plural = _("reported concerns")

    def __str__(self) -> str:
        return self.reference

    @property
    def next_states(self) -> list[tuple[str, str]]:
        """The states that may follow, each with the words on its button."""
        reopened = self.state == ConcernState.CLOSED
        return [(state, REOPEN if reopened else ACTION_WORDS[state]) for state in TRANSITIONS[self.state]]

    @property
    def public_state(self) -> str:
        """How it stands, for whoever reported it."""
        if self.state == ConcernState.NEW and self.seen_at:
            return SEEN_WORDS
        return PUBLIC_WORDS[ConcernState(self.state)]

    @property
    def review_due(self) -> object | None:
        """When to decide whether a closed report is still needed."""
        return self.closed_at + REVIEW_AFTER if self.closed_at else None


class ConcernMessage(models.Model):
    """Something said after the report: by whoever reported (no author) or by a focal point."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="messages")
    submission = models.CharField(max_length=64, unique=True, null=True, editable=False)
    from_reporter = models.BooleanField(_("from the one who reported"))
    author = staff_member(verbose_name=_("author"))
    text = models.TextField(_("text"), max_length=10_000, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("created_at", "pk")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.concern_id}/{self.pk}"


class ConcernNote(models.Model):
    """A remark among focal points; whoever reported never sees it."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(_("note"), max_length=4000)
    author = staff_member(verbose_name=_("author"))
    created_at = models.DateTimeField(_("written"), default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("-created_at", "-pk")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.concern_id}/{self.pk}"


class ConcernFile(models.Model):
    """A file that came with a report or a later message; served to focal points only."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="files")
    message = models.ForeignKey(
        ConcernMessage, on_delete=models.CASCADE, null=True, blank=True, related_name="files"
    )
    file = models.FileField(_("file"), storage=private_storage, upload_to=random_name)
    ending = models.CharField(_("ending"), max_length=8)
    kind = models.CharField(_("kind"), max_length=100)
    size = models.PositiveIntegerField(_("size"))

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("pk",)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.concern_id}-{self.pk}.{self.ending}"
