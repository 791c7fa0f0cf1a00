"""The page of results, and suggestions on the way there. What people search for is theirs: neither kept nor logged."""

from dataclasses import asdict
from typing import TypeVar

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from languages.info import LANGUAGES
from search import forms, highlights, limits
from search.finding import LONGEST_QUERY, Answer, Question, ask
from search.models import Entry
from search.suggesting import suggest

Response = TypeVar("Response", bound=HttpResponse)
PER_PAGE = 10
SUGGESTED = 6


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`/<lang>/search/?q=…&type=…&village=…&year=…&page=…`"""
    language = get_language()
    question, filters = forms.question(request, language)
    if question.text and not limits.within(request, "search", settings.SEARCH_PER_MINUTE):
        return _private(render(request, "429.html", status=429))
    answer = ask(question)
    page_obj = Paginator(answer.entries, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "question": question,
        "filters": filters,
        "longest": LONGEST_QUERY,
        "corrected": answer.corrected,
        "page_obj": page_obj,
        "results": [_result(entry, answer) for entry in page_obj],
        "elsewhere": _elsewhere(question, answer),
        "query": _query(question) + "&",
        "suggested": [] if page_obj.object_list else _suggested(language),
        "noindex": True,
    }
    return _private(render(request, "search/results.html", context))


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """`/<lang>/search/suggest/?q=…`: what static/js/suggest.js shows below the field; `text` and `url` of each."""
    if not limits.within(request, "suggest", settings.SUGGESTIONS_PER_MINUTE):
        return _private(JsonResponse({"suggestions": []}, status=429))
    found = suggest(request.GET.get("q", ""), get_language())
    return _private(JsonResponse({"suggestions": [asdict(each) for each in found]}))


def _result(entry: Entry, answer: Answer) -> dict[str, object]:
    return {
        "entry": entry,
        "url": entry.page.url_path,
        "title": highlights.title(entry, answer.terms),
        "excerpt": highlights.excerpt(entry, answer.terms),
    }


def _query(question: Question) -> str:
    wanted = {
        "q": question.text,
        "type": question.kind,
        "village": question.village,
        "year": question.year,
    }
    return urlencode({name: value for name, value in wanted.items() if value})


def _elsewhere(question: Question, answer: Answer) -> list[dict[str, object]]:
    """Other languages that have results: `name`, `tag`, `count`, `url`."""
    links = []
    for language in LANGUAGES:
        count = answer.counts.get(language.code, 0)
        if count and language.code != question.language:
            with override(language.code):
                url = f"{reverse('search')}?{_query(question)}"
            links.append({"name": language.name, "tag": language.tag, "count": count, "url": url})
    return links


def _suggested(language: str) -> list[Entry]:
    """Where most people want to go: what the association does, and where."""
    rows = Entry.objects.visible().filter(language=language, kind__in=("programme", "village"))
    return list(rows.with_addresses().order_by("kind", "page__path")[:SUGGESTED])


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
