"""What the workers share: which scheduled run is whose, and who is alive."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScheduledRun(models.Model):
    """One job in one slot of time. One row, so it runs once, however many workers there are."""

    class State(models.TextChoices):
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    job = models.CharField(_("job"), max_length=120)
    slot = models.DateTimeField(_("slot"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.RUNNING)
    holder = models.UUIDField(_("held by"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=1)
    # While running, when its worker counts as lost; after a failure, when to try again.
    due_at = models.DateTimeField(_("due"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    error = models.CharField(_("last error"), max_length=200, blank=True)

    class Meta:
        ordering = ("-slot", "job")
        constraints = [models.UniqueConstraint(fields=["job", "slot"], name="scheduled_run_once_a_slot")]
        verbose_name = _("scheduled run")
        verbose_name_plural = _("scheduled runs")

    def __str__(self) -> str:
        return f"{self.job} {self.slot:%Y-%m-%d %H:%M}"


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    """Questions about workers."""

    def alive(self, now: datetime) -> "HeartbeatQuerySet":
        """Workers heard of lately."""
        return self.filter(beat_at__gt=now - Heartbeat.PATIENCE)


class Heartbeat(models.Model):
    """A worker says that it lives."""

    PATIENCE = timedelta(seconds=60)

    worker = models.CharField(_("worker"), max_length=64, primary_key=True)
    beat_at = models.DateTimeField(_("last heard of"), db_index=True)

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self) -> str:
        return self.worker
