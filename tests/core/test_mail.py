"""The outbox: in the transaction, once a key, in the receiver's language, sent though workers die."""

import copy
import smtplib
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
import time_machine
from django.core import mail as django_mail
from django.db import transaction
from django.utils import timezone

from core import mail
from core.mail.delivery import LEASE, MOST_ATTEMPTS
from core.mail.rendering import render
from core.models import OutboxMessage
from core.tasks import forget_old_mail

pytestmark = pytest.mark.django_db
State = OutboxMessage.State


@pytest.fixture(autouse=True)
def _templates(settings, tmp_path):
    (tmp_path / "hello_subject.txt").write_text("Hello\n {{ name }}")
    (tmp_path / "hello.txt").write_text(
        '{% extends "emails/base.txt" %}{% load i18n %}{% block content %}{{ name }} '
        "{% get_current_language as now %}{{ now }}{% endblock %}"
    )
    (tmp_path / "hello.html").write_text(
        '{% extends "emails/base.html" %}{% block content %}<p>{{ name }}</p>{% endblock %}'
    )
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(tmp_path)
    settings.TEMPLATES = templates


def enqueue(key="hello:1", **changes):
    values = {"to": "a@x.example", "language": "uz", "template": "hello", "context": {"name": "O'g'il"}}
    return mail.enqueue(key=key, **(values | changes))


def fail_with(monkeypatch, error):
    def refuse(self, messages):
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)


def test_a_second_message_with_the_same_key_is_the_first():
    assert enqueue().pk == enqueue(to="b@x.example").pk


def test_a_second_message_with_the_same_key_changes_nothing():
    enqueue()
    enqueue(to="b@x.example")
    assert OutboxMessage.objects.get().to == "a@x.example"


def test_a_message_is_rendered_in_the_receivers_language():
    assert "uz-cyrl" in enqueue(language="uz-cyrl").text


def test_plain_text_keeps_apostrophes():
    assert "O'g'il" in enqueue().text


def test_html_escapes_what_people_typed():
    assert "<b>" not in enqueue(context={"name": "<b>"}).html


def test_a_line_end_in_a_subject_is_a_space():
    assert enqueue().subject == "Hello O'g'il"


def test_the_message_rolls_back_with_its_cause():
    with transaction.atomic():
        enqueue()
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


def test_of_two_at_once_with_one_key_the_first_stands_and_the_second_goes_on(monkeypatch):
    def render_while_a_rival_writes(*args):
        OutboxMessage.objects.create(key="hello:1", to="first@x.example", due_at=timezone.now())
        return render(*args)

    monkeypatch.setattr("core.mail.queue.render", render_while_a_rival_writes)
    with transaction.atomic():
        enqueue()
        assert OutboxMessage.objects.get().to == "first@x.example"


def test_what_is_due_is_sent_to_its_receiver():
    enqueue()
    mail.send_due()
    assert django_mail.outbox[0].to == ["a@x.example"]


def test_a_sent_message_is_not_sent_again():
    enqueue()
    mail.send_due()
    mail.send_due()
    assert len(django_mail.outbox) == 1


def test_a_message_has_text_and_html():
    enqueue()
    mail.send_due()
    assert [part.get_content_type() for part in django_mail.outbox[0].message().get_payload()] == [
        "text/plain",
        "text/html",
    ]


def test_headers_of_the_caller_are_sent():
    enqueue(headers={"List-Unsubscribe": "<https://x.example/>"})
    mail.send_due()
    assert django_mail.outbox[0].message()["List-Unsubscribe"] == "<https://x.example/>"


def test_a_message_taken_by_a_live_worker_is_left_alone():
    enqueue()
    OutboxMessage.objects.claim(timezone.now(), LEASE)
    assert mail.send_due() == 0


def test_a_message_whose_worker_died_is_sent_when_the_lease_ends():
    enqueue()
    OutboxMessage.objects.claim(timezone.now(), LEASE)
    with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=1), tick=False):
        mail.send_due()
    assert OutboxMessage.objects.get().state == State.SENT


def test_a_message_sent_twice_has_one_message_id():
    enqueue()
    mail.send_due()
    OutboxMessage.objects.update(state=State.PENDING)
    mail.send_due()
    assert len({message.message()["Message-ID"] for message in django_mail.outbox}) == 1


