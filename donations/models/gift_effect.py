"""What a gift can do, said as an example and never as a promise."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.localized import LocalizedCharField
from core.money import Money
from core.money_fields import CURRENCIES, AmountField

from .designation import DesignationKind


class GiftEffect(models.Model):
    """A line that is shown from an amount upwards, for a kind of purpose and a currency."""

    kind = models.CharField(_("kind of purpose"), max_length=10, choices=DesignationKind.choices)
    from_minor = AmountField(_("from"))
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES)
    text = LocalizedCharField(_("text"))

    class Meta:
        ordering = ("kind", "currency", "from_minor")
        verbose_name = _("what a gift can do")
        verbose_name_plural = _("what gifts can do")
        constraints = [
            models.UniqueConstraint(
                fields=("kind", "currency", "from_minor"), name="one_gift_effect_per_amount"
            ),
            models.CheckConstraint(condition=models.Q(from_minor__gt=0), name="gifteffect_from_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at}: {self.text}"

    @property
    def starts_at(self) -> Money:
        """The smallest gift that it is said of."""
        return Money(self.from_minor, self.currency)
