"""Events: what one can come to, and the calendar of it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page, PageManager

from core import listing
from core.page_cache import depends_on
from core.pages import BasePage
from core.restricted import is_restricted, open_to_all
from news import filters
from news.querysets import EventQuerySet
from programmes.blocks import BodyField
from programmes.models import Village, VillagePage

PER_PAGE = 9


class EventIndexPage(BasePage):
    """Lists what is coming, the next first; what is over stands apart, by year."""

    subpage_types = ["news.EventPage"]
    parent_page_types = ["news.NewsIndexPage", "home.HomePage"]
    max_count_per_parent = 1
    cache_query = ("page", "village", "year")

    class Meta:
        verbose_name = _("listing of events")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add upcoming events, and the page of past ones asked for."""
        now = timezone.now()
        events = EventPage.for_listing(self).child_of(self)
        offered = [filters.by_village(Village.objects.all()), filters.by_year(events, "start__date")]
        asked = listing.chosen(request, offered)
        found = events.at(**listing.values(asked))
        return {
            **super().get_context(request, *args, **kwargs),
            **listing.listing(request, found.past(now), PER_PAGE, asked),
            "upcoming": found.upcoming(now),
            "calendar_url": reverse("events_calendar"),
        }


class EventPage(BasePage):
    """Something that happens at a time and a place."""

    tells_of_people = True

    start = models.DateTimeField(_("start"), default=timezone.now)
    end = models.DateTimeField(_("end"), null=True, blank=True)
    place = models.CharField(
        _("place"),
        max_length=200,
        blank=True,
        help_text=_("Where to come; never the address of a family house."),
    )
    village = models.ForeignKey(
        Village, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("village")
    )
    is_online = models.BooleanField(_("one can take part online"), default=False)
    body = BodyField()
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
                FieldRowPanel([FieldPanel("place"), FieldPanel("village")]),
                FieldPanel("is_online"),
            ],
            _("When and where"),
        ),
        FieldPanel("body"),
    ]
    subpage_types: list[str] = []
    parent_page_types = ["news.EventIndexPage"]
    shown_with = ("village",)
    objects = PageManager.from_queryset(EventQuerySet)()

    class Meta:
        verbose_name = _("event")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__isnull=True) | models.Q(end__gte=models.F("start")),
                name="event_ends_after_it_starts",
            )
        ]

    @classmethod
    def for_listing(cls, seen_from: Page | None = None) -> EventQuerySet:
        """Live events with their villages, the next first."""
        depends_on(cls, Village)
        pages = open_to_all(cls.objects.live(), seen_from)
        return pages.select_related("village").order_by("start", "pk")

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.last_moment < timezone.now()

    @property
    def last_moment(self) -> datetime:
        """When it ends, or begins where nobody knows the end."""
        return self.end or self.start

    @property
    def is_one_day(self) -> bool:
        """Whether it ends on the day on which it begins."""
        return timezone.localdate(self.start) == timezone.localdate(self.last_moment)

    def clean(self) -> None:
        """Refuse an end before the start; raises ValidationError."""
        super().clean()
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("The end is before the start.")})

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the calendar file, and the page of the village."""
        places = VillagePage.for_listing(self).filter(village=self.village_id, locale=self.locale_id)
        return {
            **super().get_context(request, *args, **kwargs),
            "calendar_url": "" if is_restricted(request) else reverse("event_calendar", args=[self.pk]),
            "place_page": places.first() if self.village_id else None,
        }
