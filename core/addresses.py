"""Addresses that nothing here can have."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

NUL = "\0"
# Levels; no editor builds so deep, and each beginning of a page's address is asked for.
DEEPEST = 30
MOST_ARGUMENTS = 1000  # pages of the editor may send more fields, but by POST


class PossibleAddressMiddleware:
    """Answers 404 where a NUL stands in the address, or it is deeper than any tree, or asks for more than any form
    does, before anybody looks for it.

    PostgreSQL takes no NUL in a text: looking for such a page or redirect is an error, and scanners ask all day. SQLite
    finds nothing. No reader comes here, so the answer needs no words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse, or go on."""
        return self.get_response(request) if is_possible(request) else HttpResponseNotFound()


def is_possible(request: HttpRequest) -> bool:
    """Whether there could be something. No form of ours asks for so many arguments."""
    address, asked = request.path_info, request.META.get("QUERY_STRING", "")
    is_small = asked.count("&") < MOST_ARGUMENTS
    return NUL not in address and address.count("/") <= DEEPEST and is_small
