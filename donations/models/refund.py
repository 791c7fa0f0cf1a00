"""Money that went back to a donor."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .amounts import HasAmount
from .payment import Payment


class Refund(HasAmount):
    """What a provider told us it gave back; never more than was captured (services.refunds)."""

    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, related_name="refunds", verbose_name=_("payment")
    )
    gateway = models.CharField(_("payment method"), max_length=20)
    livemode = models.BooleanField(_("real money"), default=False)
    provider_reference = models.CharField(_("provider's reference"), max_length=100)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        ordering = ("created_at", "pk")
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            *HasAmount.Meta.constraints,
            models.UniqueConstraint(
                fields=("gateway", "livemode", "provider_reference"), name="one_refund_per_provider_reference"
            ),
        ]

    def __str__(self) -> str:
        return self.provider_reference
