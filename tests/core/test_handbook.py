"""Those who write find the handbook, and every window of choice, in their own language in the back office."""

import json
import re
from urllib.parse import unquote

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from wagtail.users.models import UserProfile

from core.handbook import handbook
from tests.factories.accounts import signed_in, staff

pytestmark = pytest.mark.django_db


def reads(language: str, address: str) -> str:
    """What an editor with this language of the back office is shown."""
    person = staff("editor")
    UserProfile.objects.update_or_create(user=person, defaults={"preferred_language": language})
    return signed_in(person).get(address).content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("uz", "Birinchi hikoya"),
        ("uz-cyrl", "Биринчи ҳикоя"),
        ("ru", "Первая история"),
        ("en", "The first story"),
    ],
)
def test_the_handbook_is_read_in_the_language_of_the_back_office(language: str, words: str) -> None:
    assert words in reads(language, reverse("handbook"))


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_pictures_and_places_of_the_handbook_are_there(language: str) -> None:
    html = handbook(language)
    pictures = re.findall(r'src="[^"]*/(handbook/[\w-]+?)(?:\.[0-9a-f]{12})?\.webp"', html)
    assert len(pictures) > 20
    assert all(finders.find(f"{name}.webp") for name in pictures)
    places = {unquote(one) for one in re.findall(r'href="#([^"]+)"', html)}
    assert places
    assert places <= set(re.findall(r'id="([^"]+)"', html))


def test_names_of_other_languages_are_written_as_they_are() -> None:
    assert 'lang="en" hreflang="en">English</a>' in handbook("uz-cyrl")
    assert 'lang="ru" hreflang="ru">Русский</a>' in handbook("uz-cyrl")


def test_help_leads_to_the_handbook_and_not_to_another_site() -> None:
    html = reads("ru", reverse("wagtailadmin_home"))
    assert reverse("handbook") in html
    assert "guide.wagtail.org" not in html
    assert "releases" not in html


@pytest.mark.parametrize(("language", "words"), [("ru", "Поиск"), ("en", "Search"), ("uz", "Qidirish")])
def test_a_window_of_choice_speaks_the_language_of_its_reader(language: str, words: str) -> None:
    html = json.loads(reads(language, reverse("wagtailimages_chooser:choose")))["html"]
    tab = re.search(r"tab-label-search.*?</a>", html, re.DOTALL)
    assert words in tab[0]
