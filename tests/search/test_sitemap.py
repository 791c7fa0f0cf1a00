"""The sitemap tells each page in each language, and nothing that is not public."""

from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from tests.search.pages import publish

pytestmark = pytest.mark.django_db
S, X = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}"


def entries(client: Client) -> dict[str, dict[str, str]]:
    """Alternates by address."""
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return {
        url.findtext(f"{S}loc").removeprefix(settings.SITE_URL): {
            link.get("hreflang"): link.get("href").removeprefix(settings.SITE_URL)
            for link in url.findall(f"{X}link")
        }
        for url in root.findall(f"{S}url")
    }


def test_every_public_page_is_in_it(client: Client) -> None:
    pages = set(Page.objects.live().filter(depth__gt=1).values_list("url_path", flat=True))
    assert pages <= entries(client).keys()


def test_every_entry_names_itself_its_translations_and_a_default(client: Client) -> None:
    for address, others in entries(client).items():
        assert address in others.values()
        assert set(others) == {"uz", "uz-Cyrl", "ru", "en", "x-default"}
        assert others["x-default"] == others["uz"]


def test_every_address_answers(client: Client) -> None:
    assert {client.get(address).status_code for address in entries(client)} == {200}


def test_a_private_page_is_not_in_it(client: Client) -> None:
    page = publish("uz", "Yopiq")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert page.url_path not in entries(client)


def test_queries_do_not_grow_with_pages(client: Client) -> None:
    with CaptureQueriesContext(connection) as few:
        client.get("/sitemap.xml")
    for number in range(5):
        publish("uz", f"Sahifa {number}")
    with CaptureQueriesContext(connection) as many:
        client.get("/sitemap.xml")
    assert len(many) == len(few) <= 4


def test_robots_are_told_where_it_is_and_what_to_leave(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    assert "Disallow: /*/search/" in text
