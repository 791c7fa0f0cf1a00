"""What Payme must be answered again and again, word for word."""

from django.db import models
from django.db.models import Q

from core.money import Money

CURRENCY = "UZS"


class PaymeState(models.IntegerChoices):
    """The states of the Merchant API."""

    CREATED = 1
    PERFORMED = 2
    CANCELLED = -1
    GIVEN_BACK = -2


LIVE = (PaymeState.CREATED, PaymeState.PERFORMED)


class PaymeTransaction(models.Model):
    """A transaction as Payme knows it. Times are milliseconds since 1970, 0 for what has not happened.

    `payme_time` is Payme's own, the others are those we answered with. Its number for Payme is the primary key.
    """

    State = PaymeState

    payme_id = models.CharField(max_length=24, unique=True)
    payment = models.ForeignKey(
        "donations.Payment", on_delete=models.PROTECT, related_name="payme_transactions"
    )
    amount_minor = models.BigIntegerField()
    state = models.SmallIntegerField(choices=PaymeState.choices, default=PaymeState.CREATED)
    reason = models.SmallIntegerField(null=True, blank=True)
    payme_time = models.BigIntegerField(db_index=True)
    create_time = models.BigIntegerField()
    perform_time = models.BigIntegerField(default=0)
    cancel_time = models.BigIntegerField(default=0)
    receipts = models.JSONField(default=dict, blank=True)  # fiscal papers, by PERFORM and CANCEL

    class Meta:
        ordering = ("payme_time", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("payment",),
                condition=Q(state__in=LIVE),
                name="one_live_payme_transaction_per_payment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=PaymeState.values), name="paymetransaction_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE, cancel_time=0, reason=None)
                | Q(state__lt=0, cancel_time__gt=0, reason__isnull=False),
                name="paymetransaction_ended_has_time_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(PaymeState.CREATED, PaymeState.CANCELLED), perform_time=0)
                | Q(state__in=(PaymeState.PERFORMED, PaymeState.GIVEN_BACK), perform_time__gt=0),
                name="paymetransaction_performed_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.payme_id

    @property
    def amount(self) -> Money:
        """Payme knows soʻm only."""
        return Money(self.amount_minor, CURRENCY)
