"""People who give."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from donations.querysets import DonorQuerySet


class Donor(models.Model):
    """Who gives, known by address, or by the number in the lists that were kept before. Each gift keeps the name
    given with it; this is the latest known."""

    email = models.EmailField(
        _("e-mail address"),
        blank=True,
        help_text=_("In small letters. Who gives cash may have none."),
    )
    number = models.CharField(
        _("donor’s number"),
        max_length=40,
        unique=True,
        null=True,
        blank=True,
        help_text=_("In the lists that were kept before."),
    )
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=100)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    country = models.CharField(_("country"), max_length=2, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="donors",
        verbose_name=_("account"),
        help_text=_("Set once the account has proven the address."),
    )
    created_at = models.DateTimeField(_("first seen"), auto_now_add=True)

    objects = DonorQuerySet.as_manager()

    class Meta:
        ordering = ("email",)
        verbose_name = _("donor")
        verbose_name_plural = _("donors")
        indexes = [
            models.Index(fields=("email",), name="donor_by_address"),
            models.Index(fields=("country",), name="donor_by_country"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="donor_email_folded"),
            models.UniqueConstraint(
                fields=("email",), condition=~models.Q(email=""), name="one_donor_per_address"
            ),
        ]

    def __str__(self) -> str:
        known_as = self.email or self.number
        return f"{self.name} <{known_as}>" if known_as else self.name


def fold_email(address: str) -> str:
    """The form in which addresses are kept and compared."""
    return address.strip().lower()
