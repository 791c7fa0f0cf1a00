"""What was promised: how much, by whom, for what, in which language."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.querysets import DonationQuerySet
from donations.references import LENGTH, donation_reference

from .amounts import HasAmount
from .constraints import state_constraint
from .designation import Designation
from .donor import Donor
from .sponsorship import Frequency, Sponsorship


class DonationState(models.TextChoices):
    """How far a gift has come."""

    OPEN = "open", _("Waiting for payment")
    PAID = "paid", _("Paid")
    LAPSED = "lapsed", _("Not paid")
    REFUNDED = "refunded", _("Given back")


class Donation(HasAmount):
    """A gift, or one period of a sponsorship. It may take several payments (attempts) until one succeeds."""

    State = DonationState
    TRANSITIONS = {
        DonationState.OPEN: frozenset({DonationState.PAID, DonationState.LAPSED}),
        DonationState.LAPSED: frozenset({DonationState.OPEN, DonationState.PAID}),
        DonationState.PAID: frozenset({DonationState.REFUNDED}),
        DonationState.REFUNDED: frozenset(),
    }

    reference = models.CharField(
        _("reference"), max_length=LENGTH, unique=True, default=donation_reference, editable=False
    )
    donor = models.ForeignKey(
        Donor, on_delete=models.PROTECT, related_name="donations", verbose_name=_("donor")
    )
    donor_name = models.CharField(_("name given"), max_length=100)
    designation = models.ForeignKey(
        Designation, on_delete=models.PROTECT, related_name="donations", verbose_name=_("purpose")
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    is_anonymous = models.BooleanField(_("wants to stay unnamed"), default=False)
    wants_receipt = models.BooleanField(
        _("gets a receipt"), default=True, help_text=_("Not for what nobody in particular gave.")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=DonationState.choices, default=DonationState.OPEN
    )
    sponsorship = models.ForeignKey(
        Sponsorship,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="donations",
        verbose_name=_("sponsorship"),
    )
    period = models.DateField(_("period"), null=True, blank=True, help_text=_("The day it was due."))
    # Where the donor said to be, a country or "abroad", where the form asked: it decides how they can pay.
    given_from = models.CharField(max_length=6, blank=True, editable=False)
    form_key = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    consented_at = models.DateTimeField(
        _("agreed to the terms"),
        null=True,
        blank=True,
        help_text=_("When the donor agreed to the terms and to the use of the data."),
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now_add=True)
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True)

    objects = DonationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("donation")
        verbose_name_plural = _("donations")
        indexes = [
            models.Index(fields=("-created_at", "-id"), name="donation_newest"),
            models.Index(fields=("state", "-created_at"), name="donation_by_state"),
            models.Index(fields=("designation", "-created_at", "-id"), name="donation_by_purpose"),
            models.Index(fields=("currency", "-created_at", "-id"), name="donation_by_currency"),
            models.Index(fields=("amount_minor", "id"), name="donation_by_amount"),
        ]
        constraints = [
            *HasAmount.Meta.constraints,
            state_constraint(DonationState, "donation_state_known"),
            models.UniqueConstraint(fields=("sponsorship", "period"), name="one_donation_per_period"),
            models.CheckConstraint(
                condition=Q(sponsorship=None, period=None)
                | Q(sponsorship__isnull=False, period__isnull=False),
                name="donation_period_with_sponsorship",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["paid", "refunded"], paid_at__isnull=False)
                | Q(state__in=["open", "lapsed"], paid_at=None),
                name="donation_paid_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def frequency(self) -> str:
        """`once`, or how often its sponsorship gives."""
        return self.sponsorship.frequency if self.sponsorship_id else Frequency.ONCE
