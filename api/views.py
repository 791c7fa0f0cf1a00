"""Read only, the same for everybody: every answer is kept by the page cache and goes when what it shows changes."""

from collections.abc import Callable
from functools import wraps

from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from wagtail.models import Page

from api import parameters, representations, schema
from api.parameters import BadParameter
from api.representations import absolute
from core.locale import root_redirect
from core.page_cache import cacheable, depends_on
from programmes.models import KeyFigure
from search.models import Entry
from search.services.index import CHANGED

View = Callable[..., HttpResponse]


def readable(*names: str) -> Callable[[View], View]:
    """A JSON view for any site's scripts; `names` are the query parameters that change its answer."""

    def decorate(view: View) -> View:
        @require_safe
        @cacheable(query=names)
        @wraps(view)
        def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            try:
                data, status = view(request, *args, **kwargs)
            except BadParameter as wrong:
                data, status = {"error": str(wrong), "parameter": wrong.name}, 400
            response = JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["X-Robots-Tag"] = "noindex"
            return response

        return answered

    return decorate


@readable(*(parameter.name for parameter in parameters.PAGES))
def pages(request: HttpRequest) -> tuple[dict, int]:
    """`/api/pages/`"""
    depends_on(Page, CHANGED)
    asked = parameters.read(parameters.PAGES, request.GET)
    limit, offset = asked["limit"], asked["offset"]
    narrow = {"kind": asked["type"] or "", "village": asked["village"] or "", "year": asked["year"]}
    found = Entry.objects.visible().narrowed(**narrow)
    if asked["language"]:
        found = found.filter(language=asked["language"])
    count = found.count()
    rows = found.select_related("page").defer("text", "title_key", "summary_key", "text_key")
    rows = rows.order_by(F("date").desc(nulls_last=True), "-pk")[offset : offset + limit]
    answer = {
        "count": count,
        "next": _address(asked, offset + limit) if offset + limit < count else None,
        "previous": _address(asked, max(offset - limit, 0)) if offset else None,
        "results": [representations.page(row) for row in rows],
    }
    return answer, 200


@readable()
def page(request: HttpRequest, pk: int) -> tuple[dict, int]:
    """`/api/pages/<id>/`"""
    depends_on(Page, CHANGED)
    # Of a page's own key Django knows that a number is too large for it; of a reference SQLite says so, with an error.
    asked = Page.objects.filter(pk=pk)
    entry = Entry.objects.visible().filter(page__in=asked).select_related("page").first()
    if entry is None:
        return {"error": "There is no such public page.", "parameter": None}, 404
    same = Entry.objects.visible().filter(page__translation_key=entry.page.translation_key).exclude(pk=pk)
    translations = dict(same.order_by("language").values_list("language", "page__url_path"))
    return representations.whole_page(entry, translations), 200


@readable()
def figures(request: HttpRequest) -> tuple[dict, int]:
    """`/api/figures/`"""
    depends_on(KeyFigure)
    rows = [representations.figure(row) for row in KeyFigure.objects.all()]
    return {"count": len(rows), "results": rows}, 200


@readable()
def openapi(request: HttpRequest) -> tuple[dict, int]:
    """`/api/openapi.json`"""
    return schema.document(), 200


@require_safe
def entrance(request: HttpRequest) -> HttpResponse:
    """`/api/`: to the description in the visitor's language."""
    response = root_redirect(request)
    response.headers["Location"] += "api/"
    return response


@require_safe
@cacheable()
def description(request: HttpRequest) -> HttpResponse:
    """`/<lang>/api/`: the document for people."""
    document = schema.document()
    schemas = document["components"]["schemas"]
    operations = [
        {"path": path, **operation["get"], "fields": _fields(schemas, operation["get"])}
        for path, operation in document["paths"].items()
    ]
    return render(request, "api/description.html", {"operations": operations, "openapi": reverse("openapi")})


def _fields(schemas: dict, operation: dict) -> dict:
    """What the answer's things are made of, whether one or a list of them."""
    answer = schemas[_name(operation["responses"]["200"]["content"]["application/json"]["schema"])]
    results = answer["properties"].get("results")
    fields = (schemas[_name(results["items"])] if results else answer)["properties"]
    return {
        name: {"kind": _kind(field), "description": field["description"]} for name, field in fields.items()
    }


def _kind(field: dict) -> str:
    kinds = field["type"] if isinstance(field["type"], list) else [field["type"]]
    return " or ".join([field.get("format", kinds[0]), *kinds[1:]])


def _name(reference: dict) -> str:
    return reference["$ref"].rsplit("/", 1)[1]


def _address(asked: dict[str, object], offset: int) -> str:
    query = {name: value for name, value in {**asked, "offset": offset}.items() if value is not None}
    return absolute(f"{reverse('api_pages')}?{urlencode(query)}")
