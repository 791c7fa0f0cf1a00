"""A line for each request that reaches Django, without anything about the person who made it.

The route stands for the address, because addresses below /my/ and in mails carry tokens; query, client address and
browser are left out. Copies from the page cache are not logged here; `/metrics` counts them.
"""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from core.page_cache.api import QUERY_ATTRIBUTE

logger = logging.getLogger("portal.requests")
UNKNOWN = "(no such address)"


class RequestLogMiddleware:
    """Switched on by LOG_REQUESTS, which lets the logger speak."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not logger.isEnabledFor(logging.INFO):
            return self.get_response(request)
        began = time.perf_counter()
        response = self.get_response(request)
        spent = (time.perf_counter() - began) * 1000
        logger.info(
            "%s %s %d %.0f ms", request.method, _place(request, response), response.status_code, spent
        )
        return response


class RouteInsteadOfPath(logging.Filter):
    """For `django.request`, whose records ("Internal Server Error: %s") end with the address."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record through, with the route in the address's place."""
        request = getattr(record, "request", None)
        if request is not None and record.args:
            *before, _path = record.args
            record.args = (*before, _route(request))
        return True


def _place(request: HttpRequest, response: HttpResponseBase) -> str:
    # A page that is the same for everybody has no secret in its address.
    return request.path if hasattr(response, QUERY_ATTRIBUTE) else _route(request)


def _route(request: HttpRequest) -> str:
    return request.resolver_match.route if request.resolver_match else UNKNOWN
