"""The limits on a site without Redis, where they count in a table."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as ours
from django.test import RequestFactory

from core.interests import spam
from donations.services import declines, limits, payments
from safeguarding.concerns import limits as concerns
from tests.donations.test_card_testing import attack
from tests.factories.donations import begun, release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("database_cache")]
IP = "203.0.113.7"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2027-01-15T10:00:00Z", tick=False) as traveller:
        yield traveller


def passes(ip: str, email: str) -> bool:
    try:
        limits.check_sending(ip=ip, email=email)
    except limits.TooMany:
        return False
    return True


def test_twenty_an_hour_are_twenty_in_whatever_steps(clock):
    passed = 0
    for step in range(11):
        passed += sum(passes(IP, f"a{step}-{number}@donors.example") for number in range(20))
        clock.shift(301)
    assert passed == ours.DONATION_RATE_LIMITS["ip"][0]


def test_a_thousand_tries_from_one_address_are_twenty_among_those_of_others(clock):
    reached = 0
    for number in range(1000):
        if number % 5 == 0:
            passes(f"10.{number // 250}.{number % 250}.1", f"d{number}@donors.example")
        reached += passes(IP, f"m{number}@donors.example")
    assert reached == ours.DONATION_RATE_LIMITS["ip"][0]


def test_tries_from_everywhere_are_stopped_by_their_declines(clock):
    reached = attack(clock, [f"{number}.7.7.9" for number in range(1, 224)], tries=1000)
    most, window = ours.DONATION_RATE_LIMITS_ON_GUARD["everybody"]
    assert declines.are_many()
    assert reached <= ours.DECLINE_GUARD["least"] + most * (3600 // window + 1)


def test_the_guard_stands_among_the_counters_of_others():
    for _ in range(ours.DECLINE_GUARD["least"]):
        payments.apply(release(begun()))
    for number in range(150):
        passes(f"10.{number}.0.1", f"m{number}@donors.example")
    assert declines.are_many()


def test_wrong_codes_are_limited_in_whatever_steps(clock):
    most, _window = ours.DONATION_RATE_LIMITS["guess"]
    for number in range(most):
        limits.check_guesses(ip=IP)
        limits.count_guess(ip=IP)
        if number % 5 == 0:
            clock.shift(301)
    with pytest.raises(limits.TooMany):
        limits.check_guesses(ip=IP)


def test_so_do_the_limits_of_other_forms(clock):
    request = RequestFactory().post("/", REMOTE_ADDR=IP)
    wrote, tried = [], []
    for _ in range(11):
        wrote.append(spam.within_limits(request, "a@donors.example"))
        tried.append(concerns.within_limits(request, "code"))
        clock.shift(timedelta(seconds=301))
    assert wrote == [True] * 4 + [False] * 7
    assert tried == [True] * 10 + [False]
