"""Kept copies go when a page that they name is closed to the public, and when it is free again."""

import pytest
from wagtail.models import Page, PageViewRestriction

from home.models import StandardPage

from .site import Answer

pytestmark = pytest.mark.django_db
WORDS = "For sponsors only"
PLACES = ("/en/", "/en/news/", "/en/who-we-are/")


@pytest.fixture
def page():
    above = Page.objects.get(url_path="/en/who-we-are/")
    return above.add_child(instance=StandardPage(title=WORDS, slug="for-sponsors", show_in_menus=True))


def naming(whole_site) -> list[str]:
    return [place for place in PLACES if WORDS in Answer(whole_site, place).body.decode()]


def test_closing_and_freeing_it_is_seen_at_once(whole_site, told, page):
    restriction = PageViewRestriction(page=page, restriction_type="password", password="tut-1997")
    assert naming(whole_site) == list(PLACES)
    told(restriction.save)
    assert naming(whole_site) == []
    told(restriction.delete)
    assert naming(whole_site) == list(PLACES)


def test_moving_it_below_a_closed_page_is_seen_at_once(whole_site, told, page):
    closed = Page.objects.get(url_path="/en/what-we-do/")
    told(lambda: PageViewRestriction.objects.create(page=closed, restriction_type="login"))
    assert naming(whole_site) == list(PLACES)
    told(lambda: page.move(closed, "last-child"))
    assert naming(whole_site) == []
