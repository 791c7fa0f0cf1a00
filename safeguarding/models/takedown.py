"""Takedowns: everything that rested on a consent comes down, and a proof of it stays."""

import hashlib
import json

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from safeguarding.models.consent import Consent


class TakedownReason(models.TextChoices):
    """Why."""

    WITHDRAWN = "withdrawn", _("the consent was withdrawn")
    EXPIRED = "expired", _("the consent ended")


class Takedown(models.Model):
    """One run. It is begun and finished in different transactions: what a crash leaves open is carried on."""

    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, related_name="takedowns", verbose_name=_("consent")
    )
    reason = models.CharField(_("reason"), max_length=10, choices=TakedownReason)
    began_at = models.DateTimeField(_("begun"), auto_now_add=True)
    began_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("begun by"),
    )
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    # Where it had been, what was done, which mails carried it. No personal data: titles, addresses, counts.
    report = models.JSONField(default=dict)
    digest = models.CharField(_("seal"), max_length=64, blank=True)

    class Meta:
        ordering = ("-began_at", "-pk")
        verbose_name = _("takedown")
        verbose_name_plural = _("takedowns")
        permissions = [("unpublish_page", "Can take pages offline")]
        constraints = [
            models.UniqueConstraint(
                fields=("consent",),
                condition=models.Q(finished_at__isnull=True),
                name="one_open_takedown_per_consent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.consent.reference} · {timezone.localdate(self.began_at):%d.%m.%Y}"

    def seal(self) -> str:
        """SHA-256 of the report in a fixed form: whoever kept a copy can show that nobody changed it since."""
        text = json.dumps(self.report, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def is_intact(self) -> bool:
        """Whether the report is what was sealed."""
        return bool(self.digest) and self.digest == self.seal()
