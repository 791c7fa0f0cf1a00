"""Addresses of pages are clean Latin, whatever the script of the title."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.models import Page

from core.slug_input import UzbekSlugInput
from core.slugs import is_taken
from home.models import HomePage, StandardPage
from tests.factories.accounts import signed_in, staff
from translations.services.drafts import save_draft
from translations.services.translating import begin

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "title", "slug"),
    [
        ("uz", "Oʻgʻil bolalar", "ogil-bolalar"),
        ("uz-cyrl", "Ўғил болалар", "ogil-bolalar"),
        ("ru", "Щедрая помощь", "shchedraya-pomoshch"),
        ("en", "Children’s homes", "childrens-homes"),
    ],
)
def test_a_page_without_an_address_gets_one_from_its_title(language: str, title: str, slug: str) -> None:
    home = Page.objects.get(depth=2, slug=language)
    pages = [home.add_child(instance=StandardPage(title=title, locale=home.locale)) for _ in range(2)]
    assert [page.slug for page in pages] == [slug, f"{slug}-2"]


def test_an_editors_address_field_reads_uzbek_letters() -> None:
    widget = formfield_for_dbfield(StandardPage._meta.get_field("slug")).widget
    assert isinstance(widget, UzbekSlugInput)
    assert "ўЎ" in widget.attrs["data-w-slug-formatters-value"].encode().decode("unicode_escape")


def test_a_page_is_not_given_the_address_of_a_form(db) -> None:
    """It would be published, and nobody would ever see it: the form answers there."""
    home = Page.objects.get(depth=2, slug="en")
    made = home.add_child(instance=StandardPage(title="Newsletter", locale=home.locale))
    assert made.slug == "newsletter-2"
    made.slug = "newsletter"
    with pytest.raises(ValidationError, match="newsletter"):
        made.save_revision()


@pytest.mark.parametrize("alias", ["", "on"])
def test_nor_is_a_copy(db, alias: str) -> None:
    """Which was an error page, or a mirror that nobody sees."""
    home = Page.objects.get(depth=2, slug="en")
    page = home.add_child(instance=StandardPage(title="A day", locale=home.locale))
    sent = {"new_title": "Search", "new_slug": "search", "new_parent_page": home.pk, "alias": alias}
    answer = signed_in(staff("publisher")).post(reverse("wagtailadmin_pages:copy", args=[page.pk]), sent)
    assert "slug is already in use" in answer.content.decode()
    assert not home.get_children().filter(slug="search").exists()


@pytest.mark.parametrize("route", ["one", "many"])
def test_nor_does_a_page_get_it_by_being_moved(db, route: str) -> None:
    home = Page.objects.get(depth=2, slug="en")
    section = home.add_child(instance=StandardPage(title="A day", locale=home.locale))
    page = section.add_child(instance=StandardPage(title="Search", locale=home.locale))
    client = signed_in(staff("publisher"))
    if route == "one":
        client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, home.pk]))
    else:
        many = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        client.post(f"{many}?id={page.pk}", {"chooser": home.pk})
    page.refresh_from_db()
    assert page.url_path == "/en/a-day/search/"


def test_nor_is_a_translation(db) -> None:
    """Its editor has no field for the address."""
    home = Page.objects.get(depth=2, slug="uz")
    made = home.add_child(instance=StandardPage(title="Search", locale=home.locale))
    english = Page.objects.get(depth=2, slug="en").locale
    assert save_draft(begin(made, english), None).slug == "search-1"


def test_pages_with_a_fixed_address_keep_it(db) -> None:
    """Such as privacy, terms and concern."""
    pages = Page.objects.filter(depth__gt=1)
    assert [page.url_path for page in pages if is_taken(page.url_path)] == []


def test_the_first_page_of_a_language_keeps_its_address_whatever_is_typed(client) -> None:
    home = HomePage.objects.get(slug="en")
    home.slug = "start"
    home.save_revision().publish()
    assert client.get("/en/").status_code == 200


def test_a_page_has_no_address_below_which_views_answer_to_every_name(db) -> None:
    """Whoever made one below "Receipts" waited for ever while a free name was looked for: /en/receipts/<token>/."""
    home = Page.objects.get(slug="en")
    made = home.add_child(instance=StandardPage(title="Receipts", locale=home.locale))
    made.add_child(instance=StandardPage(title="For a year", locale=home.locale))
    assert made.slug == "receipts-2"
