"""Subscribing: nothing is sent before the owner of an address has confirmed it."""

import logging
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.utils import timezone

from core.models import OutboxMessage
from newsletter import links
from newsletter.models import Subscriber
from newsletter.services import subscriptions
from tests.factories.concerns import old_token
from tests.factories.newsletter import SubscriberFactory

pytestmark = pytest.mark.django_db
FORM = "/en/newsletter/"


def filled(**fields: object) -> dict[str, object]:
    answers = {"email": "aziza@people.example", "purposes": ["news", "villages"], "consent": "on"}
    return answers | {"started": old_token(), "leave_empty": ""} | fields


def mailed_path(to: str = "aziza@people.example") -> str:
    text = OutboxMessage.objects.filter(to=to).latest("pk").text
    return urlsplit(re.search(r"http\S+/confirm/\S+", text).group()).path


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
@pytest.mark.parametrize("address", ["", "thanks/"])
def test_pages_open_in_every_language(language, address):
    assert Client().get(f"/{language}/newsletter/{address}").status_code == 200


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_every_page_leads_to_the_form(language):
    assert f'href="/{language}/newsletter/"' in Client().get(f"/{language}/").content.decode()


def test_asking_leaves_the_subscriber_unconfirmed_and_without_purposes():
    assert Client().post(FORM, filled()).url == "/en/newsletter/thanks/"
    row = Subscriber.objects.get()
    assert (row.state, row.purposes, row.language) == ("pending", [], "en")


def test_mail_with_the_link_is_in_the_language_of_the_page():
    Client().post("/ru/newsletter/", filled())
    message = OutboxMessage.objects.get()
    assert (message.language, message.sensitive) == ("ru", True)
    assert "/ru/newsletter/confirm/" in message.text


def test_link_names_nobody():
    Client().post(FORM, filled())
    assert "aziza" not in mailed_path()


def test_opening_the_link_confirms_nothing():
    Client().post(FORM, filled())
    assert Client().get(mailed_path()).status_code == 200
    assert Subscriber.objects.get().state == "pending"


def test_button_behind_the_link_confirms_what_was_chosen():
    Client().post(FORM, filled())
    Client().post(mailed_path())
    row = Subscriber.objects.get()
    assert (row.state, row.purposes, row.consent_version) == ("confirmed", ["news", "villages"], "2026-11")


def test_history_has_each_step():
    Client().post(FORM, filled())
    Client().post(mailed_path())
    events = [(event.what, event.purposes) for event in Subscriber.objects.get().events.order_by("pk")]
    assert events == [("asked", ["news", "villages"]), ("confirmed", ["news", "villages"])]


def test_confirming_twice_is_one_step():
    Client().post(FORM, filled())
    path = mailed_path()
    Client().post(path)
    assert Client().post(path, follow=True).status_code == 200
    assert Subscriber.objects.get().events.filter(what="confirmed").count() == 1


def test_of_two_confirmations_at_once_the_second_changes_nothing():
    Client().post(FORM, filled())
    token = mailed_path().split("/")[-2]
    first, second = links.read_confirm(token), links.read_confirm(token)
    assert (subscriptions.confirm(first), subscriptions.confirm(second)) == (True, False)
    assert Subscriber.objects.get().turn == 1


def test_old_link_does_not_begin_again_what_was_ended():
    Client().post(FORM, filled())
    path = mailed_path()
    Client().post(path)
    subscriptions.unsubscribe(Subscriber.objects.get())
    assert Client().post(path).status_code == 410
    assert Subscriber.objects.get().state == "unsubscribed"


def test_link_is_good_for_seven_days():
    Client().post(FORM, filled())
    path = mailed_path()
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=5), tick=False):
        assert Client().post(path).status_code == 410
    assert Subscriber.objects.get().state == "pending"


@pytest.mark.parametrize("token", ["x", "a:b:c", "%20"])
def test_forged_link_is_not_found(token):
    assert Client().post(f"/en/newsletter/confirm/{token}/").status_code == 404


def test_link_that_ends_it_does_not_confirm():
    row = SubscriberFactory(state="pending")
    assert Client().post(f"/en/newsletter/confirm/{links.manage_token(row)}/").status_code == 404


def test_known_address_gets_the_same_answer_and_keeps_its_choice():
    SubscriberFactory(email="aziza@people.example", wants_news=False, wants_campaigns=True)
    known, unknown = Client().post(FORM, filled()), Client().post(FORM, filled(email="new@people.example"))
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert OutboxMessage.objects.values("template").distinct().count() == 1
    assert Subscriber.objects.get(email="aziza@people.example").purposes == ["campaigns"]


def test_mailbox_is_one_subscriber_however_it_is_typed():
    SubscriberFactory(email="aziza@people.example")
    Client().post(FORM, filled(email="Aziza+news@people.example"))
    assert Subscriber.objects.count() == 1


def test_form_sent_twice_mails_once():
    form = filled()
    Client().post(FORM, form)
    Client().post(FORM, form)
    assert OutboxMessage.objects.count() == 1


@pytest.mark.parametrize(
    "bad",
    [
        {"email": "x"},
        {"email": ""},
        {"purposes": []},
        {"purposes": ["all"]},
        {"consent": ""},
        {"leave_empty": "x"},
    ],
)
def test_bad_answers_are_asked_again_and_mail_nobody(bad):
    response = Client().post(FORM, filled(**bad))
    assert response.status_code == 422
    assert not OutboxMessage.objects.exists()


def test_one_address_is_not_flooded():
    codes = [Client().post(FORM, filled()).status_code for _ in range(5)]
    assert codes == [302] * 4 + [422]


