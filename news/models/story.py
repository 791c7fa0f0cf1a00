"""Stories: what one person tells. The person's name is changed, and the page says so."""

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page, PageManager

from core import listing
from core.page_cache import depends_on
from core.pages import BasePage
from core.restricted import open_to_all
from news import filters
from news.querysets import DatedQuerySet
from news.topics import Topic
from programmes.blocks import BodyField
from programmes.models import Village, VillagePage

PER_PAGE = 8
RELATED = 2


class StoryIndexPage(BasePage):
    """Lists the stories, newest first."""

    subpage_types = ["news.StoryPage"]
    parent_page_types = ["news.NewsIndexPage", "home.HomePage"]
    max_count_per_parent = 1
    cache_query = ("page", "topic", "village", "year")

    class Meta:
        verbose_name = _("listing of stories")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the page of stories asked for."""
        stories = StoryPage.for_listing(self).child_of(self)
        offered = [filters.by_topic(), filters.by_village(Village.objects.all()), filters.by_year(stories)]
        asked = listing.chosen(request, offered)
        found = stories.about(**listing.values(asked))
        return {
            **super().get_context(request, *args, **kwargs),
            **listing.listing(request, found, PER_PAGE, asked),
        }


class StoryPage(BasePage):
    """One person's story."""

    tells_of_people = True

    person = models.CharField(
        _("person"),
        max_length=80,
        blank=True,
        help_text=_("A first name, changed, and never with a place, a school or an age."),
    )
    name_is_changed = models.BooleanField(
        _("the name is changed"), default=True, help_text=_("The page says so below the story.")
    )
    date = models.DateField(_("date"), default=timezone.localdate)
    topic = models.CharField(_("topic"), max_length=20, choices=Topic, default=Topic.FAMILIES)
    village = models.ForeignKey(
        Village,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("village"),
        help_text=_("Left empty where a place would tell who it is."),
    )
    body = BodyField()
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("person"), FieldPanel("name_is_changed")], _("Who tells")),
        FieldRowPanel([FieldPanel("date"), FieldPanel("topic"), FieldPanel("village")]),
        FieldPanel("body"),
    ]
    subpage_types: list[str] = []
    parent_page_types = ["news.StoryIndexPage"]
    shown_with = ("village",)
    objects = PageManager.from_queryset(DatedQuerySet)()

    class Meta:
        verbose_name = _("story")

    @classmethod
    def for_listing(cls, seen_from: Page | None = None) -> DatedQuerySet:
        """Live stories, newest first, with their villages."""
        depends_on(cls, Village)
        pages = open_to_all(cls.objects.live(), seen_from)
        return pages.select_related("village").order_by("-date", "-pk")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add other stories, and the page of the village."""
        others = StoryPage.for_listing(self).sibling_of(self, inclusive=False)[:RELATED]
        places = VillagePage.for_listing(self).filter(village=self.village_id, locale=self.locale_id)
        return {
            **super().get_context(request, *args, **kwargs),
            "others": others,
            "place": places.first() if self.village_id else None,
        }
