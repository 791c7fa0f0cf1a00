"""Payment providers are answered before everything that is for browsers: sessions, languages, policies."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from donations.views.callbacks import callback

PREFIX = "/payments/"


class CallbackMiddleware:
    """Stands behind the one that insists on an encrypted connection. A provider sends hundreds in a burst."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a callback; everything else goes on."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        if match.func is not callback:
            return self.get_response(request)
        request.resolver_match = match  # the log names the route
        return callback(request, **match.kwargs)
