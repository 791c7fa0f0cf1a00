"""Stories and events: who stands in a list, and when."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from news.models import EventIndexPage, EventPage, NewsIndexPage, StoryIndexPage, StoryPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def events() -> EventIndexPage:
    return EventIndexPage.objects.get(url_path__startswith="/en/")


def add_event(index: EventIndexPage, title: str, hours: float, length: float | None = 1) -> EventPage:
    start = timezone.now() + timedelta(hours=hours)
    end = start + timedelta(hours=length) if length is not None else None
    return index.add_child(instance=EventPage(title=title, start=start, end=end, child_identity="nobody"))


def test_upcoming_events_stand_before_past_ones(client: Client, events: EventIndexPage) -> None:
    add_event(events, "Over since long", -50)
    add_event(events, "Coming soon", 5)
    html = client.get(events.url_path).content.decode()
    assert html.index("Coming soon") < html.index('id="past"') < html.index("Over since long")


def test_what_goes_on_now_is_not_past(events: EventIndexPage) -> None:
    event = add_event(events, "Now", -1, length=2)
    assert event in EventPage.objects.upcoming(timezone.now())
    assert not event.is_over


def test_every_event_is_either_upcoming_or_past(events: EventIndexPage) -> None:
    add_event(events, "No end", -1, length=None)
    now = timezone.now()
    assert (
        EventPage.objects.upcoming(now).count() + EventPage.objects.past(now).count()
        == EventPage.objects.count()
    )


def test_an_end_before_the_start_is_refused(events: EventIndexPage) -> None:
    event = EventPage(
        title="Wrong", slug="wrong", start=timezone.now(), end=timezone.now() - timedelta(hours=1)
    )
    with pytest.raises(ValidationError) as refused:
        event.clean()
    assert "end" in refused.value.message_dict


def test_an_unknown_choice_in_the_address_is_no_choice(client: Client) -> None:
    index = NewsIndexPage.objects.get(url_path__startswith="/en/")
    plain = client.get(index.url_path).context["page_obj"].paginator.count
    odd = (
        client.get(f"{index.url_path}?topic=x&village=%27&year=20x6&page=zz")
        .context["page_obj"]
        .paginator.count
    )
    assert odd == plain


def test_a_listing_is_narrowed_without_a_script(client: Client) -> None:
    index = NewsIndexPage.objects.get(url_path__startswith="/en/")
    found = client.get(f"{index.url_path}?village=samarkand&year=2026").context["page_obj"].object_list
    assert found
    assert {(article.village.code, article.date.year) for article in found} == {("samarkand", 2026)}


def test_pages_of_a_listing_keep_the_choice(client: Client) -> None:
    index = StoryIndexPage.objects.get(url_path__startswith="/en/")
    for number in range(10):
        index.add_child(instance=StoryPage(title=f"Story {number}", topic="youth", child_identity="nobody"))
    assert "?topic=youth&amp;page=2" in client.get(f"{index.url_path}?topic=youth").content.decode()


def test_a_story_says_that_the_name_is_changed(client: Client) -> None:
    story = StoryPage.objects.filter(url_path__startswith="/en/").first()
    assert f"{story.person} has another name in life" in client.get(story.url_path).content.decode()


def test_a_story_with_a_true_name_does_not_say_so(client: Client) -> None:
    story = StoryPage.objects.filter(url_path__startswith="/en/").first()
    StoryPage.objects.filter(pk=story.pk).update(name_is_changed=False)
    assert "another name in life" not in client.get(story.url_path).content.decode()
