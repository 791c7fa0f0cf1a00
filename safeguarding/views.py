"""Documents, as visitors get them."""

from functools import partial
from typing import BinaryIO

from django.http import HttpRequest, HttpResponseBase
from django.utils.http import content_disposition_header
from wagtail.documents.views.serve import serve

from core.byte_ranges import part_of
from core.media import MAX_AGE_SECONDS
from safeguarding.models import CustomDocument

# A browser that shows a file by itself loads it a second time, as a film: Wagtail's policy forbids it everything.
PLAYED_ALONE = "default-src 'none'; media-src 'self'"


def given_document(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Wagtail's answer, which says nothing of how long it may be kept: then proxies and browsers keep an old file for
    weeks, also after it was taken down. Nobody keeps what staff alone may read, and proxies nothing.
    """
    response = serve(request, pk, name)
    if response.status_code == 200 and response.streaming:
        document = CustomDocument.objects.get(pk=pk)
        _name_for_readers(response, document)
        if response.headers["Content-Type"].startswith("video/"):
            response.headers["Content-Security-Policy"] = PLAYED_ALONE
        response = part_of(request, response, document.file.size, partial(_opened, document))
    kept = "no-store" if request.user.is_authenticated else f"max-age={MAX_AGE_SECONDS}"
    response.headers["Cache-Control"] = f"private, {kept}"
    return response


def _name_for_readers(response: HttpResponseBase, document: CustomDocument) -> None:
    """Stored under a name that tells nothing, it is saved by readers under its title."""
    title = " ".join(document.title.replace("/", " ").split()).removesuffix(f".{document.file_extension}")
    attached = document.content_disposition != "inline"
    header = content_disposition_header(attached, f"{title}.{document.file_extension}")
    response.headers["Content-Disposition"] = header


def _opened(document: CustomDocument) -> BinaryIO:
    return document.file.storage.open(document.file.name)
