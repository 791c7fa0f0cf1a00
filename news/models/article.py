"""News: the listing and its articles."""

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
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

PER_PAGE = 9
RELATED = 3


class NewsIndexPage(BasePage):
    """Lists the articles, newest first, by topic, by village and by year."""

    subpage_types = ["news.ArticlePage", "news.StoryIndexPage", "news.EventIndexPage"]
    parent_page_types = ["home.HomePage"]
    cache_query = ("page", "topic", "village", "year")

    class Meta:
        verbose_name = _("news listing")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the page of articles asked for; what is unknown in the query is ignored."""
        articles = ArticlePage.for_listing(self).child_of(self)
        offered = [
            filters.by_topic(),
            filters.by_village(Village.objects.all()),
            filters.by_year(articles),
        ]
        asked = listing.chosen(request, offered)
        found = articles.about(**listing.values(asked))
        return {
            **super().get_context(request, *args, **kwargs),
            **listing.listing(request, found, PER_PAGE, asked),
        }


class ArticlePage(BasePage):
    """A piece of news."""

    date = models.DateField(_("date"), default=timezone.localdate)
    topic = models.CharField(_("topic"), max_length=20, choices=Topic, default=Topic.ORGANISATION)
    village = models.ForeignKey(
        Village, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("village")
    )
    body = BodyField()
    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("date"), FieldPanel("topic"), FieldPanel("village")]),
        FieldPanel("body"),
    ]
    subpage_types: list[str] = []
    parent_page_types = ["news.NewsIndexPage"]
    tells_of_people = True
    shown_with = ("village",)
    objects = PageManager.from_queryset(DatedQuerySet)()

    class Meta:
        verbose_name = _("article")

    @classmethod
    def for_listing(cls, seen_from: Page | None = None) -> DatedQuerySet:
        """Live articles, newest first, with their villages."""
        depends_on(cls, Village)
        pages = open_to_all(cls.objects.live(), seen_from)
        return pages.select_related("village").order_by("-date", "-pk")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        """Add the newest others, and the page of the village it tells of."""
        others = ArticlePage.for_listing(self).sibling_of(self, inclusive=False)[:RELATED]
        places = VillagePage.for_listing(self).filter(village=self.village_id, locale=self.locale_id)
        return {
            **super().get_context(request, *args, **kwargs),
            "others": others,
            "place": places.first() if self.village_id else None,
        }
