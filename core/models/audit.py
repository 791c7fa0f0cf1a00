"""Who did what to which row, for ever."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnlyError(Exception):
    """An audit entry was to be changed or deleted."""


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Reads and adds; nothing else."""

    def about(self, obj: models.Model) -> "AuditQuerySet":
        """Entries about one row, latest first."""
        return self.filter(object_label=obj._meta.label_lower, object_pk=str(obj.pk))

    def update(self, **values: Any) -> NoReturn:
        """Never."""
        raise AppendOnlyError("audit entries are not changed")

    def delete(self) -> NoReturn:
        """Never."""
        raise AppendOnlyError("audit entries are not deleted")


class AuditEntry(models.Model):
    """One act. Names a row by label and key, holds no personal data, and outlives what it speaks of."""

    action = models.CharField(_("action"), max_length=80)
    object_label = models.CharField(_("kind"), max_length=80)
    object_pk = models.CharField(_("key"), max_length=64)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    old = models.CharField(_("before"), max_length=200, blank=True)
    new = models.CharField(_("after"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [
            models.Index(fields=["object_label", "object_pk", "-at"], name="audit_object"),
            models.Index(fields=["-at"], name="audit_at"),
        ]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")

    def __str__(self) -> str:
        return f"{self.action} {self.object_label} {self.object_pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add; an entry that exists already is never written again."""
        if not self._state.adding:
            raise AppendOnlyError("audit entries are not changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Never."""
        raise AppendOnlyError("audit entries are not deleted")
