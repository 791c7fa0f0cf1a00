"""The page of results: without a script, without a trace of what was asked, in every language."""

import logging

import html5lib
import pytest
from django.conf import settings
from django.test import Client

from core.page_cache.api import QUERY_ATTRIBUTE
from search import limits
from tests.search.pages import publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_asked() -> None:
    limits.forget()


def ask(client: Client, language: str = "uz", **query: object) -> str:
    response = client.get(f"/{language}/search/", query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
@pytest.mark.parametrize("text", ["", "bolalar", "дети", "qwertyuiop", "<b>&\"'"])
def test_it_is_valid_html_whatever_is_asked(client: Client, language: str, text: str) -> None:
    html5lib.HTMLParser(strict=True).parse(ask(client, language, q=text))


def test_what_was_asked_is_neither_kept_nor_told_to_others(client: Client) -> None:
    response = client.get("/uz/search/", {"q": "bolalar"})
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert not hasattr(response, QUERY_ATTRIBUTE)
    assert not response.cookies


def test_what_was_asked_is_not_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="portal.requests"):
        client.get("/uz/search/", {"q": "zumradxon"})
    assert "search" in caplog.text
    assert "zumradxon" not in caplog.text


def test_found_words_are_marked_and_all_else_is_escaped(client: Client) -> None:
    publish("en", "Abracadabra & <i>more</i>", summary="An abracadabra <script>alert(1)</script>")
    html = ask(client, "en", q="abracadabra")
    assert "<mark>Abracadabra</mark> &amp;" in html
    assert "alert(1)" not in html or "<script>alert(1)" not in html


def test_a_query_cannot_bring_markup_in(client: Client) -> None:
    assert "<script>alert(1)" not in ask(client, q="<script>alert(1)</script>")


def test_a_slip_is_put_right_and_told(client: Client) -> None:
    publish("en", "Abracadabra")
    html = ask(client, "en", q="abracadabta")
    assert "abracadabra" in html
    assert "abracadabta" in html
    assert "<mark>Abracadabra</mark>" in html


def test_a_slip_that_only_other_languages_have_right_is_not_told_as_found_here(client: Client) -> None:
    publish("ru", "Абракадабра")
    html = ask(client, "en", q="abrakadabta")
    assert "Pages in other languages have “абракадабра”" in html
    assert "These pages have" not in html


def test_results_in_other_languages_are_one_click_away(client: Client) -> None:
    publish("ru", "Абракадабра")
    html = ask(client, "uz", q="abrakadabra")
    assert 'href="/ru/search/?q=abrakadabra"' in html


def test_nothing_found_suggests_where_to_go(client: Client) -> None:
    assert 'href="/en/what-we-do/' in ask(client, "en", q="qwertyuiop")


@pytest.mark.parametrize(
    "query", [{"type": "x"}, {"village": "x"}, {"year": "x"}, {"page": "x"}, {"page": "99"}]
)
def test_what_is_unknown_is_ignored(client: Client, query: dict) -> None:
    publish("en", "Abracadabra")
    assert "<mark>Abracadabra</mark>" in ask(client, "en", q="abracadabra", **query)


def test_pages_of_results_keep_the_question(client: Client) -> None:
    for number in range(12):
        publish("en", f"Abracadabra {number}")
    html = ask(client, "en", q="abracadabra")
    assert 'href="?q=abracadabra&amp;page=2"' in html
    assert html.count("<mark>Abracadabra</mark>") == 10
    assert ask(client, "en", q="abracadabra", page=2).count("<mark>Abracadabra</mark>") == 2


def test_a_machine_is_slowed_down(client: Client, settings: settings) -> None:
    settings.SEARCH_PER_MINUTE = 2
    assert [client.get("/uz/search/", {"q": "a"}).status_code for _ in range(3)] == [200, 200, 429]
    assert client.get("/uz/search/").status_code == 200


def test_every_page_leads_to_the_search(client: Client) -> None:
    assert client.get("/ru/").content.decode().count('href="/ru/search/"') == 2


def test_it_only_reads(client: Client) -> None:
    assert client.post("/uz/search/", {"q": "a"}).status_code == 405
