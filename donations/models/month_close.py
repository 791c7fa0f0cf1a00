"""Months of the books that are closed, and what came too late for its month."""

from calendar import monthrange
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from .constraints import state_constraint, two_persons
from .decided import Decided


class MonthCloseState(models.TextChoices):
    """How far the closing of a month has come."""

    PROPOSED = "proposed", _("Waits for a second person")
    CLOSED = "closed", _("Closed for good")
    REFUSED = "refused", _("Sent back")


class MonthCloseQuerySet(models.QuerySet["MonthClose"]):
    """Closed months and those that wait."""

    def closed(self) -> "MonthCloseQuerySet":
        """Closed for good."""
        return self.filter(state="closed")

    def waiting(self) -> "MonthCloseQuerySet":
        """Proposed by one person."""
        return self.filter(state="proposed")

    def closed_until(self) -> date | None:
        """The last day that nothing may be booked on any more; None while no month is closed."""
        return self.closed().aggregate(last=Max("last_day"))["last"]


class MonthClose(Decided):
    """One month, closed by two persons, with the sums as both of them saw them. Triggers keep it as it is."""

    State = MonthCloseState
    TRANSITIONS = {
        MonthCloseState.PROPOSED: frozenset({MonthCloseState.CLOSED, MonthCloseState.REFUSED}),
        MonthCloseState.CLOSED: frozenset(),
        MonthCloseState.REFUSED: frozenset(),
    }

    last_day = models.DateField(_("last day of the month"))
    state = models.CharField(
        _("state"), max_length=10, choices=MonthCloseState.choices, default=MonthCloseState.PROPOSED
    )
    sums = models.JSONField(_("sums"), default=list, editable=False)
    digest = models.CharField("SHA-256", max_length=64, editable=False)
    left_open = models.JSONField(_("what was still open"), default=dict, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    created_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now_add=True)

    objects = MonthCloseQuerySet.as_manager()

    class Meta:
        ordering = ("-last_day", "-pk")
        verbose_name = _("closing of a month")
        verbose_name_plural = _("closings of months")
        constraints = [
            state_constraint(MonthCloseState, "monthclose_state_known"),
            models.UniqueConstraint(
                fields=("last_day",), condition=~Q(state="refused"), name="one_close_per_month"
            ),
            *two_persons("monthclose", "proposed_by", undecided="proposed", yes="closed"),
        ]

    def __str__(self) -> str:
        return date_format(self.last_day, "YEAR_MONTH_FORMAT")

    @property
    def reference(self) -> str:
        """ "2026-10"."""
        return f"{self.last_day:%Y-%m}"

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return self.last_day.replace(day=1)


class LateBooking(models.Model):
    """A movement of a closed month that was heard of afterwards: when it happened. Its entries are of an open day."""

    source = models.CharField(_("source"), max_length=120, unique=True)
    happened_on = models.DateField(_("happened on"))
    created_at = models.DateTimeField(_("booked"), auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("late booking")
        verbose_name_plural = _("late bookings")

    def __str__(self) -> str:
        return self.source


def end_of_month(day: date) -> date:
    """The last day of the month that `day` is in."""
    return day.replace(day=monthrange(day.year, day.month)[1])
