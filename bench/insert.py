"""The least that taking a callback can cost under Django: check the signature, write one row."""

import django
import stripe
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

TABLE = "bench_insert"

django.setup()

from django.conf import settings  # noqa: E402  (set up first)

from donations.gateways.sandbox import signing  # noqa: E402
from donations.gateways.stripe import webhook  # noqa: E402

settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = []


@csrf_exempt
def take(request: HttpRequest) -> HttpResponse:
    """Verify and insert; an exception is a 500, which the benchmark counts as a failure."""
    signing.verify(request.body, request.headers.get(signing.HEADER, ""))
    return _inserted(request.body)


@csrf_exempt
def take_stripes(request: HttpRequest) -> HttpResponse:
    """The same, by Stripe's signature."""
    body, header = request.body.decode(), request.headers.get(webhook.HEADER, "")
    stripe.WebhookSignature.verify_header(body, header, settings.STRIPE_WEBHOOK_SECRET, webhook.TOLERANCE)
    return _inserted(request.body)


def _inserted(body: bytes) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} (body) VALUES (%s)", [body.decode()])
    return HttpResponse(b"")


urlpatterns = [path("payments/sandbox/", take), path("payments/stripe/webhook/", take_stripes)]
application = get_wsgi_application()
