"""Suggestions while typing: titles first, in any script, for nobody else to see."""

import logging

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from search import limits
from search.suggesting import MOST
from tests.search.pages import publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_asked() -> None:
    limits.forget()


def suggested(client: Client, typed: str, language: str = "uz") -> list[tuple[str, str]]:
    response = client.get(f"/{language}/search/suggest/", {"q": typed})
    assert response.status_code == 200
    return [(each["text"], each["url"]) for each in response.json()["suggestions"]]


@pytest.mark.parametrize("typed", ["zumr", "зумр", "ZUMRADXON", "zumradxon bo", "bogʻi zum", "zumradxonning"])
def test_a_title_is_suggested_in_any_script_and_form(client: Client, typed: str) -> None:
    page = publish("uz", "Zumradxon bogʻi")
    assert suggested(client, typed)[0] == ("Zumradxon bogʻi", page.url_path)


def test_only_the_visitors_language_is_suggested(client: Client) -> None:
    publish("ru", "Зумрадхон")
    assert suggested(client, "zumrad") == []
    assert [text for text, _url in suggested(client, "zumrad", "ru")] == ["Зумрадхон"]


def test_a_word_that_is_a_title_is_suggested_once(client: Client) -> None:
    publish("uz", "Zumradxon")
    publish("uz", "Birinchi", text="<p>Bu yerda zumradxon va zumradgul bor</p>")
    assert [text for text, _url in suggested(client, "zumrad")] == ["Zumradxon", "zumradgul"]


def test_a_word_of_a_text_is_suggested_after_the_titles(client: Client) -> None:
    publish("uz", "Zumradxon bogʻi")
    publish("uz", "Birinchi", text="<p>Bu yerda zumrad bor</p>")
    texts = dict(suggested(client, "zumra"))
    assert list(texts)[0] == "Zumradxon bogʻi"
    assert texts["zumrad"] == "/uz/search/?q=zumrad"


def test_of_a_word_one_form_is_suggested(client: Client) -> None:
    publish("uz", "Birinchi", text="<p>zumradlar, zumradlarning, zumradga, zumradlarga</p>")
    assert len(suggested(client, "zumr")) == 1


def test_a_suggested_word_finds_something(client: Client) -> None:
    publish("uz", "Birinchi", text="<p>Bu yerda zumradxonlik bor</p>")
    [(text, url)] = suggested(client, "zumradxonl")
    assert text in client.get(url).content.decode()


def test_titles_that_are_equal_are_suggested_once(client: Client) -> None:
    publish("en", "Abracadabra")
    publish("en", "Abracadabra", under=publish("en", "Elsewhere"))
    assert [text for text, _url in suggested(client, "abracad", "en")].count("Abracadabra") == 1


def test_there_are_few(client: Client) -> None:
    for number in range(MOST + 3):
        publish("uz", f"Zumradxon {number}")
    assert len(suggested(client, "zumrad")) == MOST


@pytest.mark.parametrize("typed", ["", "b", " ", "!!", '"', "NEAR(a b)", "\x00", "a:b & c | !d", "x" * 500])
def test_nothing_that_is_typed_breaks_it(client: Client, typed: str) -> None:
    assert suggested(client, typed) == []


def test_a_restricted_page_is_not_suggested(client: Client) -> None:
    page = publish("uz", "Zumradxon bogʻi")
    PageViewRestriction.objects.bulk_create([PageViewRestriction(page=page, restriction_type="login")])
    assert page.url_path not in dict(suggested(client, "zumrad")).values()


def test_what_is_typed_is_neither_kept_nor_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="portal.requests"):
        response = client.get("/uz/search/suggest/", {"q": "zumradxon"})
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert not response.cookies
    assert "zumradxon" not in caplog.text


def test_a_machine_is_slowed_down_and_people_may_still_search(client: Client, settings: object) -> None:
    settings.SUGGESTIONS_PER_MINUTE = 2
    asked = [client.get("/uz/search/suggest/", {"q": "bola"}).status_code for _ in range(3)]
    assert asked == [200, 200, 429]
    assert client.get("/uz/search/", {"q": "bola"}).status_code == 200


def test_it_takes_few_queries(client: Client) -> None:
    publish("uz", "Zumradxon bogʻi")
    with CaptureQueriesContext(connection) as queries:
        suggested(client, "zumrad")
    assert len(queries) <= 4


def test_the_field_names_what_the_script_needs(client: Client) -> None:
    html = client.get("/ru/search/").content.decode()
    assert 'data-suggest="/ru/search/suggest/"' in html
    assert 'id="suggestions"' in html
    assert "js/suggest" in html
