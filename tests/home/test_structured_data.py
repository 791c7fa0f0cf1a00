"""schema.org data of the pages: valid JSON, the right things, nothing that could break out of its element."""

import json
import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from home.models import VacancyPage
from news.models import ArticlePage, EventPage
from tests.search.pages import publish

pytestmark = pytest.mark.django_db
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
NEEDED = {
    "NGO": {"name", "url", "logo", "potentialAction"},
    "WebSite": {"name", "url", "potentialAction"},
    "Article": {
        "headline",
        "image",
        "datePublished",
        "dateModified",
        "author",
        "publisher",
        "mainEntityOfPage",
    },
    "Event": {"name", "startDate", "location", "organizer"},
    "JobPosting": {"title", "description", "datePosted", "hiringOrganization", "jobLocation"},
    "BreadcrumbList": {"itemListElement"},
}


def graph(client: Client, path: str) -> dict[str, dict]:
    """What a page says, by type."""
    (text,) = SCRIPT.findall(client.get(path).content.decode())
    assert "<" not in text
    data = json.loads(text)
    assert data["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in data["@graph"]}


def test_every_page_says_who_we_are_and_how_to_give(client: Client) -> None:
    for path in Page.objects.live().filter(depth__gt=1).values_list("url_path", flat=True):
        things = graph(client, path)
        assert things["NGO"]["potentialAction"]["@type"] == "DonateAction", path
        for kind, thing in things.items():
            assert NEEDED[kind] <= thing.keys(), (path, kind)


def test_a_vacancy_is_told_as_one_while_it_is_open(client: Client) -> None:
    page = VacancyPage.objects.open().exclude(closing_date=None).first()
    job = graph(client, page.url_path)["JobPosting"]
    assert (job["title"], job["validThrough"]) == (page.title, page.closing_date.isoformat())
    assert job["jobLocation"]["address"]["addressCountry"] == "UZ"
    page.closing_date = timezone.localdate() - timedelta(days=1)
    page.save_revision().publish()
    assert "JobPosting" not in graph(client, page.url_path)


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_an_article_is_told_as_one(client: Client, language: str) -> None:
    page = ArticlePage.objects.live().filter(locale__language_code=language).first()
    article = graph(client, page.url_path)["Article"]
    assert article["headline"] == page.title
    assert article["datePublished"] == page.date.isoformat()
    assert article["inLanguage"].lower() == language


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_an_event_has_what_its_rich_result_needs(client: Client, language: str) -> None:
    for page in EventPage.objects.live().filter(locale__language_code=language):
        event = graph(client, page.url_path)["Event"]
        assert event["name"] == page.title
        assert datetime.fromisoformat(event["startDate"]) == page.start.replace(microsecond=0)
        places = [where for where in event["location"] if where["@type"] == "Place"]
        assert all(place["name"] and place["address"] for place in places)
        assert all(picture.startswith("http") for picture in event["image"])


def test_an_event_that_does_not_say_where_is_told_as_none(client: Client) -> None:
    page = EventPage.objects.live().filter(locale__language_code="en").first()
    page.place, page.village, page.is_online = "", None, False
    page.save_revision().publish()
    assert "Event" not in graph(client, page.url_path)


def test_a_vacancy_is_told_with_all_that_is_said_of_it(client: Client) -> None:
    page = VacancyPage.objects.open().filter(locale__language_code="en").first()
    page.summary, page.body = "", [("paragraph", "<p>Somebody with <b>patience</b>.</p>")]
    page.save_revision().publish()
    assert graph(client, page.url_path)["JobPosting"]["description"] == "Somebody with patience."
    page.body = []
    page.save_revision().publish()
    assert "JobPosting" not in graph(client, page.url_path)


def test_the_way_to_give_has_no_more_than_schema_org_knows(client: Client) -> None:
    target = graph(client, "/ru/")["NGO"]["potentialAction"]["target"]
    assert target == {"@type": "EntryPoint", "urlTemplate": f"{settings.SITE_URL}/ru/donate/"}


def test_the_way_to_a_page_is_told_in_order(client: Client) -> None:
    page = ArticlePage.objects.live().filter(locale__language_code="en").first()
    steps = graph(client, page.url_path)["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert steps[-1]["item"].endswith(page.url_path)


def test_the_home_page_says_how_to_search_it(client: Client) -> None:
    target = graph(client, "/ru/")["WebSite"]["potentialAction"]["target"]["urlTemplate"]
    assert target.endswith("/ru/search/?q={query}")


def test_a_title_cannot_end_the_element(client: Client) -> None:
    page = publish("en", "</script><script>alert(1)</script> & more")
    assert graph(client, page.url_path)["BreadcrumbList"]["itemListElement"][-1]["name"] == page.title


def test_pages_that_are_no_pages_show_a_card_too(client: Client) -> None:
    text = client.get("/uz/donate/").content.decode()
    assert 'property="og:image"' in text
    assert SCRIPT.search(text)


def test_what_must_not_be_indexed_says_nothing(client: Client) -> None:
    text = client.get("/uz/search/").content.decode()
    assert 'content="noindex"' in text
    assert not SCRIPT.search(text)
