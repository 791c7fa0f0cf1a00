"""The first page of the back office leads to new pieces of writing."""

import pytest
from django.urls import reverse

from news.models import StoryIndexPage
from tests.factories.accounts import signed_in, staff

pytestmark = pytest.mark.django_db


def first_page(role: str) -> str:
    return signed_in(staff(role)).get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("role", ["editor", "publisher", "administrator"])
def test_whoever_writes_begins_a_story_from_the_first_page(role):
    stories = StoryIndexPage.objects.get(locale__language_code="uz")
    address = reverse("wagtailadmin_pages:add", args=["news", "storypage", stories.pk])
    assert f'href="{address}"' in first_page(role)


@pytest.mark.parametrize("role", ["safeguarding", "finance"])
def test_nobody_else_is_asked_to(role):
    assert "Write a story" not in first_page(role)
