"""What keeps machines out, and how it treats people."""

import time

import pytest
import time_machine
from django.test import RequestFactory
from django.utils.translation import override

from core.interests import spam
from core.interests.spam import GuardedForm, new_token, token_age, within_limits


def rendered(seconds_ago: float = 60) -> str:
    with time_machine.travel(time.time() - seconds_ago, tick=False):
        return new_token()


class MessageForm(GuardedForm):
    """With a field that people write into."""

    message = spam.forms.CharField(required=False)


def sent(**data: str) -> MessageForm:
    return MessageForm({"started": rendered(), "leave_empty": "", "message": "Salom", **data})


def test_form_of_a_person_passes():
    assert sent().is_valid()


def test_filled_trap_is_refused_with_words():
    form = sent(leave_empty="http://spam.example")
    with override("en"):
        assert "Leave this field empty" in str(form.non_field_errors())


def test_form_sent_at_once_is_refused():
    assert sent(started=rendered(seconds_ago=1)).non_field_errors().as_data()[0].code == "fast"


def test_same_form_sent_once_more_a_little_later_passes():
    token = rendered(seconds_ago=4)
    assert sent(started=token).is_valid()


def test_form_left_open_over_night_is_refused_and_can_be_sent_again():
    form = sent(started=rendered(seconds_ago=spam.TOO_OLD_SECONDS + 60))
    assert form.non_field_errors().as_data()[0].code == "stale"
    assert token_age(form["started"].value()) < 5


@pytest.mark.parametrize("token", ["", "nonsense", "eyJ0IjoxfQ:1aaaaa:bbbb"])
def test_token_that_is_not_ours_is_refused(token):
    assert sent(started=token).non_field_errors().as_data()[0].code == "stale"


def test_token_signed_for_something_else_is_not_ours():
    from django.core import signing

    assert token_age(signing.dumps([0, "x"], salt="elsewhere")) is None


def test_two_links_pass():
    assert sent(message="https://a.uz and www.b.uz").is_valid()


def test_three_links_are_refused_at_the_field():
    assert "message" in sent(message="https://a.uz http://b.uz www.c.uz").errors


def test_what_was_typed_is_kept():
    assert sent(leave_empty="x", message="Salom")["message"].value() == "Salom"


def test_token_of_a_form_is_the_same_when_sent_twice():
    token = rendered()
    first, second = sent(started=token), sent(started=token)
    assert first.is_valid()
    assert second.is_valid()
    assert first.token == second.token


def test_tokens_of_two_renderings_differ():
    assert new_token() != new_token()


@pytest.fixture
def request_from():
    return lambda address: RequestFactory().post("/", REMOTE_ADDR=address)


def test_fifth_registration_of_an_address_in_a_day_is_too_many(request_from):
    answers = [within_limits(request_from(f"10.0.0.{number}"), "a@people.example") for number in range(5)]
    assert answers == [True] * 4 + [False]


def test_capitals_do_not_make_it_another_address(request_from):
    for number in range(4):
        within_limits(request_from(f"10.0.0.{number}"), "a@people.example")
    assert not within_limits(request_from("10.0.0.9"), "A@People.Example")


def test_one_network_may_send_twenty_an_hour(request_from):
    answers = [within_limits(request_from("10.0.0.1"), f"{number}@people.example") for number in range(21)]
    assert answers == [True] * 20 + [False]


def test_limits_end(request_from):
    with time_machine.travel(time.time(), tick=False) as clock:
        for _ in range(5):
            within_limits(request_from("10.0.0.1"), "a@people.example")
        clock.shift(spam.DAY + 1)
        assert within_limits(request_from("10.0.0.1"), "a@people.example")


def test_counters_do_not_name_anybody(request_from, monkeypatch):
    names: list[str] = []
    monkeypatch.setattr(spam.cache, "add", lambda key, *rest: names.append(key))
    monkeypatch.setattr(spam.cache, "incr", lambda key: 1)
    within_limits(request_from("10.11.12.13"), "aziza@people.example")
    assert names
    assert not any("10.11.12.13" in name or "aziza" in name for name in names)
