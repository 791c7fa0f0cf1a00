"""What stands above every page for a while: an office that is closed, a campaign, an emergency."""

from datetime import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from core.localized import LocalizedCharField


class AnnouncementQuerySet(models.QuerySet):
    """Chainable."""

    def shown_at(self, moment: datetime) -> Self:
        """Those that have begun and not ended."""
        return self.filter(starts_at__lte=moment).filter(Q(ends_at=None) | Q(ends_at__gt=moment))

    def passed_a_boundary(self, now: datetime) -> Self:
        """Those that began or ended since the pages were last told."""
        begun = Q(starts_at__lte=now) & (Q(told_at=None) | Q(told_at__lt=models.F("starts_at")))
        ended = Q(ends_at__lte=now) & (Q(told_at=None) | Q(told_at__lt=models.F("ends_at")))
        return self.filter(begun | ended)


@register_snippet
class Announcement(models.Model):
    """One line with a link. Everybody sees the same, so pages stay shared copies."""

    class Tone(models.TextChoices):
        NOTE = "note", _("For information")
        GOOD = "good", _("Good news")
        CARE = "care", _("Please note")

    text = LocalizedCharField(_("text"))
    tone = models.CharField(_("tone"), max_length=8, choices=Tone, default=Tone.NOTE)
    page = models.ForeignKey(
        Page, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("page")
    )
    url = models.URLField(_("address elsewhere"), blank=True)
    label = LocalizedCharField(
        _("words of the link"), blank=True, help_text=_("Left empty, the page's title.")
    )
    starts_at = models.DateTimeField(_("shown from"), default=timezone.now)
    ends_at = models.DateTimeField(
        _("shown until"), null=True, blank=True, help_text=_("Left empty, until somebody ends it.")
    )
    # When the pages were last told that it began or ended: home.tasks.
    told_at = models.DateTimeField(null=True, editable=False)

    objects = AnnouncementQuerySet.as_manager()

    panels = [
        FieldPanel("text"),
        FieldPanel("tone"),
        MultiFieldPanel([FieldPanel("page"), FieldPanel("url"), FieldPanel("label")], _("Link")),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")], _("Dates")),
    ]

    class Meta:
        ordering = ("-starts_at", "-pk")
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")

    def __str__(self) -> str:
        return str(self.text)

    def clean(self) -> None:
        """An end before the beginning would never be seen, and a link needs words and one target."""
        if self.ends_at and self.starts_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end must come after the beginning.")})
        if self.page and self.url:
            raise ValidationError({"url": _("Choose a page or write an address, not both.")})
        if self.url and not self.label:
            raise ValidationError({"label": _("Write the words of the link.")})
