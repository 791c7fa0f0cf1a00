"""Every page type, in every language, as a visitor's browser receives it."""

import re

import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from core.pages import BasePage
from home.demo.content import in_language, pages
from home.models import HomePage
from programmes.models import KeyFigure

pytestmark = pytest.mark.django_db

LANGUAGES = ("uz", "uz-cyrl", "ru", "en")
MOST_QUERIES = 12
# What JSON-LD says is data, which nobody runs.
INLINE = re.compile(r'<style|\sstyle=|<script(?! type="application/ld\+json">)(?![^>]*\ssrc=)|\son\w+=')


def one_of_each_type(language: str) -> list[str]:
    """An address of every type of page in a language."""
    pages = Page.objects.live().filter(url_path__startswith=f"/{language}/").select_related("content_type")
    return list({page.content_type_id: page.url_path for page in pages}.values())


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return request.param


def test_every_page_answers_in_every_language(client: Client, language: str) -> None:
    paths = (
        Page.objects.live().filter(url_path__startswith=f"/{language}/").values_list("url_path", flat=True)
    )
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


def test_the_trees_of_all_languages_have_the_same_pages() -> None:
    keys = {
        code: set(
            Page.objects.live()
            .filter(url_path__startswith=f"/{code}/")
            .values_list("translation_key", flat=True)
        )
        for code in LANGUAGES
    }
    assert keys["uz"] == keys["uz-cyrl"] == keys["ru"] == keys["en"]


@pytest.mark.parametrize(
    ("key", "leads_to"), [("volunteer", "/volunteer/register/"), ("partner", "/partner/register/")]
)
def test_what_a_page_asks_for_stands_in_its_head(
    client: Client, language: str, key: str, leads_to: str
) -> None:
    title = next(in_language(copy["title"], language) for copy in pages() if copy["key"] == key)
    page = Page.objects.live().get(title=title, locale__language_code=language)
    head = re.search(
        r'<header class="head">.*?</header>', client.get(page.url_path).content.decode(), re.DOTALL
    )
    assert f'href="/{language}{leads_to}"' in head[0]


def test_public_pages_carry_nothing_of_one_visitor(client: Client, language: str) -> None:
    for path in one_of_each_type(language):
        response = client.get(path)
        assert not response.cookies, path
        assert b"csrfmiddlewaretoken" not in response.content, path
        assert b"nonce" not in response.content, path
        assert "Cookie" not in response.headers.get("Vary", ""), path


def test_pages_need_at_most_twelve_queries(client: Client, language: str) -> None:
    counted = {}
    for path in one_of_each_type(language):
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(path)
        counted[path] = len(queries)
    assert {path: count for path, count in counted.items() if count > MOST_QUERIES} == {}


def test_pages_are_well_formed_html(client: Client, language: str) -> None:
    problems = {}
    for path in one_of_each_type(language):
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(client.get(path).content.decode())
        if parser.errors:
            problems[path] = [(error[0], error[1]) for error in parser.errors[:3]]
    assert problems == {}


def test_ids_are_unique_on_a_page(client: Client) -> None:
    for path in one_of_each_type("uz"):
        ids = re.findall(r'\sid="([^"]+)"', client.get(path).content.decode())
        assert len(ids) == len(set(ids)), path


def test_nothing_is_inline_that_the_security_policy_forbids(client: Client) -> None:
    for path in one_of_each_type("ru"):
        response = client.get(path)
        html = response.content.decode()
        assert not INLINE.search(html), path
        assert "unsafe" not in response.headers["Content-Security-Policy"], path


def test_the_language_switch_leads_to_the_same_page(client: Client) -> None:
    page = Page.objects.get(url_path="/uz/", depth=2).get_descendants().live().last()
    html = client.get(page.url_path).content.decode()
    for translation in page.get_translations().live():
        assert f'href="{translation.url_path}"' in html


def test_pages_name_their_language(client: Client) -> None:
    tags = {
        code: re.search(r'<html lang="([^"]+)"', client.get(f"/{code}/").content.decode())[1]
        for code in LANGUAGES
    }
    assert tags == {"uz": "uz", "uz-cyrl": "uz-Cyrl", "ru": "ru", "en": "en"}


