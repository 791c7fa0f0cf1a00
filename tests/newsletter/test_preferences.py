"""Changing and ending it, by the links in a mail."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.models import OutboxMessage
from newsletter import links
from newsletter.services import sending
from tests.factories.newsletter import SubscriberFactory, issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return SubscriberFactory()


def path(kind: str, reader) -> str:
    return f"/en/newsletter/{kind}/{links.manage_token(reader)}/"


@pytest.mark.parametrize("kind", ["preferences", "unsubscribe"])
@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_pages_open_in_every_language(kind, language, reader):
    assert Client().get(path(kind, reader).replace("/en/", f"/{language}/")).status_code == 200


@pytest.mark.parametrize("kind", ["preferences", "unsubscribe"])
def test_pages_do_not_show_the_address(kind, reader):
    assert reader.email not in Client().get(path(kind, reader)).content.decode()


def test_opening_the_link_ends_nothing(reader):
    Client().get(path("unsubscribe", reader))
    reader.refresh_from_db()
    assert reader.state == "confirmed"


def test_mail_program_ends_it_with_one_post_without_cookie_or_token(reader):
    client = Client(enforce_csrf_checks=True)
    response = client.post(path("unsubscribe", reader), {"List-Unsubscribe": "One-Click"})
    reader.refresh_from_db()
    assert (response.status_code, reader.state, reader.purposes) == (200, "unsubscribed", [])


def test_ending_twice_is_one_step(reader):
    Client().post(path("unsubscribe", reader))
    assert Client().post(path("unsubscribe", reader)).status_code == 200
    assert reader.events.filter(what="unsubscribed").count() == 1


@pytest.mark.parametrize("kind", ["preferences", "unsubscribe"])
def test_forged_link_is_not_found(kind):
    assert Client().post(f"/en/newsletter/{kind}/abc:def/").status_code == 404


def test_choice_can_be_changed(reader):
    Client().post(path("preferences", reader), {"purposes": ["campaigns"], "language": "ru"})
    reader.refresh_from_db()
    assert (reader.purposes, reader.language) == (["campaigns"], "ru")


def test_choosing_nothing_ends_it(reader):
    Client().post(path("preferences", reader), {"language": "en"})
    reader.refresh_from_db()
    assert reader.state == "unsubscribed"


def test_choosing_again_begins_again(reader):
    Client().post(path("unsubscribe", reader))
    Client().post(path("preferences", reader), {"purposes": ["news"], "language": "en"})
    reader.refresh_from_db()
    assert (reader.state, reader.unsubscribed_at) == ("confirmed", None)


@pytest.mark.parametrize(
    "bad", [{"purposes": ["x"], "language": "en"}, {"purposes": ["news"], "language": "de"}]
)
def test_bad_choice_changes_nothing(bad, reader):
    assert Client().post(path("preferences", reader), bad).status_code == 422
    reader.refresh_from_db()
    assert (reader.purposes, reader.language) == (["news"], "en")


def test_change_needs_the_forms_token(reader):
    client = Client(enforce_csrf_checks=True)
    assert client.post(path("preferences", reader), {"purposes": ["villages"]}).status_code == 403


def test_what_waits_in_the_outbox_is_not_sent_any_more(reader):
    made = issue(en="Winter")
    sending.go_on(sending.start(made, actor=None))
    Client().post(path("unsubscribe", reader))
    assert not OutboxMessage.objects.filter(template="newsletter/mail/issue").exists()


def test_what_is_being_sent_is_not_tried_again_once_it_is_ended(reader):
    """Its server puts it off, or the worker dies."""
    sending.go_on(sending.start(issue(en="Winter"), actor=None))
    taken = OutboxMessage.objects.claim(timezone.now(), timedelta(minutes=5))
    Client().post(path("unsubscribe", reader))
    assert not OutboxMessage.objects.filter(pk=taken.pk).exists()


@pytest.mark.parametrize(("chosen", "number"), [("campaigns", 0), ("news", 1)])
def test_what_waits_goes_with_its_purpose(reader, chosen, number):
    sending.go_on(sending.start(issue(en="Winter"), actor=None))
    Client().post(path("preferences", reader), {"purposes": [chosen], "language": "en"})
    assert OutboxMessage.objects.filter(template="newsletter/mail/issue").count() == number


def test_and_with_a_new_confirmation_of_other_purposes(reader):
    sending.go_on(sending.start(issue(en="Winter"), actor=None))
    Client().post(links.confirm_url(reader, ["campaigns"], "en", "2026-11"))
    assert not OutboxMessage.objects.filter(template="newsletter/mail/issue").exists()
