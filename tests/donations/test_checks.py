"""What must not be deployed."""

import pytest

from donations.checks import is_live, sandbox_beside_real_money


def errors() -> list[str]:
    return [error.id for error in sandbox_beside_real_money(None)]


def test_the_sandbox_alone_is_fine():
    assert errors() == []


def test_the_sandbox_is_refused_where_real_money_moves(settings):
    settings.PAYMENTS_LIVE = True
    assert errors() == ["donations.E001"]


@pytest.mark.parametrize("key", ["sk_live_1", "rk_live_1"])
def test_the_sandbox_is_refused_beside_a_live_key(settings, key):
    settings.STRIPE_SECRET_KEY = key
    assert errors() == ["donations.E001"]


def test_a_test_key_is_no_live_key():
    assert not is_live("sk_test_1")
    assert not is_live("")


def test_live_without_the_sandbox_is_fine(settings):
    settings.PAYMENTS_LIVE, settings.PAYMENT_GATEWAYS = True, {}
    assert errors() == []
