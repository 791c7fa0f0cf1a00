"""Payment providers are answered before everything that is for browsers: sessions, languages, policies."""

from collections.abc import Callable
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve

from donations.views.callbacks import callback

PREFIX = "/payments/"


class CallbackMiddleware:
    """Stands behind the one that insists on an encrypted connection. A provider sends hundreds in a burst."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a callback; everything else goes on."""
        path = request.path_info
        match = _callback_at(path) if path.startswith(PREFIX) else None
        if match is None:
            return self.get_response(request)
        request.resolver_match = match  # the log names the route
        response = match.func(request, **match.kwargs)
        response["Cache-Control"] = "no-store"
        return response


@lru_cache(maxsize=32)
def _callback_at(path: str) -> ResolverMatch | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match if match.func is callback else None
