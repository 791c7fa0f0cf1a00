"""The columns of links at the foot of every page."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable, Page
from wagtail.snippets.models import register_snippet

from core.blocks import ACTIONS
from core.localized import LocalizedCharField


@register_snippet
class FooterColumn(ClusterableModel):
    """A titled list of links."""

    title = LocalizedCharField(_("title"))
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    panels = [FieldPanel("title"), FieldPanel("sort_order"), InlinePanel("links", label=_("Links"))]

    class Meta:
        ordering = ("sort_order",)
        verbose_name = _("footer column")
        verbose_name_plural = _("footer columns")

    def __str__(self) -> str:
        return str(self.title)


class FooterLink(Orderable):
    """Leads to a page, in the visitor's language, or to something to do."""

    column = ParentalKey(FooterColumn, on_delete=models.CASCADE, related_name="links")
    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("page")
    )
    action = models.CharField(
        _("action"),
        max_length=20,
        blank=True,
        choices=[(key, label) for key, (label, _n, _q) in ACTIONS.items()],
    )
    label = LocalizedCharField(_("words"), blank=True, help_text=_("Left empty, the page's title."))

    panels = [FieldPanel("page"), FieldPanel("action"), FieldPanel("label")]

    class Meta(Orderable.Meta):
        verbose_name = _("footer link")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(page__isnull=False) ^ ~models.Q(action=""),
                name="footer_link_page_or_action",
                violation_error_message=_("Choose either a page or an action."),
            )
        ]

    def __str__(self) -> str:
        return str(self.label) or str(self.page or self.action)
