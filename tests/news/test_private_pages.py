"""A page that is not for everybody is in no listing, feed or calendar that is."""

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home.models import HomePage, StandardPage
from news.models import ArticlePage, EventIndexPage, EventPage, NewsIndexPage, StoryIndexPage, StoryPage

pytestmark = pytest.mark.django_db

INDEX = {ArticlePage: NewsIndexPage, StoryPage: StoryIndexPage, EventPage: EventIndexPage}
WORDS = "For sponsors only"


def restrict(page: object) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="tut-1997")


def made(model: type, **fields: object) -> object:
    index = INDEX[model].objects.get(locale__language_code="en")
    page = model(
        title=WORDS,
        slug="for-sponsors",
        child_identity="nobody",
        locale=index.locale,
        summary=WORDS,
        **fields,
    )
    return index.add_child(instance=page)


def read(address: str, client: Client | None = None) -> str:
    return (client or Client()).get(address).content.decode()


def addresses(page: object) -> list[str]:
    """Where it is listed: its section, the feed of its kind, the home page, a page beside it."""
    kind = "news" if isinstance(page, ArticlePage) else "stories"
    return [page.get_parent().url_path, f"/en/feeds/{kind}.rss", f"/en/feeds/{kind}.atom", "/en/"]


@pytest.mark.parametrize("model", [ArticlePage, StoryPage])
def test_a_private_page_is_in_no_public_list(model):
    page = made(model)
    assert any(WORDS in read(address) for address in addresses(page))
    restrict(page)
    assert [address for address in addresses(page) if WORDS in read(address)] == []
    neighbour = page.get_siblings(inclusive=False).live().exact_type(model).last()
    assert WORDS not in read(neighbour.url_path)


def test_nor_is_one_of_a_private_section():
    page = made(StoryPage)
    restrict(page.get_parent())
    assert WORDS not in read("/en/feeds/stories.rss")


def test_a_private_event_is_in_no_calendar():
    page = made(EventPage, start=timezone.now())
    assert "BEGIN:VEVENT" in read(f"/en/feeds/events/{page.pk}.ics") or WORDS in read("/en/feeds/events.ics")
    restrict(page)
    assert WORDS not in read("/en/feeds/events.ics")
    assert WORDS not in read(f"/en/feeds/events/{page.pk}.ics")
    assert WORDS not in read(page.get_parent().url_path)


def test_a_page_lists_no_private_page_below_it():
    home = HomePage.objects.get(locale__language_code="en")
    above = home.add_child(instance=StandardPage(title="Above", slug="above", locale=home.locale))
    below = above.add_child(instance=StandardPage(title=WORDS, slug="below", locale=home.locale))
    restrict(below)
    assert WORDS not in read(above.url_path)


def test_whoever_has_the_password_of_a_section_sees_what_is_in_it():
    page = made(StoryPage)
    section = page.get_parent()
    restrict(section)
    client = Client()
    assert WORDS not in read(section.url_path, client)
    session = client.session
    session["passed_page_view_restrictions"] = [PageViewRestriction.objects.get().pk]
    session.save()
    assert WORDS in read(section.url_path, client)
