"""The sandbox provider's own records. Nothing of ours points here, as nothing points into a real provider."""

from secrets import token_urlsafe

from django.db import models


def payment_id() -> str:
    """An identifier that nobody guesses: it is the address of the pay page."""
    return f"sbx_{token_urlsafe(18)}"


def token_id() -> str:
    """Stands for a card."""
    return f"tok_{token_urlsafe(18)}"


def event_id() -> str:
    """Names a message."""
    return f"evt_{token_urlsafe(12)}"


class Choice(models.TextChoices):
    """What the payer can do on the pay page, and with it what the provider will report."""

    SUCCESS = "success"
    SLOW = "slow"
    FAIL = "fail"
    CANCEL = "cancel"
    REPEAT = "repeat"
    LATE = "late"
    DECLINES_LATER = "declines_later"
    CHARGED = "charged"  # not on the page: a charge without the payer


class SandboxToken(models.Model):
    """A payer's leave to be charged again."""

    token = models.CharField(max_length=40, unique=True, default=token_id)
    declines = models.BooleanField(default=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.token


class SandboxPayment(models.Model):
    """A payment as the provider sees it. `order` is the shop's number; asking twice under it finds the first."""

    public_id = models.CharField(max_length=40, unique=True, default=payment_id)
    order = models.CharField(max_length=40, unique=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    description = models.CharField(max_length=200)
    language = models.CharField(max_length=10, blank=True)
    return_url = models.CharField(max_length=500, blank=True)
    token = models.ForeignKey(SandboxToken, on_delete=models.PROTECT, null=True, blank=True)
    recurring = models.BooleanField(default=False)
    choice = models.CharField(max_length=20, choices=Choice.choices, blank=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.public_id


class EventKind(models.TextChoices):
    """What the provider reports."""

    PROCESSING = "payment.processing"
    SUCCEEDED = "payment.succeeded"
    FAILED = "payment.failed"
    EXPIRED = "payment.expired"
    CANCELLED = "payment.cancelled"
    REFUNDED = "payment.refunded"


class SandboxEvent(models.Model):
    """Something that happens to a payment at a time, and how often the shop still has to be told."""

    public_id = models.CharField(max_length=40, unique=True, default=event_id)
    payment = models.ForeignKey(SandboxPayment, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=20, choices=EventKind.choices)
    happens_at = models.DateTimeField()
    copies_left = models.PositiveSmallIntegerField(default=1)
    failed_tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()

    class Meta:
        ordering = ("happens_at", "pk")
        indexes = [
            models.Index(
                fields=("next_try_at",), condition=models.Q(copies_left__gt=0), name="sandbox_event_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.payment_id}"
