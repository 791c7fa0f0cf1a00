"""The least that taking a callback can cost under Django: check the signature, write one row."""

import django
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

TABLE = "bench_insert"

django.setup()

from django.conf import settings  # noqa: E402  (set up first)

from donations.gateways.sandbox.signing import HEADER, verify  # noqa: E402

settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = []


@csrf_exempt
def take(request: HttpRequest) -> HttpResponse:
    """Verify and insert; an exception is a 500, which the benchmark counts as a failure."""
    verify(request.body, request.headers.get(HEADER, ""))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} (body) VALUES (%s)", [request.body.decode()])
    return HttpResponse(b"")


urlpatterns = [path("payments/sandbox/", take)]
application = get_wsgi_application()