def test_one_mailbox_is_not_flooded_however_its_address_is_typed():
    typed = (f"Aziza+{number}@people.example" for number in range(5))
    codes = [Client().post(FORM, filled(email=email)).status_code for email in typed]
    assert codes == [302] * 4 + [422]


def test_no_address_is_logged(caplog):
    caplog.set_level(logging.INFO)
    Client().post(FORM, filled())
    Client().post(mailed_path())
    assert "aziza" not in caplog.text


def test_who_never_confirms_is_forgotten_after_a_month():
    pending = SubscriberFactory(state="pending")
    late = SubscriberFactory(state="pending", asked_at=timezone.now() - timedelta(days=31))
    confirmed = SubscriberFactory(asked_at=timezone.now() - timedelta(days=400))
    assert subscriptions.forget() == 1
    assert set(Subscriber.objects.values_list("pk", flat=True)) == {pending.pk, confirmed.pk}
    assert late.pk


def test_who_ended_it_is_forgotten_after_a_year():
    SubscriberFactory(state="unsubscribed", unsubscribed_at=timezone.now() - timedelta(days=366))
    SubscriberFactory(state="unsubscribed", unsubscribed_at=timezone.now() - timedelta(days=300))
    assert subscriptions.forget() == 1


def test_link_confirms_the_address_it_was_mailed_to_only():
    subscriptions.ask(email="a+b@people.example", purposes=["news"], language="en", submission="one")
    theirs = mailed_path("a+b@people.example")
    subscriptions.ask(email="a@people.example", purposes=["news"], language="en", submission="two")
    assert Client().post(theirs).status_code == 404
    assert Subscriber.objects.get().state == "pending"
    assert Client().post(mailed_path("a@people.example")).status_code == 302
    assert Subscriber.objects.get().state == "confirmed"


def test_link_is_good_however_the_letters_of_the_address_are_typed_later():
    subscriptions.ask(email="A@people.example", purposes=["news"], language="en", submission="one")
    first = mailed_path("A@people.example")
    subscriptions.ask(email="a@People.example", purposes=["news"], language="en", submission="two")
    Client().post(first)
    assert Subscriber.objects.get().state == "confirmed"


def test_link_from_before_links_named_an_address_is_none_of_ours():
    row = SubscriberFactory(state="pending")
    token = signing.dumps([row.key, ["news"], "en", "2026-11", 0], salt="newsletter.confirm")
    assert Client().post(f"/en/newsletter/confirm/{token}/").status_code == 404


def test_preferences_of_an_earlier_address_do_not_begin_a_new_one():
    """To some hosts a+b@ is somebody else: who proved that one must not subscribe a@."""
    row = SubscriberFactory(email="a+b@people.example")
    subscriptions.unsubscribe(row)
    subscriptions.ask(email="a@people.example", purposes=["news"], language="en", submission="one")
    path = f"/en/newsletter/preferences/{links.manage_token(row)}/"
    assert Client().post(path, {"purposes": ["news"], "language": "en"}).status_code == 410
    assert Subscriber.objects.get().state == "unsubscribed"


def test_address_confirmed_in_the_same_moment_stays_as_it_was_proven(monkeypatch):
    row = SubscriberFactory(email="a+b@people.example", state="pending")
    known = Subscriber.objects.get(pk=row.pk)
    Subscriber.objects.filter(pk=row.pk).update(state="confirmed")
    monkeypatch.setattr(Subscriber.objects, "get_or_create", lambda **kwargs: (known, False))
    subscriptions.ask(email="a@people.example", purposes=["news"], language="en", submission="one")
    assert Subscriber.objects.get().email == "a+b@people.example"


def test_the_same_form_with_a_mended_address_mails_there_too():
    form = filled(email="a+b@people.example")
    Client().post(FORM, form)
    Client().post(FORM, form | {"email": "a@people.example"})
    assert Client().post(mailed_path("a@people.example")).status_code == 302


def test_the_same_form_with_another_choice_mails_that():
    form = filled(purposes=["news"])
    Client().post(FORM, form)
    Client().post(FORM, form | {"purposes": ["news", "campaigns"]})
    Client().post(mailed_path())
    assert Subscriber.objects.get().purposes == ["news", "campaigns"]


def test_the_same_form_from_before_it_was_ended_mails_a_link_that_begins_it_again():
    form = filled()
    Client().post(FORM, form)
    Client().post(mailed_path())
    subscriptions.unsubscribe(Subscriber.objects.get())
    Client().post(FORM, form)
    assert Client().post(mailed_path()).status_code == 302
    assert Subscriber.objects.get().state == "confirmed"


@pytest.mark.parametrize(("within", "answers"), [("2001:db8::{}", 422), ("2001:db8:{}::1", 302)])
def test_a_network_of_ipv6_is_one_sender(within, answers):
    for number in range(20):
        client = Client(REMOTE_ADDR=within.format(number + 1))
        assert client.post(FORM, filled(email=f"r{number}@people.example")).status_code == 302
    last = Client(REMOTE_ADDR=within.format(99))
    assert last.post(FORM, filled(email="last@people.example")).status_code == answers


def test_errors_are_told_in_the_order_of_the_page(client):
    html = client.post("/en/newsletter/", {}).content.decode()
    summary, _errors, form = html.partition("<form")
    assert summary.index("#id_purposes") < summary.index("#id_email") < summary.index("#id_consent")
    assert form.index('name="purposes"') < form.index('name="email"') < form.index('name="consent"')
