"""The OpenAPI document, put together from what the views themselves use, so that it cannot say anything else."""

from django.conf import settings
from django.utils.translation import gettext_noop as _

from api import parameters
from api.representations import FIGURE_FIELDS, PAGE_FIELDS, WHOLE_PAGE_FIELDS

Json = dict[str, object]


def document() -> Json:
    """OpenAPI 3.1, https://spec.openapis.org/oas/v3.1.0"""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "SOS Children’s Villages of Uzbekistan: public data",
            "version": "1",
            "description": "Published pages and key figures, to read only. No key is needed. Pictures and personal "
            "data are not part of it.",
        },
        "servers": [{"url": settings.SITE_URL}],
        "paths": _paths(),
        "components": {"schemas": _schemas()},
    }


def _paths() -> Json:
    number = {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": {"type": "integer"},
        "description": _("Number of the page."),
    }
    return {
        "/api/pages/": _get(
            "listPages",
            _("Published pages, newest first"),
            "PageList",
            [_query(one) for one in parameters.PAGES],
        ),
        "/api/pages/{id}/": _get(
            "readPage", _("One page with its text"), "WholePage", [number], missing=True
        ),
        "/api/figures/": _get(
            "listFigures", _("Key figures, each with its date and source"), "FigureList", []
        ),
    }


def _get(name: str, summary: str, answer: str, asked: list[Json], missing: bool = False) -> Json:
    responses = {"200": _response("As asked.", answer)}
    if missing:
        responses["404"] = _response("There is no such public page.", "Error")
    elif asked:
        responses["400"] = _response("A parameter is wrong; the answer says which.", "Error")
    return {"get": {"operationId": name, "summary": summary, "parameters": asked, "responses": responses}}


def _response(description: str, name: str) -> Json:
    schema = {"$ref": f"#/components/schemas/{name}"}
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _query(parameter: parameters.Parameter) -> Json:
    return {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "schema": parameter.schema,
        "description": parameter.description,
    }


def _schemas() -> Json:
    address = {"type": ["string", "null"], "format": "uri"}
    around = {"count": {"type": "integer"}, "next": address, "previous": address}
    error = {"error": {"type": "string"}, "parameter": {"type": ["string", "null"]}}
    return {
        "Page": _object(PAGE_FIELDS),
        "WholePage": _object(WHOLE_PAGE_FIELDS),
        "Figure": _object(FIGURE_FIELDS),
        "PageList": _object({**around, "results": _list("Page")}),
        "FigureList": _object({"count": {"type": "integer"}, "results": _list("Figure")}),
        "Error": _object(error),
    }


def _object(fields: dict[str, Json]) -> Json:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def _list(name: str) -> Json:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}
