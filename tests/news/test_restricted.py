"""A page that staff closed to the public is told of nowhere: no list, feed or calendar names it."""

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from home.models import StandardPage, VacancyIndexPage, VacancyPage
from news.models import ArticlePage, EventPage, NewsIndexPage, StoryPage

pytestmark = pytest.mark.django_db


def of_english(model: type[Page]) -> Page:
    """The newest there is, which every list begins with."""
    return model.objects.live().filter(url_path__startswith="/en/").order_by("-pk").first()


def close(page: Page) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")  # noqa: S106


@pytest.mark.parametrize(
    ("model", "places"),
    [
        (EventPage, ("/en/news/events/", "/en/feeds/events.ics")),
        (StoryPage, ("/en/news/stories/", "/en/feeds/stories.rss", "/en/feeds/stories.atom")),
        (ArticlePage, ("/en/news/", "/en/feeds/news.rss", "/en/", "/en/news/one-day-in-a-family-house/")),
        (VacancyPage, ("/en/who-we-are/vacancies/",)),
    ],
)
def test_what_is_closed_to_the_public_stands_in_no_list(
    client: Client, model: type[Page], places: tuple[str, ...]
) -> None:
    page = of_english(model)
    page.title = "Not for everybody"
    if model is ArticlePage:
        page.date = "2126-01-01"
    page.save()
    close(page)
    shown = {place: "Not for everybody" in _plain(client, place) for place in places}
    assert shown == dict.fromkeys(places, False)


def test_a_closed_event_has_no_calendar_file(client: Client) -> None:
    event = of_english(EventPage)
    close(event)
    assert client.get(f"/en/feeds/events/{event.pk}.ics").status_code == 404


def test_a_closed_page_has_no_card_on_the_page_above_it(client: Client) -> None:
    above = StandardPage.objects.get(url_path="/en/who-we-are/")
    child = StandardPage(title="For staff", summary="A meeting of staff.")
    above.add_child(instance=child)
    close(child)
    assert "A meeting of staff." not in _plain(client, above.url_path)


def test_what_lies_below_a_closed_listing_is_in_no_feed(client: Client) -> None:
    close(of_english(NewsIndexPage))
    assert "<item>" not in _plain(client, "/en/feeds/news.rss")
    assert "<item>" not in _plain(client, "/en/feeds/stories.rss")


def test_whoever_may_open_a_closed_listing_sees_what_it_lists(client: Client) -> None:
    index = of_english(VacancyIndexPage)
    restriction = close(index)
    session = client.session
    session["passed_page_view_restrictions"] = [restriction.pk]
    session.save()
    assert client.get(index.url_path).context["page_obj"].paginator.count > 0


def _plain(client: Client, path: str) -> str:
    return client.get(path).content.decode().replace("\r\n ", "")


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_the_password_is_asked_for_on_a_page_of_ours_that_tells_nothing(
    client: Client, language: str
) -> None:
    page = ArticlePage.objects.live().filter(locale__language_code=language).first()
    restriction = close(page)
    asked = client.get(page.url_path).content.decode()
    assert 'class="quiet-foot"' in asked
    assert page.title not in asked
    address = f"/{language}/password/{restriction.pk}/{page.pk}/"
    wrong = client.post(address, {"password": "y", "return_url": page.url_path}).content.decode()
    assert 'id="errors"' in wrong
    assert page.title not in wrong
    right = client.post(address, {"password": "x", "return_url": page.url_path})
    assert right.url == page.url_path


def test_the_password_page_names_no_translation_of_what_is_closed(client: Client) -> None:
    page = of_english(StoryPage)
    others = [one for one in page.get_translations() if one.live]
    close(page)
    asked = client.get(page.url_path).content.decode()
    assert others
    assert [one.url_path for one in others if one.url_path in asked] == []
