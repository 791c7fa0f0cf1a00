"""A gift that comes again every month or year until its giver cancels."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from donations.querysets import SponsorshipQuerySet
from donations.references import LENGTH, sponsorship_reference

from .amounts import HasAmount
from .constraints import state_constraint
from .designation import Designation
from .donor import Donor


class Frequency(models.TextChoices):
    """How often a gift is given."""

    ONCE = "once", _("Once")
    MONTH = "month", _("Every month")
    YEAR = "year", _("Every year")


class SponsorshipState(models.TextChoices):
    """How far a sponsorship has come."""

    INCOMPLETE = "incomplete", _("Waiting for the first payment")
    ACTIVE = "active", _("Active")
    PAST_DUE = "past_due", _("A payment failed")
    PAUSED = "paused", _("Paused")
    CANCEL_SCHEDULED = "cancel_scheduled", _("Ends soon")
    UNPAID = "unpaid", _("Ended after failed payments")
    CANCELLED = "cancelled", _("Cancelled")


# What has begun and not ended; while it is paused no money comes.
RUNNING = (
    SponsorshipState.ACTIVE,
    SponsorshipState.PAST_DUE,
    SponsorshipState.PAUSED,
    SponsorshipState.CANCEL_SCHEDULED,
)
CANCELLABLE = (SponsorshipState.INCOMPLETE, *RUNNING)


class Sponsorship(HasAmount):
    """Each period becomes a donation; the first is paid by the donor, the others by the scheduler.

    Of a pledge all are paid by the donor, who is asked each time (services.pledges).
    """

    State = SponsorshipState
    TRANSITIONS = {
        SponsorshipState.INCOMPLETE: frozenset({SponsorshipState.ACTIVE, SponsorshipState.CANCELLED}),
        SponsorshipState.ACTIVE: frozenset(
            {
                SponsorshipState.PAST_DUE,
                SponsorshipState.PAUSED,
                SponsorshipState.CANCEL_SCHEDULED,
                SponsorshipState.CANCELLED,
            }
        ),
        SponsorshipState.PAST_DUE: frozenset(
            {
                SponsorshipState.ACTIVE,
                SponsorshipState.PAUSED,
                SponsorshipState.CANCEL_SCHEDULED,
                SponsorshipState.UNPAID,
                SponsorshipState.CANCELLED,
            }
        ),
        SponsorshipState.PAUSED: frozenset(
            {
                SponsorshipState.ACTIVE,
                SponsorshipState.PAST_DUE,
                SponsorshipState.CANCEL_SCHEDULED,
                SponsorshipState.CANCELLED,
            }
        ),
        # Its giver may take the end back until it comes.
        SponsorshipState.CANCEL_SCHEDULED: frozenset(
            {
                SponsorshipState.ACTIVE,
                SponsorshipState.PAST_DUE,
                SponsorshipState.PAUSED,
                SponsorshipState.CANCELLED,
            }
        ),
        SponsorshipState.UNPAID: frozenset(),
        SponsorshipState.CANCELLED: frozenset(),
    }

    reference = models.CharField(
        _("reference"), max_length=LENGTH, unique=True, default=sponsorship_reference, editable=False
    )
    donor = models.ForeignKey(
        Donor, on_delete=models.PROTECT, related_name="sponsorships", verbose_name=_("donor")
    )
    donor_name = models.CharField(_("name given"), max_length=100)
    designation = models.ForeignKey(
        Designation, on_delete=models.PROTECT, related_name="sponsorships", verbose_name=_("purpose")
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    is_anonymous = models.BooleanField(_("wants to stay unnamed"), default=False)
    frequency = models.CharField(_("how often"), max_length=5, choices=Frequency.choices)
    state = models.CharField(
        _("state"), max_length=16, choices=SponsorshipState.choices, default=SponsorshipState.INCOMPLETE
    )
    gateway = models.CharField(_("payment method"), max_length=20)
    is_pledge = models.BooleanField(
        _("pledge"),
        default=False,
        help_text=_("Nobody charges it: the donor is asked by mail each time and pays by hand."),
    )
    livemode = models.BooleanField(_("real money"), default=False)
    # Where the donor said to be, a country or "abroad", where the form asked: it decides how they can pay.
    given_from = models.CharField(max_length=6, blank=True, editable=False)
    charge_token = models.CharField(max_length=100, blank=True, editable=False)
    token_revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    started_on = models.DateField(_("started"), null=True, blank=True)
    next_charge_on = models.DateField(_("next payment"), null=True, blank=True)
    failures = models.PositiveSmallIntegerField(_("failed in a row"), default=0)
    retry_at = models.DateTimeField(_("next try"), null=True, blank=True)
    remind_on = models.DateField(_("next reminder"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    # When the provider was asked how it goes on: an answer that is older is late (services.course).
    course_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now_add=True)

    objects = SponsorshipQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("sponsorship")
        verbose_name_plural = _("sponsorships")
        indexes = [
            models.Index(fields=("next_charge_on",), condition=Q(state="active"), name="sponsorship_due"),
            models.Index(fields=("designation", "state"), name="sponsorship_by_purpose"),
            models.Index(
                fields=("remind_on",), condition=Q(remind_on__isnull=False), name="sponsorship_remind"
            ),
        ]
        constraints = [
            *HasAmount.Meta.constraints,
            state_constraint(SponsorshipState, "sponsorship_state_known"),
            models.CheckConstraint(
                condition=Q(frequency__in=["month", "year"]), name="sponsorship_comes_again"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=RUNNING) | Q(started_on__isnull=False, next_charge_on__isnull=False),
                name="sponsorship_running_has_dates",
            ),
            models.CheckConstraint(
                condition=Q(is_pledge=False) | Q(charge_token=""), name="sponsorship_pledge_without_card"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def state_words(self) -> str:
        """How far it has come. Nothing fails where nobody charges: a pledge is unpaid, so many periods in a row."""
        if self.is_pledge and self.state == SponsorshipState.PAST_DUE:
            return gettext("Unpaid: %(count)s") % {"count": self.failures}
        if self.is_pledge and self.state == SponsorshipState.UNPAID:
            return gettext("Ended, was not paid")
        return str(SponsorshipState(self.state).label)

    @property
    def is_running(self) -> bool:
        """Whether it has begun and not ended."""
        return self.state in RUNNING

    @property
    def can_cancel(self) -> bool:
        """Whether there is anything left to cancel."""
        return self.state in CANCELLABLE
