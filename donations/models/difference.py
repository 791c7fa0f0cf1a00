"""What a provider says and what the books say, where the two are not the same."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.money import Money
from donations.querysets import DifferenceQuerySet

from .constraints import state_constraint
from .payment import Payment
from .reconcile_run import ReconcileRun


class DifferenceKind(models.TextChoices):
    """What differs."""

    MISSING_HERE = "missing_here", _("Not in our books")
    MISSING_THERE = "missing_there", _("Unknown to the provider")
    AMOUNT = "amount", _("Another amount")
    STATE = "state", _("Another state")


class About(models.TextChoices):
    """What it is about."""

    PAYMENT = "payment", pgettext_lazy("what it is about", "Payment")
    REFUND = "refund", pgettext_lazy("what it is about", "Refund")


class Stand(models.TextChoices):
    """How one side sees it."""

    UNKNOWN = "unknown", pgettext_lazy("how one side sees it", "not there")
    OPEN = "open", pgettext_lazy("how one side sees it", "under way")
    PAID = "paid", pgettext_lazy("how one side sees it", "paid")
    ENDED = "ended", pgettext_lazy("how one side sees it", "not paid")
    GIVEN_BACK = "given_back", pgettext_lazy("how one side sees it", "given back")


class DifferenceState(models.TextChoices):
    """Whether somebody still has to look."""

    OPEN = "open", pgettext_lazy("a difference", "Open")
    RESOLVED = "resolved", pgettext_lazy("a difference", "Resolved")


class Difference(models.Model):
    """Found by a run, and found again it is the same row. Nothing is credited by it: only the one door credits."""

    Kind, State, About, Stand = DifferenceKind, DifferenceState, About, Stand
    TRANSITIONS = {
        DifferenceState.OPEN: frozenset({DifferenceState.RESOLVED}),
        DifferenceState.RESOLVED: frozenset({DifferenceState.OPEN}),
    }

    gateway = models.CharField(_("payment method"), max_length=20)
    livemode = models.BooleanField(_("real money"), default=False)
    about = models.CharField(
        pgettext_lazy("a difference", "about"), max_length=8, choices=About.choices, default=About.PAYMENT
    )
    kind = models.CharField(_("kind"), max_length=14, choices=DifferenceKind.choices)
    reference = models.CharField(
        _("reference"),
        max_length=100,
        help_text=_("Ours of the payment, where we know it; else the provider's."),
    )
    number = models.CharField(_("provider's number"), max_length=100, blank=True)
    payment = models.ForeignKey(
        Payment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="differences",
        verbose_name=_("payment"),
    )
    ours = models.CharField(_("our books say"), max_length=10, choices=Stand.choices)
    our_minor = models.BigIntegerField(null=True, blank=True)
    our_currency = models.CharField(max_length=3, blank=True)
    theirs = models.CharField(_("the provider says"), max_length=10, choices=Stand.choices)
    their_minor = models.BigIntegerField(null=True, blank=True)
    their_currency = models.CharField(max_length=3, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=DifferenceState.choices, default=DifferenceState.OPEN
    )
    reason = models.CharField(_("why it is resolved"), max_length=200, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("resolved by"),
    )
    found_in = models.ForeignKey(
        ReconcileRun, on_delete=models.PROTECT, related_name="found", verbose_name=_("found in")
    )
    found_at = models.DateTimeField(_("first found"), auto_now_add=True)
    seen_at = models.DateTimeField(_("last seen"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now_add=True)

    objects = DifferenceQuerySet.as_manager()

    class Meta:
        ordering = ("-found_at", "-pk")
        verbose_name = _("difference from a provider")
        verbose_name_plural = _("differences from providers")
        indexes = [models.Index(fields=("state", "gateway"), name="difference_by_state")]
        constraints = [
            state_constraint(DifferenceState, "difference_state_known"),
            models.CheckConstraint(condition=Q(kind__in=DifferenceKind.values), name="difference_kind_known"),
            models.CheckConstraint(
                condition=Q(state="resolved") | Q(resolved_by=None, reason=""),
                name="difference_open_has_no_reason",
            ),
            models.CheckConstraint(
                condition=Q(resolved_by=None) | ~Q(reason=""), name="difference_person_says_why"
            ),
            models.UniqueConstraint(
                fields=("gateway", "livemode", "about", "kind", "reference"), name="one_difference_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reference}"

    @property
    def our_amount(self) -> Money | None:
        """What the books hold; None where they hold nothing."""
        return None if self.our_minor is None else Money(self.our_minor, self.our_currency)

    @property
    def their_amount(self) -> Money | None:
        """What the provider says; None where it tells no amount."""
        return None if self.their_minor is None else Money(self.their_minor, self.their_currency)

    @property
    def went_by_itself(self) -> bool:
        """Whether it was resolved because the two sides agree again."""
        return self.state == DifferenceState.RESOLVED and self.resolved_by_id is None
