"""Whatever lists or links pages follows them at once."""

import pytest

from home.models import StandardPage
from news.models import EventIndexPage, NewsIndexPage

from .site import Answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def section():
    return StandardPage.objects.get(url_path="/en/who-we-are/")


def add_below(section):
    return section.add_child(instance=StandardPage(title="A page outside the menu"))


def test_a_section_shows_a_new_page_below_it_that_is_in_no_menu(whole_site, told, section):
    Answer(whole_site, section.url_path)
    told(lambda: add_below(section))
    assert b"A page outside the menu" in Answer(whole_site, section.url_path).body


def test_a_section_shows_a_page_below_it_once_it_is_published(whole_site, told, section):
    page = add_below(section)
    page.unpublish()
    Answer(whole_site, section.url_path)
    told(lambda: page.save_revision().publish())
    assert b"A page outside the menu" in Answer(whole_site, section.url_path).body


def test_a_new_page_leaves_other_sections_alone(whole_site, told, section):
    Answer(whole_site, "/en/take-part/")
    told(lambda: add_below(section))
    assert Answer(whole_site, "/en/take-part/").headers["Cache-Status"] == "portal; hit"


@pytest.mark.parametrize(
    ("index", "path"),
    [
        (NewsIndexPage, "/en/feeds/news.rss"),
        (NewsIndexPage, "/en/feeds/news.atom"),
        (EventIndexPage, "/en/feeds/events.ics"),
    ],
)
def test_feeds_and_calendars_have_the_new_addresses_when_a_listing_gets_another(
    whole_site, told, index, path
):
    page = index.objects.get(url_path__startswith="/en/")
    Answer(whole_site, path)
    page.slug = "renamed"
    told(page.save)
    assert b"/renamed/" in Answer(whole_site, path).body.replace(b"\r\n ", b"")


def test_a_feed_has_the_new_title_of_its_listing(whole_site, told):
    page = NewsIndexPage.objects.get(url_path__startswith="/en/")
    Answer(whole_site, "/en/feeds/news.rss")
    page.title = "Fresh from the villages"
    told(page.save)
    assert b"Fresh from the villages" in Answer(whole_site, "/en/feeds/news.rss").body
