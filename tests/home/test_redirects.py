"""Addresses of the former site lead to pages of this one."""

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from home.demo.content import data, in_language, pages
from home.demo.redirects import seed_redirects
from home.models import StandardPage

pytestmark = pytest.mark.django_db


def place(language: str, key: str) -> str:
    """The address of the demo's page in a language."""
    title = next(in_language(copy["title"], language) for copy in pages() if copy["key"] == key)
    return Page.objects.live().get(title=title, url_path__startswith=f"/{language}/").url_path


@pytest.mark.parametrize(
    ("old", "language", "key"),
    [
        ("/en/what-we-do/alternative-care/", "en", "family-guardianship"),
        ("/en/what-we-do/something/else.htm", "en", "what-we-do"),
        ("/ru/where-we-work/urgench/", "ru", "khorezm"),
        ("/news-and-events/2019-navruz.htm", "uz", "news"),
        ("/ru/news-and-events/2019-navruz.htm", "ru", "news"),
        ("/NEWS-AND-EVENTS/x.HTM", "uz", "news"),
        ("/en/vacancies", "en", "take-part"),
    ],
)
def test_an_old_address_leads_to_its_page(client: Client, old: str, language: str, key: str) -> None:
    answer, new = client.get(old), place(language, key)
    assert (answer.status_code, answer.headers.get("Location")) == (301, new)
    assert client.get(new).status_code == 200


@pytest.mark.parametrize(
    ("old", "new"), [("/page12.htm", "/uz/"), ("/en/page3.htm", "/en/"), ("/ru/home", "/ru/")]
)
def test_an_old_page_without_a_successor_leads_home(client: Client, old: str, new: str) -> None:
    answer = client.get(old)
    assert (answer.status_code, answer.headers.get("Location")) == (301, new)


def test_a_page_of_this_site_is_not_redirected(client: Client) -> None:
    assert client.get("/en/what-we-do/").status_code == 200


def test_an_exact_address_wins_over_a_star(client: Client) -> None:
    Redirect.objects.create(old_path="/news-and-events/moved.htm", redirect_link="/ru/", is_permanent=False)
    answer = client.get("/news-and-events/moved.htm")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ru/")


def test_only_the_star_is_a_sign(client: Client) -> None:
    Redirect.objects.create(old_path="/old/[ab]*", redirect_link="/ru/")
    assert client.get("/old/a1").status_code == 404 or client.get("/old/a1").headers["Location"] != "/ru/"
    assert client.get("/old/[ab]1").headers["Location"] == "/ru/"


def test_an_unknown_address_stays_unknown(client: Client) -> None:
    assert client.get("/en/no-such-thing/").status_code == 404


def test_a_post_is_not_redirected(client: Client) -> None:
    assert client.post("/en/news-and-events/x.htm").status_code in (403, 404, 405)


def test_what_staff_changed_stays() -> None:
    row = Redirect.objects.get(old_path="/en/page*.htm")
    row.redirect_page, row.redirect_link = None, "/en/news/"
    row.save()
    keys = {copy["page"] for copy in data("redirects")["addresses"]}
    page = StandardPage.objects.first()
    assert seed_redirects(dict.fromkeys(keys, page)) == 0
    row.refresh_from_db()
    assert row.link == "/en/news/"
