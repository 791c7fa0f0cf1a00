"""What Click must be answered again and again, and what its Merchant API wants to be asked with."""

from django.db import models
from django.db.models import Q

from core.money import Money

CURRENCY = "UZS"


class ClickState(models.TextChoices):
    """How far a transaction has come."""

    PREPARED = "prepared"
    PAID = "paid"
    CANCELLED = "cancelled"
    GIVEN_BACK = "given_back"


LIVE = (ClickState.PREPARED, ClickState.PAID)


class ClickTransaction(models.Model):
    """A transaction as Click knows it. Its `merchant_prepare_id` and `merchant_confirm_id` are the primary key."""

    State = ClickState

    click_trans_id = models.BigIntegerField(unique=True)
    click_paydoc_id = models.BigIntegerField()
    payment = models.ForeignKey(
        "donations.Payment", on_delete=models.PROTECT, related_name="click_transactions"
    )
    amount_minor = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=ClickState.choices, default=ClickState.PREPARED)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("payment",),
                condition=Q(state__in=LIVE),
                name="one_live_click_transaction_per_payment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ClickState.values), name="clicktransaction_state_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.click_trans_id)

    @property
    def amount(self) -> Money:
        """Click knows soʻm only."""
        return Money(self.amount_minor, CURRENCY)
