"""A page that is composed freely."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from core.pages import BasePage
from programmes.blocks import BodyField


class LandingPage(BasePage):
    """Blocks over the whole width, nothing beside them: for a campaign's address or a special day."""

    body = BodyField()
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    subpage_types: list[str] = []
    parent_page_types = ["home.HomePage", "home.StandardPage"]

    class Meta:
        verbose_name = _("landing page")
