"""An address that its mail server refuses for good is set aside: no more mails, and what was agreed to is kept."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from core import mail
from core.models import OutboxMessage
from newsletter import links
from newsletter.models import Subscriber
from newsletter.services import sending, subscriptions
from newsletter.tasks import send_issues
from tests.factories.accounts import UserFactory
from tests.factories.newsletter import SubscriberFactory, issue

pytestmark = pytest.mark.django_db
GONE = (550, b"5.1.1 <reader@people.example>: Recipient address rejected: User unknown")


@pytest.fixture
def reader():
    return SubscriberFactory(email="reader@people.example")


def answer(monkeypatch, code: int, words: bytes | str) -> None:
    """Every server answers so to every receiver."""

    def refuse(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (code, words)})

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)


def send(title: str = "Winter") -> None:
    sending.start(issue(en=title), actor=UserFactory())
    send_issues()
    mail.send_due()


def state_of(reader: Subscriber) -> str:
    return Subscriber.objects.get(pk=reader.pk).state


def written_to() -> int:
    return OutboxMessage.objects.filter(template=sending.TEMPLATE).count()


def test_a_refused_address_is_set_aside_and_its_consent_kept(reader, monkeypatch):
    answer(monkeypatch, *GONE)
    send()
    row = Subscriber.objects.get()
    assert (row.state, row.purposes, row.consent_version) == ("refused", ["news"], "2026-11")
    assert row.confirmed_at
    assert [(event.what, event.purposes) for event in row.events.all()] == [("refused", ["news"])]


def test_the_next_issue_is_not_written_to_it(reader, monkeypatch):
    answer(monkeypatch, *GONE)
    send()
    send("Spring")
    assert written_to() == 1


def test_what_waits_for_it_in_the_outbox_goes(reader, monkeypatch):
    answer(monkeypatch, *GONE)
    for title in ("Winter", "Spring"):
        sending.go_on(sending.start(issue(en=title), actor=UserFactory()))
    mail.send_due(most=1)
    assert not OutboxMessage.objects.filter(state=OutboxMessage.State.PENDING).exists()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (450, b"4.2.1 mailbox busy"),
        (550, b"5.7.1 message looks like spam"),
        (554, b"5.7.1 relay access denied"),
        (550, b"relay not permitted"),
        (552, b"5.2.2 mailbox is full"),
        (530, b"authentication required"),
    ],
)
def test_what_is_not_about_the_address_sets_nobody_aside(reader, monkeypatch, code, words):
    answer(monkeypatch, code, words)
    send()
    assert state_of(reader) == "confirmed"


@pytest.mark.parametrize(
    ("code", "words"), [(550, b"no such user here"), (553, "5.1.3 bad address"), (550, b"5.2.1 disabled")]
)
def test_servers_say_it_in_several_ways(reader, monkeypatch, code, words):
    answer(monkeypatch, code, words)
    send()
    assert state_of(reader) == "refused"


def test_other_mails_and_another_address_of_the_mailbox_say_nothing(reader, monkeypatch):
    answer(monkeypatch, *GONE)
    subscriptions.ask(email=reader.email, purposes=["news"], language="en", submission="x")
    mail.send_due()
    assert state_of(reader) == "confirmed"
    sending.go_on(sending.start(issue(en="Winter"), actor=UserFactory()))
    Subscriber.objects.update(email="reader+home@people.example")
    mail.send_due()
    assert state_of(reader) == "confirmed"


def test_a_new_subscription_begins_with_a_confirmation(reader, monkeypatch):
    answer(monkeypatch, *GONE)
    send()
    subscriptions.ask(email=reader.email, purposes=["villages"], language="ru", submission="y")
    row = Subscriber.objects.get()
    assert row.state == "refused"
    token = links.confirm_url(row, ["villages"], "ru", "2026-11").rsplit("/", 2)[1]
    Client().post(f"/ru/newsletter/confirm/{token}/")
    row.refresh_from_db()
    assert (row.state, row.purposes, row.language) == ("confirmed", ["villages"], "ru")


def test_an_older_confirmation_does_not_begin_it_again(reader, monkeypatch):
    path = links.confirm_url(reader, ["news"], "en", "2026-11").rsplit("/", 2)[1]
    answer(monkeypatch, *GONE)
    send()
    assert Client().post(f"/en/newsletter/confirm/{path}/").status_code == 410
    assert state_of(reader) == "refused"


def test_preferences_lead_to_subscribing_and_ending_still_works(reader, monkeypatch):
    answer(monkeypatch, *GONE)
    send()
    token = links.manage_token(reader)
    page = Client().post(f"/en/newsletter/preferences/{token}/", {"purposes": ["news"], "language": "en"})
    assert (page.status_code, state_of(reader)) == (410, "refused")
    assert 'href="/en/newsletter/"' in page.content.decode()
    assert Client().get(f"/en/newsletter/preferences/{token}/").status_code == 410
    Client().post(f"/en/newsletter/unsubscribe/{token}/")
    assert state_of(reader) == "unsubscribed"


def test_ending_it_does_not_prove_the_address(reader, monkeypatch):
    answer(monkeypatch, *GONE)
    send()
    token, client = links.manage_token(reader), Client()
    for ended in (client.get, client.post):
        words = ended(f"/en/newsletter/unsubscribe/{token}/").content.decode()
        assert "That was a mistake" not in words
        assert 'href="/en/newsletter/"' in words
    again = client.post(f"/en/newsletter/preferences/{token}/", {"purposes": ["news"], "language": "en"})
    assert (again.status_code, state_of(reader)) == (410, "unsubscribed")


def test_it_is_forgotten_a_year_after_the_refusal(reader, monkeypatch):
    answer(monkeypatch, *GONE)
    send()
    with time_machine.travel(timezone.now() + timedelta(days=364)):
        subscriptions.forget()
        assert Subscriber.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        subscriptions.forget()
        assert not Subscriber.objects.exists()


def test_a_subscriber_that_cannot_be_noted_is_asked_again_with_the_mail(reader, monkeypatch):
    """The failed message and what is made of it are one transaction."""
    answer(monkeypatch, *GONE)

    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("newsletter.services.refusals.drop_waiting", fails)
    with pytest.raises(RuntimeError):
        send()
    assert (state_of(reader), OutboxMessage.objects.get().state) == ("confirmed", "sending")
