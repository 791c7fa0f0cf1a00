"""The calls for views and models; the package's docstring tells when to use which."""

from collections.abc import Callable, Iterable
from functools import partial, wraps
from typing import Any, TypeVar

from django.db import models, transaction
from django.http import HttpRequest, HttpResponseBase, QueryDict

from . import recording, tags
from .changes import EVERYTHING, shared_changes

QUERY_ATTRIBUTE = "page_cache_query"
View = Callable[..., HttpResponseBase]
Response = TypeVar("Response", bound=HttpResponseBase)
Thing = models.Model | type[models.Model] | str


def mark(response: Response, query: Iterable[str] = ()) -> Response:
    """Let `response` be shared by all visitors; `query` names each query argument that changes it."""
    setattr(response, QUERY_ATTRIBUTE, frozenset(query))
    return response


def cacheable(query: Iterable[str] = ()) -> Callable[[View], View]:
    """Mark what a function view answers with."""
    names = frozenset(query)

    def decorate(view: View) -> View:
        @wraps(view)
        def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            setattr(request, QUERY_ATTRIBUTE, names)
            return mark(view(request, *args, **kwargs), names)

        return marked

    return decorate


def own_query(request: HttpRequest) -> QueryDict:
    """The arguments that may stand in the answer: of an answer for all, those that it is kept by."""
    names = getattr(request, QUERY_ATTRIBUTE, None)
    asked = request.GET.copy()
    for name in [name for name in asked if names is not None and name not in names]:
        del asked[name]
    return asked


def depends_on(*things: Thing) -> None:
    """Note that the page being rendered shows these; outside a rendering it does nothing."""
    noted = recording.current()
    if noted is not None:
        for thing in things:
            noted.update(tags.shown(thing))


def invalidate(*things: Thing) -> None:
    """Drop, once the current transaction has committed, every page that shows one of these."""
    words = sorted({tag for thing in things for tag in tags.changed(thing)})
    if words:
        # robust: the change itself is committed by then and must not look failed; the log has the error.
        transaction.on_commit(partial(_publish, words), robust=True)


def invalidate_all() -> None:
    """Drop every page, once the current transaction has committed."""
    transaction.on_commit(partial(_publish, [EVERYTHING]), robust=True)


def _publish(words: list[str]) -> None:
    shared_changes().append(words)
