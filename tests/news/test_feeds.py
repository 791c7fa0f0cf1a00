"""RSS, Atom and iCal: valid, in their language, and true after a change."""

import xml.etree.ElementTree as ET
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar
from wagtail.models import PageViewRestriction

from core.page_cache.api import QUERY_ATTRIBUTE
from core.page_cache.recording import recording
from news.models import ArticlePage, EventIndexPage, EventPage, StoryPage
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}
LANGUAGES = {"uz": "uz", "uz-cyrl": "uz-Cyrl", "ru": "ru", "en": "en"}


def get(client: Client, path: str) -> ET.Element:
    response = client.get(path)
    assert response.status_code == 200
    return ET.fromstring(response.content)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["news", "stories"])
def test_rss_has_the_pages_of_its_language(client: Client, kind: str, language: str) -> None:
    channel = get(client, f"/{language}/feeds/{kind}.rss").find("channel")
    links = [item.findtext("link") for item in channel.findall("item")]
    assert links
    assert all(link.startswith(f"{settings.SITE_URL}/{language}/") for link in links)
    assert channel.findtext("language") == LANGUAGES[language]
    assert all(item.findtext("title") and item.findtext("pubDate") for item in channel.findall("item"))


@pytest.mark.parametrize("kind", ["news", "stories"])
def test_atom_names_itself_and_when_it_changed(client: Client, kind: str) -> None:
    feed = get(client, f"/en/feeds/{kind}.atom")
    own = [link.get("href") for link in feed.findall("a:link", ATOM) if link.get("rel") == "self"]
    assert own == [f"{settings.SITE_URL}/en/feeds/{kind}.atom"]
    assert feed.findtext("a:updated", namespaces=ATOM)
    ids = [entry.findtext("a:id", namespaces=ATOM) for entry in feed.findall("a:entry", ATOM)]
    assert len(ids) == len(set(ids)) > 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["news", "stories"])
def test_atom_has_what_rfc_4287_requires(client: Client, kind: str, language: str) -> None:
    feed = get(client, f"/{language}/feeds/{kind}.atom")
    for thing in (feed, *feed.findall("a:entry", ATOM)):
        assert thing.findtext("a:title", namespaces=ATOM)
        assert datetime.fromisoformat(thing.findtext("a:updated", namespaces=ATOM)).tzinfo
        assert thing.find("a:link[@rel='alternate']", ATOM).get("href").startswith(settings.SITE_URL)
        assert thing.findtext("a:id", namespaces=ATOM)
    assert feed.findtext("a:author/a:name", namespaces=ATOM), "who wrote what has no author of its own"


