"""The least that Django can do: one view, no middleware, nothing else."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="empty", ROOT_URLCONF=__name__, MIDDLEWARE=[])


def nothing(request: HttpRequest) -> HttpResponse:
    """An empty page."""
    return HttpResponse(b"")


urlpatterns = [path("", nothing)]
application = get_wsgi_application()
