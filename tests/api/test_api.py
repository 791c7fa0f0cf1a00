"""The read API: what its document says is what it answers, and nothing that is not public comes out of it."""

import json

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from api.schema import document
from core.page_cache.api import QUERY_ATTRIBUTE
from programmes.models import KeyFigure
from tests.search.pages import publish

pytestmark = pytest.mark.django_db
TYPES = {"string": str, "integer": int, "boolean": bool, "object": dict, "array": list, "null": type(None)}


def matches(value: object, schema: dict, schemas: dict) -> bool:
    """Enough of JSON Schema for our document."""
    if "$ref" in schema:
        return matches(value, schemas[schema["$ref"].rsplit("/", 1)[1]], schemas)
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(type(value) is TYPES[kind] for kind in kinds):
        return False
    if isinstance(value, list):
        return all(matches(one, schema["items"], schemas) for one in value)
    if isinstance(value, dict) and "properties" in schema:
        exact = schema.get("additionalProperties") is not False or value.keys() == schema["properties"].keys()
        return exact and all(matches(value[name], one, schemas) for name, one in schema["properties"].items())
    return True


def answer(client: Client, path: str, status: int = 200, **query: object) -> dict:
    response = client.get(path, query)
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/json"
    return response.json()


def test_every_path_of_the_document_answers_as_it_says(client: Client) -> None:
    doc = answer(client, "/api/openapi.json")
    assert doc == json.loads(json.dumps(document()))
    number = Page.objects.live().filter(depth=3).first().pk
    for path, operation in doc["paths"].items():
        schema = operation["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        data = answer(client, path.format(id=number))
        assert matches(data, schema, doc["components"]["schemas"]), path


def test_every_parameter_of_the_document_is_understood_and_counts_for_the_cache(client: Client) -> None:
    for path, operation in document()["paths"].items():
        asked = [one for one in operation["get"]["parameters"] if one["in"] == "query"]
        if asked:
            response = client.get(path)
            assert getattr(response, QUERY_ATTRIBUTE) == {one["name"] for one in asked}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"), ("limit", "101"), ("limit", "x"), ("limit", "٣"), ("offset", "-1"), ("offset", "99999999999"),
        ("language", "de"), ("type", "secret"), ("year", "1"), ("village", "x" * 60),
    ],
)  # fmt: skip
def test_a_wrong_parameter_is_named(client: Client, name: str, value: str) -> None:
    assert answer(client, "/api/pages/", 400, **{name: value})["parameter"] == name


def test_pages_of_one_language(client: Client) -> None:
    data = answer(client, "/api/pages/", language="uz-cyrl", limit=100)
    assert {page["language"] for page in data["results"]} == {"uz-cyrl"}
    assert data["count"] == len(data["results"])


def test_pages_are_turned_one_by_one_without_gap_or_double(client: Client) -> None:
    address, seen = f"{settings.SITE_URL}/api/pages/?language=en&limit=7", []
    while address:
        data = client.get(address.removeprefix(settings.SITE_URL)).json()
        seen += [page["id"] for page in data["results"]]
        address = data["next"]
    assert len(seen) == len(set(seen)) == data["count"]


def test_a_page_names_its_translations(client: Client) -> None:
    page = Page.objects.get(url_path="/en/who-we-are/")
    data = answer(client, f"/api/pages/{page.pk}/")
    assert data["url"] == f"{settings.SITE_URL}/en/who-we-are/"
    assert set(data["translations"]) == {"uz", "uz-cyrl", "ru"}


def test_drafts_and_private_pages_are_not_there(client: Client) -> None:
    draft, private = publish("en", "Draft"), publish("en", "Private")
    draft.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    for page in (draft, private):
        assert answer(client, f"/api/pages/{page.pk}/", 404)["error"]
    listed = {page["id"] for page in answer(client, "/api/pages/", limit=100, language="en")["results"]}
    assert not listed & {draft.pk, private.pk}


def test_unsaved_drafts_of_live_pages_do_not_show(client: Client) -> None:
    page = publish("en", "Published words")
    page.title = "Secret draft"
    page.save_revision()
    assert answer(client, f"/api/pages/{page.pk}/")["title"] == "Published words"


def test_figures_speak_all_languages(client: Client) -> None:
    data = answer(client, "/api/figures/")
    assert data["count"] == KeyFigure.objects.count()
    assert all(row["label"][code] for row in data["results"] for code in ("uz", "uz-cyrl", "ru", "en"))


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_only_reads(client: Client, method: str) -> None:
    assert getattr(client, method)("/api/pages/").status_code == 405


def test_answers_carry_nothing_of_one_visitor(client: Client) -> None:
    response = client.get("/api/pages/")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_queries_do_not_grow_with_pages(client: Client) -> None:
    with CaptureQueriesContext(connection) as few:
        client.get("/api/pages/", {"limit": 2})
    with CaptureQueriesContext(connection) as many:
        client.get("/api/pages/", {"limit": 100})
    assert len(many) == len(few) <= 4


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_people_can_read_it_too(client: Client, language: str) -> None:
    text = client.get(f"/{language}/api/").content.decode()
    for path in document()["paths"]:
        assert path in text
    assert "<style" not in text
    assert 'src="http' not in text


def test_its_door_leads_to_the_visitors_language(client: Client) -> None:
    response = client.get("/api/", headers={"accept-language": "ru"})
    assert (response.status_code, response.headers["Location"]) == (302, "/ru/api/")


@pytest.mark.parametrize("village", ["\0", "tashkent\0", "x" * 51])
def test_a_village_that_no_place_can_be_called_is_a_wrong_parameter(client: Client, village: str) -> None:
    """PostgreSQL takes no text with a NUL: it was an internal error there."""
    assert answer(client, "/api/pages/", 400, village=village)["parameter"] == "village"
