"""What load balancers and monitoring are told, and who may read the numbers."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.utils import timezone

from core import health
from core.migration_state import pending_migrations
from core.models import Heartbeat, OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return Heartbeat.objects.create(worker="w", beat_at=timezone.now())


def test_a_process_that_answers_is_healthy(client):
    assert client.get("/healthz").status_code == 200


def test_health_does_not_look_at_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/healthz")


def test_everything_in_place_is_ready(client, worker):
    assert client.get("/readyz").json() == dict.fromkeys(["database", "cache", "queue", "migrations"], "ok")


def test_without_a_worker_it_is_not_ready(client):
    assert client.get("/readyz").status_code == 503


def test_a_worker_that_was_not_heard_of_is_no_worker(client, worker):
    Heartbeat.objects.update(beat_at=timezone.now() - timedelta(minutes=5))
    assert client.get("/readyz").json()["queue"] == "no worker is running"


def test_a_cache_that_keeps_nothing_is_not_ready(client, worker, monkeypatch):
    monkeypatch.setattr(cache, "get", lambda key: None)
    assert client.get("/readyz").status_code == 503


def test_a_fault_is_named_without_its_text(client, worker, monkeypatch):
    def fail():
        raise DatabaseError("password=secret")

    monkeypatch.setitem(health.CHECKS, "database", fail)
    assert client.get("/readyz").json()["database"] == "DatabaseError"


def test_a_missing_migration_is_not_ready(client, worker, monkeypatch):
    health._is_migrated.cache_clear()
    monkeypatch.setattr(health, "pending_migrations", lambda: ["core.0099_x"])
    assert client.get("/readyz").json()["migrations"] == "not applied"


def test_a_migrated_database_lacks_no_migration():
    assert pending_migrations() == []


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/metrics"])
def test_monitoring_gets_no_cookie(client, address):
    assert not client.get(address).cookies


def test_numbers_are_for_this_machine(client):
    assert b"portal_workers 0" in client.get("/metrics").content


def test_numbers_are_not_for_others(client):
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 404


def test_numbers_are_not_for_those_behind_a_proxy_on_this_machine(client):
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 404


def test_numbers_are_for_the_bearer_of_the_token(client, settings):
    settings.METRICS_TOKEN = "t"
    answer = client.get("/metrics", REMOTE_ADDR="203.0.113.7", headers={"Authorization": "Bearer t"})
    assert answer.status_code == 200


def test_a_wrong_token_opens_nothing(client, settings):
    settings.METRICS_TOKEN = "t"
    answer = client.get("/metrics", REMOTE_ADDR="203.0.113.7", headers={"Authorization": "Bearer ü"})
    assert answer.status_code == 404


def test_mail_that_waits_is_counted(client):
    OutboxMessage.objects.create(key="k", due_at=timezone.now() - timedelta(seconds=90))
    assert b'portal_mail{state="pending"} 1' in client.get("/metrics").content
