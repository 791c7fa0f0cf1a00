"""Money that went back to a donor."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.money import Money
from donations.querysets import RefundQuerySet

from .amounts import HasAmount
from .dispute import Dispute
from .payment import Payment


class Refund(HasAmount):
    """What a provider told us it gave back, or a payer's bank took (`dispute`); never more than was captured.

    `gift` is the part that was a gift until then: papers and years count that. The rest paid what was owed, as when
    an earlier refund did not arrive: the gift had been given back by that one.
    """

    payment = models.ForeignKey(
        Payment, on_delete=models.PROTECT, related_name="refunds", verbose_name=_("payment")
    )
    gift_minor = models.BigIntegerField(_("of it from the gift, in minor units"))
    gateway = models.CharField(_("payment method"), max_length=20)
    livemode = models.BooleanField(_("real money"), default=False)
    provider_reference = models.CharField(_("provider's reference"), max_length=100)
    dispute = models.ForeignKey(
        Dispute,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="refunds",
        verbose_name=_("dispute"),
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = RefundQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [
            *HasAmount.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(gift_minor__gte=0, gift_minor__lte=models.F("amount_minor")),
                name="refund_gift_within_amount",
            ),
            models.UniqueConstraint(
                fields=("gateway", "livemode", "provider_reference"), name="one_refund_per_provider_reference"
            ),
        ]

    def __str__(self) -> str:
        return self.provider_reference

    @property
    def gift(self) -> Money:
        """How much of the gift went back with it."""
        return Money(self.gift_minor, self.currency)