@pytest.mark.parametrize("kind", ["news", "stories"])
def test_an_entry_is_known_by_one_uuid_in_both_forms(client: Client, kind: str) -> None:
    rss = [item.findtext("guid") for item in get(client, f"/en/feeds/{kind}.rss").iter("item")]
    atom = [id.text for id in get(client, f"/en/feeds/{kind}.atom").findall("a:entry/a:id", ATOM)]
    assert rss == atom
    assert {f"urn:uuid:{UUID(each.removeprefix('urn:uuid:'))}" for each in atom} == set(atom)
    other = [item.findtext("guid") for item in get(client, f"/ru/feeds/{kind}.rss").iter("item")]
    assert not set(rss) & set(other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_of_rss_are_written_as_rfc_822_says(client: Client, language: str) -> None:
    channel = get(client, f"/{language}/feeds/news.rss").find("channel")
    dates = [channel.findtext("lastBuildDate"), *(item.findtext("pubDate") for item in channel.iter("item"))]
    assert [format_datetime(parsedate_to_datetime(date)) for date in dates] == dates
    assert all(channel.findtext(name) for name in ("title", "link", "description"))


@pytest.mark.parametrize("name", ["news.rss", "news.atom", "stories.rss", "stories.atom", "events.ics"])
def test_a_feed_may_be_shared_and_carries_nothing_of_a_visitor(client: Client, name: str) -> None:
    response = client.get(f"/en/feeds/{name}")
    assert getattr(response, QUERY_ATTRIBUTE) == frozenset()
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize(
    ("name", "model"), [("news.rss", ArticlePage), ("stories.atom", StoryPage), ("events.ics", EventPage)]
)
def test_a_feed_goes_when_a_page_of_its_kind_changes(client: Client, name: str, model: type) -> None:
    with recording() as tags:
        client.get(f"/en/feeds/{name}")
    assert model._meta.label_lower in tags


@pytest.mark.parametrize("name", ["news.rss", "stories.atom", "events.ics"])
def test_a_feed_needs_few_queries(client: Client, name: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/en/feeds/{name}")
    assert len(asked) <= 3


def test_listings_tell_where_their_feeds_are(client: Client) -> None:
    news = ArticlePage.objects.filter(url_path__startswith="/ru/").first().get_parent()
    html = client.get(news.url_path).content.decode()
    assert '<link rel="alternate" type="application/rss+xml"' in html
    assert html.count("/ru/feeds/news.atom") == 2


def test_what_is_not_published_is_in_no_feed(client: Client) -> None:
    page = StoryPage.objects.filter(url_path__startswith="/en/").first()
    page.unpublish()
    assert page.url_path not in client.get("/en/feeds/stories.rss").content.decode()


def test_markup_in_a_title_stays_text(client: Client) -> None:
    page = StoryPage.objects.filter(url_path__startswith="/en/").first()
    StoryPage.objects.filter(pk=page.pk).update(title="<b>A & B</b>")
    titles = [item.findtext("title") for item in get(client, "/en/feeds/stories.rss").iter("item")]
    assert "<b>A & B</b>" in titles


def test_the_calendar_is_valid_and_has_its_events(client: Client) -> None:
    response = client.get("/en/feeds/events.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    events = list(calendar.walk("VEVENT"))
    assert calendar["VERSION"] == "2.0"
    assert len(events) == EventPage.objects.live().filter(url_path__startswith="/en/").count()
    assert all({"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event) for event in events)
    assert not any(part.errors for part in calendar.walk())
    # Who publishes by a METHOD must name an organiser in each event (RFC 5546, 3.2.1).
    assert {"PRODID", "VERSION"} <= set(calendar)
    assert "METHOD" not in calendar
    assert all(str(event["URL"]).startswith(f"{settings.SITE_URL}/en/") for event in events)


def test_an_event_that_ends_when_it_begins_has_no_end(client: Client) -> None:
    """RFC 5545, 3.8.2.2: an end is later than the start."""
    event = EventPage.objects.live().filter(url_path__startswith="/en/").first()
    EventPage.objects.filter(pk=event.pk).update(end=event.start)
    (found,) = Calendar.from_ical(client.get(f"/en/feeds/events/{event.pk}.ics").content).walk("VEVENT")
    assert "DTEND" not in found


def test_a_calendar_without_events_is_valid(client: Client) -> None:
    EventPage.objects.update(live=False)
    calendar = Calendar.from_ical(client.get("/en/feeds/events.ics").content)
    assert [part.name for part in calendar.walk()][:2] == ["VCALENDAR", "VTIMEZONE"]
    assert not calendar.walk("VEVENT")


def test_lines_of_a_calendar_are_folded_as_the_rule_says(client: Client) -> None:
    lines = client.get("/ru/feeds/events.ics").content.split(b"\r\n")
    assert max(map(len, lines)) <= 75


def test_one_event_has_a_calendar_of_its_own(client: Client) -> None:
    index = EventIndexPage.objects.get(url_path__startswith="/en/")
    start = timezone.now().replace(microsecond=0) + timedelta(days=3)
    event = index.add_child(
        instance=EventPage(title="Tea; and, talk", start=start, place="Tashkent", child_identity="nobody")
    )
    (found,) = Calendar.from_ical(client.get(f"/en/feeds/events/{event.pk}.ics").content).walk("VEVENT")
    assert str(found["SUMMARY"]) == "Tea; and, talk"
    assert found["DTSTART"].dt == start
    assert f"/en/feeds/events/{event.pk}.ics" in client.get(event.url_path).content.decode()


def test_an_event_of_another_language_has_no_address_here(client: Client) -> None:
    event = EventPage.objects.filter(url_path__startswith="/ru/").first()
    assert client.get(f"/en/feeds/events/{event.pk}.ics").status_code == 404


KINDS = {"news.rss": ArticlePage, "stories.atom": StoryPage, "events.ics": EventPage}


@pytest.mark.parametrize("name", KINDS)
def test_what_not_everybody_may_open_is_in_no_feed_and_no_listing(client: Client, name: str) -> None:
    """Its title, summary, place and picture stand there; the search and the sitemap leave it out too."""
    page = KINDS[name].objects.live().filter(url_path__startswith="/en/").order_by("-pk").first()
    listing, feed = page.get_parent().url_path, f"/en/feeds/{name}"
    assert page.url_path in client.get(feed).content.decode().replace("\r\n ", "")
    assert page.url_path in client.get(listing).content.decode()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert page.url_path not in client.get(feed).content.decode().replace("\r\n ", "")
    assert page.url_path not in client.get(listing).content.decode()


def test_an_event_that_not_everybody_may_open_has_no_calendar(client: Client) -> None:
    page = EventPage.objects.live().filter(url_path__startswith="/en/").first()
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")
    assert client.get(f"/en/feeds/events/{page.pk}.ics").status_code == 404


def test_who_may_open_a_closed_listing_sees_what_it_lists(client: Client) -> None:
    page = StoryPage.objects.live().filter(url_path__startswith="/en/").first()
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")
    client.force_login(UserFactory())
    assert page.url_path in client.get(page.get_parent().url_path).content.decode()


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_signs_that_no_xml_can_hold_break_no_feed(client: Client, form: str) -> None:
    article = ArticlePage.objects.live().filter(url_path__startswith="/en/").first()
    article.title, article.summary = "Two\x0blines", "from a\x02 slide\x1f \ufffe\uffff"
    article.full_clean()
    article.save_revision().publish()
    get(client, f"/en/feeds/news.{form}")
    assert "Two lines" in client.get(f"/en/feeds/news.{form}").content.decode()


def test_signs_that_no_calendar_can_hold_are_left_out(client: Client) -> None:
    event = EventPage.objects.live().filter(url_path__startswith="/en/").first()
    event.title, event.summary, event.place = "Two\x0blines", "from a\x02 slide\x7f", "Yard\x1f 2"
    event.save_revision().publish()
    text = client.get(f"/en/feeds/events/{event.pk}.ics").content.decode()
    assert "SUMMARY:Two lines" in text
    assert not [sign for sign in text if sign < " " and sign not in "\r\n" or sign == "\x7f"]
