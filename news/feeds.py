"""RSS and Atom of news and stories in the language of the address."""

from datetime import datetime, time
from uuid import uuid5

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.page_cache import cacheable, depends_on
from core.pages import BasePage
from core.restricted import open_to_all
from languages.info import HTML_LANG
from news.models import ArticlePage, NewsIndexPage, StoryIndexPage, StoryPage
from news.writable import writable

NEWEST = 20


class PagesFeed(Feed):
    """The newest pages of a kind. Concrete feeds name `pages` and `index`."""

    pages: type[BasePage]
    index: type[BasePage]
    feed_type = Rss201rev2Feed
    address = ""

    @property
    def language(self) -> str:
        """As browsers know it: `uz-Cyrl`, not `uz-cyrl`."""
        return HTML_LANG.get(get_language() or "", "uz")

    def get_object(self, request: HttpRequest) -> BasePage | None:
        """The listing that the feed belongs to."""
        self.address = settings.SITE_URL + request.path
        listings = open_to_all(self.index.objects.live())
        listing = listings.filter(url_path__startswith=f"/{get_language()}/").first()
        depends_on(listing or self.index)
        return listing

    def author_name(self, _listing: BasePage | None) -> str:
        """Who stands for all entries: Atom requires somebody (RFC 4287, 4.1.1)."""
        return _("SOS Children’s Villages of Uzbekistan")

    def title(self, listing: BasePage | None) -> str:
        """The listing's title and whose it is."""
        name = self.author_name(listing)
        return f"{writable(listing.title)} · {name}" if listing else name

    def description(self, listing: BasePage | None) -> str:
        """The listing's summary."""
        return writable(listing.summary) if listing else ""

    subtitle = description

    def link(self, listing: BasePage | None) -> str:
        """The listing's address, or the home page's."""
        return settings.SITE_URL + (listing.url_path if listing else f"/{get_language()}/")

    def feed_url(self, _listing: BasePage | None) -> str:
        """Its own address."""
        return self.address

    def items(self, _listing: BasePage | None) -> list[BasePage]:
        """The newest pages, newest first."""
        return list(self.pages.for_listing().in_language(get_language() or "uz")[:NEWEST])

    def item_title(self, item: BasePage) -> str:
        """The title; the generator escapes it."""
        return writable(item.title)

    def item_description(self, item: BasePage) -> str:
        """The summary: a reader is invited, not served everything."""
        return writable(item.summary)

    def item_link(self, item: BasePage) -> str:
        """The page's address."""
        return settings.SITE_URL + item.url_path

    def item_guid(self, item: BasePage) -> str:
        """Stays when a page is renamed; another in each language."""
        return f"urn:uuid:{uuid5(item.translation_key, self.language)}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: BasePage) -> datetime:
        """The day that the page names."""
        return timezone.make_aware(datetime.combine(item.date, time(9)))

    def item_updateddate(self, item: BasePage) -> datetime:
        """When it was last published."""
        return item.last_published_at or self.item_pubdate(item)

    def item_categories(self, item: BasePage) -> list[str]:
        """The topic in words."""
        return [str(item.get_topic_display())]


class NewsFeed(PagesFeed):
    """News as RSS."""

    pages, index = ArticlePage, NewsIndexPage


class StoriesFeed(PagesFeed):
    """Stories as RSS."""

    pages, index = StoryPage, StoryIndexPage


class Atom:
    """The same as Atom."""

    feed_type = Atom1Feed


class NewsAtomFeed(Atom, NewsFeed):
    """News as Atom."""


class StoriesAtomFeed(Atom, StoriesFeed):
    """Stories as Atom."""


FEEDS = {
    ("news", "rss"): NewsFeed,
    ("news", "atom"): NewsAtomFeed,
    ("stories", "rss"): StoriesFeed,
    ("stories", "atom"): StoriesAtomFeed,
}


@cacheable()
def feed(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """`kind` is news or stories, `form` rss or atom. A copy serves everybody until a page of the kind changes."""
    response = FEEDS[kind, form]()(request)
    response.headers.pop("Last-Modified", None)  # taking a page down would make the feed look older
    return response
