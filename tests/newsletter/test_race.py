"""Somebody ends it, or takes a page offline, while an issue is written to them. On PostgreSQL with its real locks."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection

from core.models import OutboxMessage
from newsletter.models import Issue
from newsletter.services import sending, subscriptions
from programmes.models import VillagePage
from tests.factories.newsletter import SubscriberFactory, issue, write

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


def test_a_page_that_goes_offline_in_the_moment_of_writing_goes_from_the_mails(monkeypatch):
    SubscriberFactory()
    page = VillagePage.objects.filter(locale__language_code="en").first()
    made = issue()
    write(made, "en", "Winter", [("read_on", {"page": page.pk, "text": "Zumradxon draws", "label": "Read"})])
    sending.start(made, actor=None)
    read, offline = Event(), Event()
    put_together = sending.letters

    def put_together_slowly(issue: Issue) -> dict[str, object]:
        found = put_together(issue)
        read.set()
        offline.wait(2)  # in vain where what waits is written anew only after us
        return found

    def take_offline() -> None:
        try:
            read.wait(20)
            page.unpublish()
            offline.set()
        finally:
            connection.close()

    monkeypatch.setattr(sending, "letters", put_together_slowly)
    with ThreadPoolExecutor(1) as pool:
        taking = pool.submit(take_offline)
        sending.go_on(made)
        taking.result(20)
    assert "Zumradxon" not in OutboxMessage.objects.get(template=sending.TEMPLATE).html
