"""Pages about what the association does."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from core.page_cache import depends_on
from core.pages import BasePage
from core.restricted import open_to_all
from programmes.blocks import BodyField

SIGNS = [
    ("door", _("Door")),
    ("bridge", _("Bridge")),
    ("hands", _("Hands")),
    ("lamp", _("Lamp")),
    ("courtyard", _("Courtyard")),
    ("voice", _("Open gate")),
]


class ProgrammeIndexPage(BasePage):
    """What we do: lists the programmes."""

    body = BodyField()
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    subpage_types = ["programmes.ProgrammePage"]
    parent_page_types = ["home.HomePage"]

    class Meta:
        verbose_name = _("programmes")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the programmes in the order of the tree."""
        depends_on(ProgrammePage)
        programmes = open_to_all(ProgrammePage.objects.live().child_of(self), self).order_by("path")
        return {**super().get_context(request, *args, **kwargs), "programmes": programmes}


class ProgrammePage(BasePage):
    """One programme."""

    sign = models.CharField(_("sign"), max_length=20, choices=SIGNS, default="door")
    body = BodyField()
    content_panels = [*BasePage.content_panels, FieldPanel("sign"), FieldPanel("body")]
    subpage_types: list[str] = []
    parent_page_types = ["programmes.ProgrammeIndexPage"]

    class Meta:
        verbose_name = _("programme")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the other programmes."""
        depends_on(ProgrammePage)
        others = open_to_all(ProgrammePage.objects.live().sibling_of(self, inclusive=False), self).order_by(
            "path"
        )
        return {**super().get_context(request, *args, **kwargs), "others": others}
