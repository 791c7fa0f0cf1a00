"""Error pages that need neither the database nor a session."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

from .body_size import refuse


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """More text or more fields than Django reads are told in words; whatever else ends here no person sends."""
    if isinstance(exception, RequestDataTooBig):
        return refuse(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    if isinstance(exception, TooManyFieldsSent | TooManyFilesSent):
        return refuse(request, None)
    return defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 in the language of the address."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; the template must not depend on anything that may have failed."""
    return render(None, "500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that stood open too long or came from elsewhere: say so, and lead back to a fresh one."""
    return render(request, "403_csrf.html", {"back": request.get_full_path()}, status=403)
