"""Public files of one machine: copies of pictures that visitors may see now. With S3 they are served from there.

The names of copies tell how they were cut, so whoever knows one address knows those of all other cuts: only the cuts
that pages and letters show are given to everybody, and only while the picture may be shown at all. Staff see the rest
in the library.
"""

from collections.abc import Callable, Collection

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve
from wagtail.images import get_image_model

from core import pictures

# Renditions only. Originals may show more than was agreed to, and documents have a view of their own that asks who may
# read them.
PUBLIC_FOLDERS = ("images",)
# Names change when a picture does; an hour is how long one that was taken down may stay in a browser.
MAX_AGE_SECONDS = 3600
Staff = Callable[[HttpRequest, Collection[int]], bool]
_guards: list[Callable[[Collection[int]], Collection[int]]] = []
_borrowed: list[Callable[[Collection[int]], Collection[int]]] = []
_staff: list[Staff] = []


def guard_with(allowed: Callable[[Collection[int]], Collection[int]]) -> None:
    """Serve only copies of images whose ids `allowed(ids)` returns, in whatever language they are shown."""
    _guards.append(allowed)


def keep_from_proxies(borrowed: Callable[[Collection[int]], Collection[int]]) -> None:
    """Let only browsers keep copies of images whose ids `borrowed(ids)` returns: a proxy would give what it has kept to
    strangers, also after it was taken down, and nobody can tell it to forget.
    """
    _borrowed.append(borrowed)


def open_to(staff: Staff) -> Staff:
    """Serve other copies to those of whom `staff(request, image ids)` says so."""
    _staff.append(staff)
    return staff


def public_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A rendition from MEDIA_ROOT. Raises Http404 for everything else that lies there."""
    if path.partition("/")[0] not in PUBLIC_FOLDERS or ".." in path:
        raise Http404
    for_everybody = _is_for_everybody(path)
    if not for_everybody and not _is_for(request, path):
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response.headers["Cache-Control"] = _how_long(path) if for_everybody else "private, no-store"
    # A file that somebody uploaded must not run as a page of ours.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _is_for_everybody(path: str) -> bool:
    """Whether it is a cut that visitors are shown, of a picture that may be shown now."""
    images = _images(path, filter_spec__in=pictures.PUBLIC_SPECS)
    return bool(images) and all(images <= set(allowed(images)) for allowed in _guards)


def _how_long(path: str) -> str:
    images = _images(path)
    who = "private" if any(borrowed(images) for borrowed in _borrowed) else "public"
    return f"{who}, max-age={MAX_AGE_SECONDS}"


def _is_for(request: HttpRequest, path: str) -> bool:
    """Whether it is a copy, cut in whatever way, of a picture that this person works with."""
    images = _images(path) if request.user.is_authenticated else set()
    return bool(images) and any(staff(request, images) for staff in _staff)


def _images(path: str, **narrowed: object) -> set[int]:
    copies = get_image_model().get_rendition_model().objects.filter(file=path, **narrowed)
    return set(copies.values_list("image", flat=True))