def test_uzbek_in_cyrillic_has_no_latin_in_its_headings(client: Client) -> None:
    for path in one_of_each_type("uz-cyrl"):
        heading = re.search(r"<h1[^>]*>(.*?)</h1>", client.get(path).content.decode(), re.DOTALL)[1]
        assert not re.search(r"[A-Za-z]{4,}", heading.replace("SOS", "")), (path, heading)


def test_an_address_without_its_last_slash_leads_to_the_page(client: Client) -> None:
    assert client.get("/uz").status_code in {301, 302}


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("/en/donate", "/en/donate/"),
        ("/uz/donate?amount=50000&currency=UZS", "/uz/donate/?amount=50000&currency=UZS"),
        ("/ru/concern/report", "/ru/concern/report/"),
        ("/uz/search?q=bola%20uyi", "/uz/search/?q=bola%20uyi"),
        ("/en/news?page=2", "/en/news/?page=2"),
    ],
)
def test_an_address_typed_without_its_last_slash_keeps_what_was_asked(
    client: Client, typed: str, leads_to: str
) -> None:
    answer = client.get(typed)
    assert (answer.status_code, answer.headers.get("Location")) == (301, leads_to)


@pytest.mark.parametrize("typed", ["/en/nothing", "/en/nothing/here?x=1", "/en//example.org", "/en/donate/x"])
def test_an_address_of_nothing_is_not_found_without_a_slash_either(client: Client, typed: str) -> None:
    assert client.get(typed).status_code == 404


def test_a_page_above_that_was_taken_down_is_not_named_on_the_way_to_it(client: Client) -> None:
    section = Page.objects.get(url_path="/en/news/stories/").specific
    section.title = "Zamira tells"
    section.show_in_menus = False
    section.save()
    story = section.get_children().live().first()
    section.unpublish()
    html = client.get(story.url_path).content.decode()
    assert "Zamira tells" not in html
    assert "/en/news/" in html


def test_an_unknown_address_is_a_page_of_ours(client: Client, language: str) -> None:
    response = client.get(f"/{language}/no-such-page/")
    assert response.status_code == 404
    assert f"/{language}/" in response.content.decode()


@pytest.mark.parametrize(
    ("cookie", "accepts", "expected"),
    [
        ("", "", "/uz/"),
        ("", "ru-RU,ru;q=0.9", "/ru/"),
        ("", "fr", "/uz/"),
        ("en", "ru", "/en/"),
        ("xx", "uz-Cyrl", "/uz-cyrl/"),
    ],
)
def test_the_root_leads_to_the_visitors_language(
    client: Client, cookie: str, accepts: str, expected: str
) -> None:
    if cookie:
        client.cookies["language"] = cookie
    assert client.get("/", headers={"accept-language": accepts}).headers["Location"] == expected


def test_every_public_page_type_is_ours() -> None:
    pages = Page.objects.live().filter(depth__gte=2).specific()
    assert all(isinstance(page, BasePage) for page in pages)


def test_a_restricted_page_is_never_shared(client: Client) -> None:
    from wagtail.models import PageViewRestriction

    page = Page.objects.get(url_path="/uz/").get_children().live().first()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(page.url_path).status_code == 302


def test_a_home_page_with_sections_without_titles_and_figures_has_no_empty_heading(client: Client) -> None:
    home = HomePage.objects.get(url_path="/en/")
    for name in ("programmes", "villages", "figures", "news", "give"):
        setattr(home, f"{name}_title", "")
    home.save()
    KeyFigure.objects.update(show_on_home=False)
    html = client.get("/en/").content.decode()
    assert not re.findall(r"<h\d[^>]*>\s*</h\d>", html)
    assert 'class="facts"' not in html
    named = set(re.findall(r'aria-labelledby="([^"]+)"', html))
    assert named <= set(re.findall(r'\sid="([^"]+)"', html))
