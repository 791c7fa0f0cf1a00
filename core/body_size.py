"""Refuses a request that brings more than anything here takes: in all before its body is read, in text as it is."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _


class BodySizeMiddleware:
    """Stands behind those that know the reader, and looks at the header alone: forms are read later, by views.

    A body without a length is none: Django reads as much as the header says.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413, or go on."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) <= settings.REQUEST_MAX_BYTES:
            return self.get_response(request)
        return refuse(request, settings.REQUEST_MAX_BYTES)


def refuse(request: HttpRequest, most: int | None) -> HttpResponse:
    """413 in the reader's language: what was sent is larger than `most` bytes together; None: it has too many parts."""
    user = getattr(request, "user", None)
    with override(getattr(user, "language", get_language())):
        words = too_large(most)
        if not request.accepts("text/html"):
            return JsonResponse({"error": words}, status=413)
        return render(request, "413.html", {"words": words}, status=413)


def too_large(most: int | None) -> str:
    """In the language of the reader."""
    if most is None:
        return _("What you sent has too many parts. Send less at once.")
    return _("What you sent is larger than %(most)s together. Send less at once, or smaller files.") % {
        "most": filesizeformat(most)
    }
