"""When a provider was asked about everything of a kind, by whom, and what came of it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from donations.querysets import RunQuerySet

from .constraints import state_constraint


class RunKind(models.TextChoices):
    """What is asked, in the order in which it is asked."""

    OPEN = "open", _("Payments without an end")
    MISSED = "missed", _("Messages that did not arrive")
    SPONSORSHIPS = "sponsorships", _("Charges of regular gifts")
    COSTS = "costs", _("What providers kept of gifts")
    PAYOUTS = "payouts", _("What went to our bank")
    BOOKS = "books", _("Provider and books side by side")
    STATEMENT = "statement", _("Statement laid beside the books")


class RunState(models.TextChoices):
    """How far it has come. Of a process that died the row still says `running`; see `is_unfinished`."""

    QUEUED = "queued", pgettext_lazy("asking a payment provider", "Waits for its turn")
    RUNNING = "running", pgettext_lazy("asking a payment provider", "Running")
    DONE = "done", pgettext_lazy("asking a payment provider", "Done")
    SILENT = "silent", _("The provider did not answer")
    FAILED = "failed", _("Ended with an error on our side")


class Origin(models.TextChoices):
    """Who began it."""

    CLOCK = "clock", pgettext_lazy("who began it", "By the clock")
    COMMAND = "command", pgettext_lazy("who began it", "From the command line")
    PERSON = "person", pgettext_lazy("who began it", "By a person")


class ReconcileRun(models.Model):
    """One run. Two at once do no harm: what they find goes through the one door, or to the same difference."""

    Kind, State, Origin = RunKind, RunState, Origin

    gateway = models.CharField(_("payment method"), max_length=20)
    kind = models.CharField(_("kind"), max_length=12, choices=RunKind.choices)
    state = models.CharField(_("state"), max_length=8, choices=RunState.choices, default=RunState.RUNNING)
    origin = models.CharField(_("began"), max_length=8, choices=Origin.choices, default=Origin.CLOCK)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("began by"),
    )
    started_at = models.DateTimeField(_("began at"), auto_now_add=True)
    moved_at = models.DateTimeField(_("last sign of life"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    asked = models.PositiveIntegerField(_("asked about"), default=0)
    changed = models.PositiveIntegerField(_("changed by it"), default=0)
    failed = models.PositiveIntegerField(_("without an answer"), default=0)
    differences = models.PositiveIntegerField(_("differences found"), default=0)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("run of reconciliation")
        verbose_name_plural = _("runs of reconciliation")
        indexes = [models.Index(fields=("gateway", "kind", "-id"), name="run_latest")]
        constraints = [
            state_constraint(RunState, "reconcilerun_state_known"),
            models.CheckConstraint(condition=Q(kind__in=RunKind.values), name="reconcilerun_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running"], ended_at=None)
                | Q(state__in=["done", "silent", "failed"], ended_at__isnull=False),
                name="reconcilerun_ended_has_time",
            ),
            # Whoever presses the button twice, or after a colleague, waits for the same one.
            models.UniqueConstraint(
                fields=("gateway", "kind"), condition=Q(state="queued"), name="one_queued_run_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        at = date_format(timezone.localtime(self.started_at), "SHORT_DATETIME_FORMAT")
        return f"{self.get_kind_display()}, {at}"

    @property
    def is_unfinished(self) -> bool:
        """Whether it was interrupted: its process died."""
        alive = timezone.now() - timedelta(minutes=settings.RECONCILE_UNFINISHED_MINUTES)
        return self.state == RunState.RUNNING and self.moved_at < alive

    @property
    def is_under_way(self) -> bool:
        """Whether its result is still to come."""
        return self.state in (RunState.QUEUED, RunState.RUNNING) and not self.is_unfinished
