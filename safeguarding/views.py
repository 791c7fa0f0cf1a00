"""Documents, as visitors get them."""

from django.http import HttpRequest, HttpResponseBase
from wagtail.documents.views.serve import serve

from core.media import MAX_AGE_SECONDS


def given_document(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Wagtail's answer, which says nothing of how long it may be kept: then proxies and browsers keep an old file for
    weeks, also after it was taken down. Nobody keeps what staff alone may read, and proxies nothing.
    """
    response = serve(request, pk, name)
    kept = "no-store" if request.user.is_authenticated else f"max-age={MAX_AGE_SECONDS}"
    response.headers["Cache-Control"] = f"private, {kept}"
    return response
