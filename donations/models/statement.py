"""A donor's year on one paper."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from donations.querysets import StatementQuerySet
from safeguarding.storage import private_storage

from .donor import Donor


class Statement(models.Model):
    """Asked for by the donor or by staff, made by the worker. A year may change, so each asking is a new paper."""

    donor = models.ForeignKey(
        Donor, on_delete=models.PROTECT, related_name="statements", verbose_name=_("donor")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    file = models.FileField(_("file"), storage=private_storage, blank=True, editable=False, max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("annual statement")
        verbose_name_plural = _("annual statements")
        constraints = [
            models.UniqueConstraint(
                fields=("donor", "year", "language"),
                condition=models.Q(file=""),
                name="one_statement_in_the_making",
            )
        ]

    def __str__(self) -> str:
        return f"{self.donor_id}-{self.year}-{self.pk}"

    @property
    def file_name(self) -> str:
        """What it is called on the reader's machine: nothing of the donor."""
        return f"gifts-{self.year}-{self.pk}.pdf"
