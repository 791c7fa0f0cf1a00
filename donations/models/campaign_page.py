"""A campaign's page in one language."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from core.page_cache import depends_on
from core.pages import BasePage
from programmes.blocks import BodyField

from .campaign import Campaign


class CampaignPage(BasePage):
    """What the campaign is for, how far it is, what the money buys, when the report comes."""

    tells_of_people = True

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="pages", verbose_name=_("campaign")
    )
    body = BodyField()
    content_panels = [*BasePage.content_panels, FieldPanel("campaign"), FieldPanel("body")]
    subpage_types: list[str] = []
    shown_with = ("campaign",)

    class Meta:
        verbose_name = _("campaign page")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add what the money buys."""
        depends_on(self.campaign)
        return {
            **super().get_context(request, *args, **kwargs),
            "spending": self.campaign.spending_lines.all(),
        }
