"""Public files of one machine. With S3 they are served from there, and nothing here is found."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

# Renditions only. Originals (original_images/) may show more than was agreed to, and documents/ have a view
# of their own that asks who may read them.
PUBLIC_FOLDERS = ("images",)
# Names change when a picture does; an hour is how long one that was taken down may stay in a browser.
MAX_AGE_SECONDS = 3600


def public_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A rendition from MEDIA_ROOT. Raises Http404 for everything else that lies there."""
    if path.partition("/")[0] not in PUBLIC_FOLDERS or ".." in path:
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}"
    # A file that somebody uploaded must not run as a page of ours.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
