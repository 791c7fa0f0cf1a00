"""A machine that tries stolen cards: what it gets through, who is told, and that donors can still give."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle

import pytest
import time_machine
from django.conf import settings as ours
from django.core.cache import cache

from core.models import OutboxMessage
from donations.models import Payment
from donations.services import declines, limits, payments
from tests.donations.test_donate_form import form
from tests.factories.donations import begun, release, settle

pytestmark = pytest.mark.django_db
TRIES = 20_000
AN_HOUR = timedelta(minutes=59)
STEP = 100  # tries between two looks at the clock
STAFF = "payments@sos.example"


@pytest.fixture(autouse=True)
def clock(settings) -> Iterator[time_machine.Traveller]:
    settings.PAYMENTS_ALERT_EMAILS = [STAFF]
    cache.clear()
    with time_machine.travel("2027-01-15T10:00:00Z", tick=False) as traveller:
        yield traveller


def attack(
    clock: time_machine.Traveller, addresses: list[str], mailboxes: int = TRIES, tries: int = TRIES
) -> int:
    """All tries within an hour, each card declined; returns how many reached the provider."""
    reached = 0
    turn = cycle(addresses)
    for number in range(tries):
        if number % STEP == 0:
            clock.shift(AN_HOUR / tries * STEP)
        try:
            limits.check_sending(ip=next(turn), email=f"m{number % mailboxes}@mail.example")
        except limits.TooMany:
            continue
        reached += 1
        payments.apply(release(begun()))
    return reached


def alerts() -> list[str]:
    return [row.text for row in OutboxMessage.objects.filter(to=STAFF).order_by("pk")]


def test_twenty_thousand_tries_from_one_address_are_twenty(clock):
    assert attack(clock, ["203.0.113.7"]) == ours.DONATION_RATE_LIMITS["ip"][0]
    assert len(alerts()) == 1  # that somebody knocks


def test_twenty_thousand_tries_from_one_network_are_few(clock):
    reached = attack(clock, [f"203.0.113.{number}" for number in range(256)])
    assert reached <= ours.DECLINE_GUARD["least"]


def test_twenty_thousand_tries_from_everywhere_are_stopped_by_their_declines(clock):
    """Each from a network and a mailbox of its own: nothing gives them away but that no card is good."""
    everywhere = [f"{a}.{b}.7.9" for a in range(1, 101) for b in range(1, 201)]
    reached = attack(clock, everywhere)
    most, window = ours.DONATION_RATE_LIMITS_ON_GUARD["everybody"]
    assert reached <= ours.DECLINE_GUARD["least"] + most * (3600 // window + 1)
    assert len([one for one in alerts() if "sandbox" in one]) <= 2  # one for each hour that it touches


def test_meanwhile_a_donor_elsewhere_can_give(client, clock):
    attack(clock, [f"203.0.113.{number}" for number in range(256)], tries=1000)
    assert declines.are_many()
    assert client.post("/en/donate/", form(token="a donor"), REMOTE_ADDR="198.51.100.3").status_code == 302


def test_the_guard_ends_by_itself(clock):
    for _ in range(ours.DECLINE_GUARD["least"]):
        payments.apply(release(begun()))
    assert declines.are_many()
    clock.shift(ours.DECLINE_GUARD["lasts"] + 1)
    assert not declines.are_many()


def test_declines_among_gifts_are_everyday(clock):
    for number in range(ours.DECLINE_GUARD["least"]):
        payments.apply(settle(begun()))
        payments.apply(release(begun()))
        assert not declines.are_many(), number
    assert not alerts()


def test_people_are_told_once_with_the_number(clock):
    for _ in range(ours.DECLINE_GUARD["least"] + 20):
        payments.apply(release(begun()))
    (reason,) = alerts()
    assert str(ours.DECLINE_GUARD["least"]) in reason
    assert "sandbox" in reason


@pytest.mark.parametrize(
    ("ip", "neighbourhood"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_neighbourhoods(ip, neighbourhood):
    assert limits.neighbourhood_of(ip) == neighbourhood


def test_nothing_that_was_stopped_is_a_payment(clock):
    reached = attack(clock, ["203.0.113.7"], mailboxes=1, tries=1000)
    assert Payment.objects.count() == reached
