"""A changed key figure is read at once wherever it stands, and takes no other page from the cache."""

import pytest
from wagtail.models import Page

from programmes.models import KeyFigure

from .site import Answer

pytestmark = pytest.mark.django_db
LANGUAGES = ("uz", "uz-cyrl", "ru", "en")


def addresses(slug: str) -> list[str]:
    """A page of the demo by its English slug, in all languages."""
    page = Page.objects.get(slug=slug, locale__language_code="en")
    return [
        page.get_translations(inclusive=True).get(locale__language_code=code).url_path for code in LANGUAGES
    ]


def change(key: str, value: str) -> None:
    figure = KeyFigure.objects.get(key=key)
    figure.value = value
    figure.save()


@pytest.mark.parametrize(
    ("key", "slug"),
    [
        ("strengthened-children", "family-strengthening"),
        ("houses-total", "who-we-are"),
        ("countries", "who-we-are"),
    ],
)
def test_every_language_shows_the_new_value_at_once(whole_site, told, key, slug):
    pages = addresses(slug)
    for address in pages:
        assert "98\xa0765" not in Answer(whole_site, address).body.decode()
    told(lambda: change(key, "98765"))
    assert [("98\xa0765" if code != "en" else "98,765") in Answer(whole_site, address).body.decode()
            for code, address in zip(LANGUAGES, pages, strict=True)] == [True] * 4  # fmt: skip


def test_pages_without_the_figure_stay_kept(whole_site, told):
    others = [
        *addresses("history-and-legal-basis"),
        *addresses("where-we-work"),
        *addresses("family-guardianship"),
    ]
    for address in others:
        Answer(whole_site, address)
    told(lambda: change("strengthened-children", "98765"))
    assert {Answer(whole_site, address).headers["Cache-Status"] for address in others} == {"portal; hit"}


def test_the_home_page_shows_the_new_value_at_once(whole_site, told):
    homes = [f"/{code}/" for code in LANGUAGES]
    for address in homes:
        Answer(whole_site, address)
    told(lambda: change("houses-total", "34"))
    assert [">34<" in Answer(whole_site, address).body.decode() for address in homes] == [True] * 4


def test_search_and_the_read_api_say_the_new_value(whole_site, told):
    page = Page.objects.get(slug="who-we-are", locale__language_code="en")
    address = f"/api/pages/{page.pk}/"
    assert "Today there are 33 family houses" in Answer(whole_site, address).body.decode()
    told(lambda: change("houses-total", "34"))
    assert "Today there are 34 family houses" in Answer(whole_site, address).body.decode()
