"""Twenty minutes with a report, for whoever has its code.

A signed cookie of the answer page alone, one for each language in which it may be read, not the session: a session may
belong to an account, and nothing may tie a report to one.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, override

from languages.info import CONTENT_LANGUAGES
from safeguarding.models import Concern

COOKIE = "concern"
SALT = "concern.access"
VALID = timedelta(minutes=20)


def give(request: HttpRequest, response: HttpResponse, concern: Concern) -> None:
    """Let this browser read the report for a while."""
    for name, path in _cookies():
        response.set_cookie(
            name,
            signing.dumps(concern.pk, salt=SALT),
            max_age=VALID,
            path=path,
            secure=request.is_secure(),
            httponly=True,
            samesite="Strict",
        )


def find(request: HttpRequest) -> Concern | None:
    """The report that this browser may read now, if any."""
    try:
        kept = request.COOKIES.get(_name(get_language() or ""), "")
        pk = signing.loads(kept, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    return Concern.objects.filter(pk=pk).first()


def take_back(response: HttpResponse) -> None:
    """Forget the report in this browser."""
    for name, path in _cookies():
        response.delete_cookie(name, path=path, samesite="Strict")


def _name(language: str) -> str:
    # A response sets a name once, whatever its path.
    return f"{COOKIE}-{language}"


def _cookies() -> Iterator[tuple[str, str]]:
    """The name and the path of each language's cookie."""
    for language, _own_name in CONTENT_LANGUAGES:
        with override(language):
            yield _name(language), reverse("concern_answer")
