"""What must not be deployed."""

import subprocess
import sys

import pytest

from donations.checks import (
    is_live,
    local_keys_of_the_other_kind,
    sandbox_beside_real_money,
    stripe_keys_of_the_other_kind,
)


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


@pytest.mark.parametrize("provider", ["PAYME", "CLICK"])
@pytest.mark.parametrize(("tests", "live"), [(True, False), (False, True), (True, True), (False, False)])
def test_local_providers_are_of_the_kind_that_the_site_is(settings, provider, tests, live):
    key = "PAYME_KEY" if provider == "PAYME" else "CLICK_SECRET_KEY"
    setattr(settings, key, "a-key"), setattr(settings, f"{provider}_TEST", tests)
    settings.PAYMENTS_LIVE = live
    found = [error.id for error in local_keys_of_the_other_kind(None)]
    assert found == (["donations.E005"] if tests is live else [])


def test_a_local_provider_without_a_key_is_fine(settings):
    settings.PAYME_KEY = settings.CLICK_SECRET_KEY = ""
    assert local_keys_of_the_other_kind(None) == []


def stripe_errors() -> list[str]:
    return [error.id for error in stripe_keys_of_the_other_kind(None)]


@pytest.mark.parametrize(
    ("key", "live", "expected"),
    [
        ("", False, []),
        ("", True, []),
        ("sk_test_1", False, []),
        ("sk_live_1", True, []),
        ("rk_live_1", False, ["donations.E002"]),
        ("sk_live_1", False, ["donations.E002"]),
        ("sk_of_a_kind_to_come", False, ["donations.E002"]),
        ("sk_test_1", True, ["donations.E003"]),
        ("rk_test_1", True, ["donations.E003"]),
    ],
)
def test_a_key_of_stripe_is_of_the_kind_that_the_site_is(settings, key, live, expected):
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = key, "whsec_1"
    settings.PAYMENTS_LIVE = live
    assert stripe_errors() == expected


def test_a_key_without_the_webhooks_secret_is_half_a_connection(settings):
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_1", ""
    assert stripe_errors() == ["donations.E004"]


def test_soum_never_goes_through_stripe():
    """Eight digits are the most that Stripe takes: 999 999.99 soʻm."""
    code = (
        "from portal.settings import payments; print(sorted(payments.PAYMENT_GATEWAYS['stripe']['limits']))"
    )
    keys = {"STRIPE_SECRET_KEY": "sk_test_1", "STRIPE_WEBHOOK_SECRET": "whsec_1"}
    told = subprocess.run([sys.executable, "-c", code], env=keys, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "['EUR', 'USD']"
