"""Villages: the place itself, once, and its page in each language."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from core.localized import LocalizedCharField
from core.money_fields import CURRENCIES, AmountField
from core.page_cache import depends_on
from core.pages import BasePage
from core.restricted import open_to_all
from programmes.blocks import BodyField

PATTERNS = [
    ("tashkent", _("Ikat")),
    ("samarkand", _("Girih")),
    ("khorezm", _("Majolica")),
    ("association", _("Suzani")),
]


@register_snippet
class Village(models.Model):
    """A children's village or branch: what gifts, volunteers and news refer to."""

    code = models.SlugField(_("code"), unique=True, help_text=_("Used in addresses and on forms."))
    name = LocalizedCharField(pgettext_lazy("of a thing", "name"))
    pattern = models.CharField(_("pattern"), max_length=20, choices=PATTERNS, default="association")
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5)
    houses = models.PositiveSmallIntegerField(_("family houses"), null=True, blank=True)
    monthly_need = AmountField(_("monthly need"), default=0)
    currency = models.CharField(_("currency"), max_length=3, default="UZS", choices=CURRENCIES)
    is_open = models.BooleanField(_("takes sponsors"), default=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    panels = [
        HelpPanel(template="donations/back_office/regular_gifts.html", heading=_("Regular gifts")),
        FieldRowPanel([FieldPanel("code"), FieldPanel("pattern")]),
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude"), FieldPanel("houses")]),
        FieldRowPanel([FieldPanel("monthly_need"), FieldPanel("currency"), FieldPanel("is_open")]),
        FieldPanel("sort_order"),
    ]

    class Meta:
        ordering = ("sort_order", "code")
        verbose_name = _("village")
        verbose_name_plural = _("villages")
        constraints = [
            models.CheckConstraint(condition=models.Q(monthly_need__gte=0), name="village_need_not_negative")
        ]

    def __str__(self) -> str:
        return str(self.name)


class VillageIndexPage(BasePage):
    """Where we work: the map and the villages."""

    body = BodyField()
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    subpage_types = ["programmes.VillagePage"]
    parent_page_types = ["home.HomePage"]

    class Meta:
        verbose_name = _("villages")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the village pages with their villages."""
        villages = VillagePage.for_listing(self).child_of(self)
        return {**super().get_context(request, *args, **kwargs), "villages": villages}


class VillagePage(BasePage):
    """A village in one language."""

    tells_of_people = True

    village = models.ForeignKey(
        Village, on_delete=models.PROTECT, related_name="pages", verbose_name=_("village")
    )
    body = BodyField()
    content_panels = [*BasePage.content_panels, FieldPanel("village"), FieldPanel("body")]
    subpage_types: list[str] = []
    parent_page_types = ["programmes.VillageIndexPage"]
    shown_with = ("village",)

    class Meta:
        verbose_name = _("village page")

    @classmethod
    def for_listing(cls, seen_from: Page | None = None) -> models.QuerySet["VillagePage"]:
        """Live village pages with their villages, in the villages' order."""
        depends_on(cls, Village)
        pages = open_to_all(cls.objects.live(), seen_from)
        return pages.select_related("village").order_by("village__sort_order")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add all villages, for the map."""
        depends_on(self.village)
        villages = VillagePage.for_listing(self).sibling_of(self)
        return {**super().get_context(request, *args, **kwargs), "villages": villages}
