"""What load balancers and monitoring ask. No session, no cookie, nothing about a person."""

import hmac
import os
from collections.abc import Callable
from functools import lru_cache
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django_tasks_db.models import DBTaskResult

from core.migration_state import pending_migrations
from core.models import Heartbeat, OutboxMessage, ScheduledRun
from core.page_cache.middleware import COUNTS


class NotReady(Exception):
    """Something that requests need is missing; the text says what."""


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Nothing else is looked at, so that a database's fault restarts no web server."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when everything works that a visitor needs, else 503; for each part "ok" or what is wrong."""
    report = {name: _outcome(check) for name, check in CHECKS.items()}
    ready = all(outcome == "ok" for outcome in report.values())
    return JsonResponse(report, status=200 if ready else 503)


def _outcome(check: Callable[[], None]) -> str:
    try:
        check()
    except NotReady as error:
        return str(error)
    except Exception as error:  # the message may hold a host or a password
        return type(error).__name__
    return "ok"


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _cache() -> None:
    word = uuid4().hex
    cache.set("readyz", word, timeout=60)
    if cache.get("readyz") is None:
        raise NotReady("does not keep what it is given")


def _queue() -> None:
    if not Heartbeat.objects.alive(timezone.now()).exists():
        raise NotReady("no worker is running")


def _migrations() -> None:
    # Once applied they stay applied, and this process's code does not change.
    if not _is_migrated():
        _is_migrated.cache_clear()
        raise NotReady("not applied")


@lru_cache(maxsize=1)
def _is_migrated() -> bool:
    return not pending_migrations()


CHECKS = {"database": _database, "cache": _cache, "queue": _queue, "migrations": _migrations}


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Numbers in Prometheus' text form, for this machine or the bearer of METRICS_TOKEN; others get 404."""
    if not _may_read(request):
        raise Http404
    return HttpResponse("\n".join(_lines()) + "\n", content_type="text/plain; version=0.0.4")


def _may_read(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    said = request.headers.get("Authorization", "")
    if token and hmac.compare_digest(said.encode(), f"Bearer {token}".encode()):
        return True
    # A proxy on this machine is no visitor of this machine.
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not forwarded and request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")


def _lines() -> list[str]:
    now = timezone.now()
    mail = OutboxMessage.objects.order_by().values_list("state").annotate(Count("pk"))
    tasks = DBTaskResult.objects.order_by().values_list("status").annotate(Count("pk"))
    oldest = OutboxMessage.objects.due(now).aggregate(oldest=Min("due_at"))["oldest"]
    failed = ScheduledRun.objects.filter(state=ScheduledRun.State.FAILED).count()
    return [
        *(f'portal_mail{{state="{state}"}} {count}' for state, count in mail),
        f"portal_mail_waiting_seconds {(now - oldest).total_seconds() if oldest else 0:.0f}",
        *(f'portal_tasks{{status="{status.lower()}"}} {count}' for status, count in tasks),
        f"portal_workers {Heartbeat.objects.alive(now).count()}",
        f"portal_scheduled_runs_failed {failed}",
        # Each process counts its own; adding up over the label gives the machine's.
        *(
            f'portal_page_cache_total{{event="{event}",process="{os.getpid()}"}} {count}'
            for event, count in COUNTS.items()
        ),
    ]
