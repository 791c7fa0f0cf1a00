"""Filters of a listing: drop-down lists that send themselves by GET and need no script."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Filter:
    """One of them: its name in the address, its label, the words for "no choice", and what may be chosen."""

    name: str
    label: Words
    everything: Words
    choices: Sequence[tuple[str, Words]]
    value: str = ""


def chosen(request: HttpRequest, filters: Iterable[Filter]) -> list[Filter]:
    """The filters with what the address says; what is unknown there counts as no choice."""
    read = []
    for each in filters:
        asked = request.GET.get(each.name, "")
        known = asked if asked in {value for value, _label in each.choices} else ""
        read.append(Filter(each.name, each.label, each.everything, each.choices, known))
    return read


def values(filters: Iterable[Filter]) -> dict[str, str]:
    """What is chosen, by the filters' names; "" where nothing is."""
    return {each.name: each.value for each in filters}


def listing(
    request: HttpRequest, rows: QuerySet, per_page: int, filters: Sequence[Filter]
) -> dict[str, object]:
    """What `components/filters.html` and `components/pagination.html` need: `page_obj`, `filters`, `filter_query`."""
    page: Page = Paginator(rows, per_page).get_page(request.GET.get("page"))
    query = urlencode({each.name: each.value for each in filters if each.value})
    return {"page_obj": page, "filters": filters, "filter_query": f"{query}&" if query else ""}
