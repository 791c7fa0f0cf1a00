"""Somebody ends it while an issue is written to them. On PostgreSQL with its real locks."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection

from core.models import OutboxMessage
from newsletter.models import Issue
from newsletter.services import sending, subscriptions
from tests.factories.newsletter import SubscriberFactory, issue

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_who_ends_it_in_the_moment_of_writing_gets_nothing_more(monkeypatch):
    reader = SubscriberFactory()
    made = sending.start(issue(en="Winter"), actor=None)
    read, ended = Event(), Event()
    write = sending._write

    def write_slowly(*args: object) -> bool:
        read.set()
        ended.wait(2)  # in vain where ending it has to wait for us
        return write(*args)

    def end() -> None:
        try:
            read.wait(20)
            subscriptions.unsubscribe(reader)
            ended.set()
        finally:
            connection.close()

    monkeypatch.setattr(sending, "_write", write_slowly)
    with ThreadPoolExecutor(1) as pool:
        ending = pool.submit(end)
        sending.go_on(made)
        ending.result(20)
    assert Issue.objects.get(pk=made.pk).state == Issue.State.SENT
    assert not OutboxMessage.objects.filter(template=sending.TEMPLATE).exists()