def test_a_failed_attempt_waits_for_another(monkeypatch):
    enqueue()
    fail_with(monkeypatch, ConnectionRefusedError())
    mail.send_due()
    message = OutboxMessage.objects.get()
    assert (message.state, message.due_at > timezone.now()) == (State.PENDING, True)


def test_the_wait_grows(monkeypatch):
    enqueue()
    fail_with(monkeypatch, ConnectionRefusedError())
    waits = []
    for _ in range(3):
        OutboxMessage.objects.update(due_at=timezone.now())
        mail.send_due()
        waits.append(OutboxMessage.objects.get().due_at - timezone.now())
    assert waits == sorted(waits)


def test_the_last_attempt_gives_up(monkeypatch):
    enqueue()
    fail_with(monkeypatch, ConnectionRefusedError())
    for _ in range(MOST_ATTEMPTS):
        OutboxMessage.objects.update(due_at=timezone.now())
        mail.send_due()
    assert OutboxMessage.objects.get().state == State.FAILED


def test_a_message_that_takes_every_worker_down_is_given_up():
    enqueue()
    OutboxMessage.objects.update(attempts=MOST_ATTEMPTS)
    mail.send_due()
    assert (OutboxMessage.objects.get().state, django_mail.outbox) == (State.FAILED, [])


def test_an_address_that_is_refused_for_good_is_not_tried_again(monkeypatch):
    enqueue()
    fail_with(monkeypatch, smtplib.SMTPRecipientsRefused({"a@x.example": (550, b"no such user")}))
    mail.send_due()
    assert OutboxMessage.objects.get().state == State.FAILED


def test_an_address_that_is_busy_is_tried_again(monkeypatch):
    enqueue()
    fail_with(monkeypatch, smtplib.SMTPRecipientsRefused({"a@x.example": (451, b"greylisted")}))
    mail.send_due()
    assert OutboxMessage.objects.get().state == State.PENDING


def test_no_address_is_logged(monkeypatch, caplog):
    enqueue()
    fail_with(monkeypatch, smtplib.SMTPRecipientsRefused({"a@x.example": (550, b"a@x.example?")}))
    mail.send_due()
    assert "a@x.example" not in caplog.text


def test_one_failure_does_not_hold_up_the_next(monkeypatch):
    enqueue("hello:1", to="bad@x.example")
    enqueue("hello:2")
    send = django_mail.EmailMultiAlternatives.send

    def refuse_one(message):
        if message.to == ["bad@x.example"]:
            raise ConnectionResetError
        return send(message)

    monkeypatch.setattr(django_mail.EmailMultiAlternatives, "send", refuse_one)
    mail.send_due()
    assert OutboxMessage.objects.get(key="hello:2").state == State.SENT


def test_a_code_is_forgotten_once_sent():
    enqueue(sensitive=True)
    mail.send_due()
    message = OutboxMessage.objects.get()
    assert (message.text, message.html) == ("", "")


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "core.mail.FileBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path / "mail"


def test_the_file_backend_writes_one_file_a_message(folder):
    enqueue("hello:1")
    enqueue("hello:2")
    mail.send_due()
    assert len(list(folder.iterdir())) == 2


def test_a_resent_message_takes_the_place_of_its_file(folder):
    enqueue()
    mail.send_due()
    OutboxMessage.objects.update(state=State.PENDING)
    mail.send_due()
    assert len(list(folder.iterdir())) == 1


def test_the_file_is_the_whole_message(folder):
    enqueue()
    mail.send_due()
    message = message_from_bytes(next(folder.glob("hello-1-*.eml")).read_bytes(), policy=default)
    assert "O'g'il" in message.get_body(("plain",)).get_content()


def test_mail_that_did_not_come_from_the_outbox_is_written_too(folder):
    django_mail.send_mail("s", "t", "a@x.example", ["b@x.example"])
    assert len(list(folder.iterdir())) == 1


def test_after_a_month_nothing_is_kept_that_leads_to_the_receiver():
    enqueue(headers={"List-Unsubscribe": "<https://x.example/newsletter/unsubscribe/token/>"})
    mail.send_due()
    OutboxMessage.objects.update(created_at=timezone.now() - timedelta(days=31))
    forget_old_mail()
    message = OutboxMessage.objects.get()
    assert (message.key, message.to, message.text, message.headers) == ("hello:1", "", "", {})
