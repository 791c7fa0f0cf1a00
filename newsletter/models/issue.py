"""One issue of the newsletter, in the languages it is written in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField

from core.normalised import Normalised
from newsletter.blocks import LetterBlock
from newsletter.models.subscriber import Purpose
from newsletter.querysets import IssueQuerySet


class IssueState(models.TextChoices):
    """A draft may change; what is under way or sent may not."""

    DRAFT = "draft", _("Draft")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")


class Issue(ClusterableModel):
    """States change in `newsletter.services.sending` only."""

    State = IssueState

    title = models.CharField(
        _("name of the issue"), max_length=120, help_text=_("For staff only, for example “Winter 2026”.")
    )
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose, default=Purpose.NEWS)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    started_at = models.DateTimeField(_("sending began"), null=True, editable=False)
    finished_at = models.DateTimeField(_("sending ended"), null=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    # How far it has got: a worker that died is followed by one that goes on from here.
    last_subscriber = models.PositiveBigIntegerField(default=0, editable=False)
    count = models.PositiveIntegerField(_("mails"), default=0, editable=False)
    # What it took to subscribers, for the day when a picture has to be taken back.
    carried_images = models.JSONField(default=list, editable=False)
    carried_pages = models.JSONField(default=list, editable=False)

    objects = IssueQuerySet.as_manager()

    panels = [
        FieldPanel("title"),
        FieldPanel("purpose"),
        InlinePanel("texts", label=_("Text in one language"), min_num=1, max_num=len(settings.LANGUAGES)),
    ]

    class Meta:
        ordering = ("-created_at", "-pk")
        permissions = [("send_issue", "Can send an issue")]
        verbose_name = _("newsletter issue")
        verbose_name_plural = _("newsletter issues")

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        """Whether it may still change."""
        return self.state == self.State.DRAFT


class IssueText(Normalised, models.Model):
    """The issue in one language."""

    issue = ParentalKey(Issue, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=150)
    body = StreamField(LetterBlock(), verbose_name=_("body"))

    panels = [FieldPanel("language"), FieldPanel("subject"), FieldPanel("body")]

    class Meta:
        ordering = ("pk",)
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=("issue", "language"),
                name="one_text_a_language",
                violation_error_message=_("There is a text in this language already."),
            )
        ]

    def __str__(self) -> str:
        return self.subject
