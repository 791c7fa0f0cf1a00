"""By what tries are counted: one customer of a provider must not be many."""

import pytest
from django.test import RequestFactory

from core.client import network_of
from safeguarding.concerns import limits as concerns
from search import limits as search


def request_from(address: str):
    return RequestFactory().get("/", REMOTE_ADDR=address)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:0:1:aaaa::1", "2001:db8:0:1::/64"),
        ("2001:db8:0:1:bbbb::2", "2001:db8:0:1::/64"),
        ("2001:db8:0:2::1", "2001:db8:0:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
    ],
)
def test_an_address_belongs_to_a_network(address, network):
    assert network_of(request_from(address)) == network


def test_codes_of_concerns_are_not_guessed_from_one_network_of_ipv6():
    tries = [concerns.within_limits(request_from(f"2001:db8::{number + 1}"), "code") for number in range(11)]
    assert tries == [True] * 10 + [False]


def test_one_network_of_ipv6_searches_as_one():
    search.forget()
    tries = [search.within(request_from(f"2001:db8::{number + 1}"), "search", 2) for number in range(3)]
    assert tries == [True, True, False]
