"""Columns that hold money."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.money import EXPONENTS, Money


class HasAmount(models.Model):
    """A positive amount in minor units and its currency."""

    amount_minor = models.BigIntegerField(_("amount in minor units"))
    currency = models.CharField(_("currency"), max_length=3)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="%(class)s_amount_positive"),
            models.CheckConstraint(
                condition=models.Q(currency__in=sorted(EXPONENTS)), name="%(class)s_currency_known"
            ),
        ]

    @property
    def amount(self) -> Money:
        """The two columns as one value."""
        return Money(self.amount_minor, self.currency)

    amount.fget.short_description = _("Amount")  # its heading on a row's page
