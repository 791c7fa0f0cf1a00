"""Documents, as visitors get them."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.http import content_disposition_header
from wagtail.documents.views.serve import serve

from core.media import MAX_AGE_SECONDS
from safeguarding.models import CustomDocument


def given_document(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Wagtail's answer, which says nothing of how long it may be kept: then proxies and browsers keep an old file for
    weeks, also after it was taken down. Nobody keeps what staff alone may read, and proxies nothing.
    """
    response = serve(request, pk, name)
    if response.status_code == 200 and response.streaming:
        _name_for_readers(response, pk)
    kept = "no-store" if request.user.is_authenticated else f"max-age={MAX_AGE_SECONDS}"
    response.headers["Cache-Control"] = f"private, {kept}"
    return response


def _name_for_readers(response: HttpResponseBase, pk: int) -> None:
    """Stored under a name that tells nothing, it is saved by readers under its title."""
    document = CustomDocument.objects.get(pk=pk)
    title = " ".join(document.title.replace("/", " ").split()).removesuffix(f".{document.file_extension}")
    attached = document.content_disposition != "inline"
    header = content_disposition_header(attached, f"{title}.{document.file_extension}")
    response.headers["Content-Disposition"] = header
