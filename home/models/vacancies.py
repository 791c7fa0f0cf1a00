"""Vacancies: those whose closing date has passed leave the list by themselves."""

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from core import listing
from core.listing import Filter
from core.page_cache import depends_on
from core.pages import BasePage
from core.restricted import open_to_all
from programmes.blocks import BodyField
from programmes.models import Village

PER_PAGE = 12


class VacancyQuerySet(PageQuerySet):
    """Vacancies by time and place."""

    def open(self) -> "VacancyQuerySet":
        """Those one can still apply for, what closes first at the top."""
        still = models.Q(closing_date__gte=timezone.localdate()) | models.Q(closing_date__isnull=True)
        return self.live().filter(still).order_by(models.F("closing_date").asc(nulls_last=True), "path")


class VacancyIndexPage(BasePage):
    """Lists the vacancies that are open."""

    body = BodyField()
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    subpage_types = ["home.VacancyPage"]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    max_count_per_parent = 1
    cache_query = ("page", "village")

    class Meta:
        verbose_name = _("listing of vacancies")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the page of vacancies asked for."""
        depends_on(VacancyPage, Village)
        places = [(row.code, str(row.name)) for row in Village.objects.all()]
        asked = listing.chosen(request, [Filter("village", _("Village"), _("All villages"), places)])
        village = asked[0].value
        found = open_to_all(VacancyPage.objects.open().child_of(self), self).select_related("village")
        found = found.filter(village__code=village) if village else found
        return {
            **super().get_context(request, *args, **kwargs),
            **listing.listing(request, found, PER_PAGE, asked),
        }


class VacancyPage(BasePage):
    """A post that somebody is looked for."""

    village = models.ForeignKey(
        Village, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("village")
    )
    terms = models.CharField(
        _("terms"), max_length=120, blank=True, help_text=_("Such as: full time, permanent contract.")
    )
    closing_date = models.DateField(
        _("apply until"),
        null=True,
        blank=True,
        help_text=_(
            "The last day. After it the vacancy leaves the list. Left empty, it stays until you unpublish it."
        ),
    )
    body = BodyField()
    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("village"), FieldPanel("closing_date")]),
        FieldPanel("terms"),
        FieldPanel("body"),
    ]
    subpage_types: list[str] = []
    parent_page_types = ["home.VacancyIndexPage"]
    shown_with = ("village",)
    objects = PageManager.from_queryset(VacancyQuerySet)()

    class Meta:
        verbose_name = _("vacancy")

    @property
    def is_open(self) -> bool:
        """Whether one can still apply."""
        return self.closing_date is None or self.closing_date >= timezone.localdate()
