"""Which gateways an instance has, by its environment, and which of them a donor is offered."""

import runpy
from pathlib import Path

import pytest

from donations.checks import sandbox_beside_real_money
from donations.gateways import registry
from tests.donations.test_donate_form import form

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[3] / "portal" / "settings" / "payments.py"
PAYME = {"PAYME_MERCHANT_ID": "desk", "PAYME_KEY": "key"}
CLICK = {
    "CLICK_SERVICE_ID": "1",
    "CLICK_MERCHANT_ID": "2",
    "CLICK_MERCHANT_USER_ID": "3",
    "CLICK_SECRET_KEY": "key",
}


def declared(monkeypatch: pytest.MonkeyPatch, **environment: str) -> dict:
    """The settings that an environment gives."""
    for name in (
        *PAYME,
        *CLICK,
        *STRIPE,
        "STRIPE_PAGES",
        "PAYME_TEST",
        "PAYMENTS_LIVE",
        "SANDBOX_GATEWAY_ENABLED",
    ):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(FILE))


def test_without_keys_neither_is_there(monkeypatch):
    found = declared(monkeypatch)
    assert list(found["PAYMENT_GATEWAYS"]) == ["sandbox", "bank", "cash"]
    assert found["PAYMENT_HOSTS"] == []


@pytest.mark.parametrize("missing", [*PAYME, *CLICK])
def test_half_a_set_of_keys_switches_nothing_on(monkeypatch, missing):
    keys = {**PAYME, **CLICK}
    del keys[missing]
    code = missing.split("_")[0].lower()
    assert code not in declared(monkeypatch, **keys)["PAYMENT_GATEWAYS"]


def test_with_keys_both_take_som_from_here_also_as_pledges(monkeypatch):
    found = declared(monkeypatch, **PAYME, **CLICK, PAYMENTS_LIVE="true")
    assert list(found["PAYMENT_GATEWAYS"]) == ["payme", "click", "bank", "cash"]
    assert found["PAYMENT_HOSTS"] == ["https://checkout.paycom.uz", "https://my.click.uz"]
    for code in ("payme", "click"):
        one = found["PAYMENT_GATEWAYS"][code]
        assert one["frequencies"] == ("once", "month", "year")
        assert (list(one["limits"]), one["countries"]) == (["UZS"], ("UZ",))


def test_the_test_desk_has_a_host_of_its_own(monkeypatch):
    found = declared(monkeypatch, **PAYME, PAYME_TEST="true")
    assert found["PAYMENT_HOSTS"] == [found["PAYME_CHECKOUT_URL"]] == ["https://test.paycom.uz"]


STRIPE = {"STRIPE_SECRET_KEY": "sk_test_1", "STRIPE_WEBHOOK_SECRET": "whsec_1"}


def test_browsers_follow_to_all_of_stripes_pages_or_those_of_a_domain_of_our_own(monkeypatch):
    hosts = [f"https://{name}.stripe.com" for name in ("checkout", "invoice", "billing")]
    assert declared(monkeypatch, **STRIPE)["PAYMENT_HOSTS"] == hosts
    own = declared(monkeypatch, **STRIPE, STRIPE_PAGES="https://pay.sos.example")
    assert own["PAYMENT_HOSTS"] == ["https://pay.sos.example"]


@pytest.mark.parametrize("name", ["PAYME_KEY", "CLICK_SECRET_KEY"])
def test_the_sandbox_is_refused_beside_a_key_of_either(settings, name):
    settings.PAYME_KEY = settings.CLICK_SECRET_KEY = ""
    assert sandbox_beside_real_money(None) == []
    setattr(settings, name, "key")
    assert [error.id for error in sandbox_beside_real_money(None)] == ["donations.E001"]


@pytest.mark.parametrize(
    ("currency", "frequency", "expected"),
    [
        ("UZS", "once", ["sandbox", "bank", "payme", "click"]),
        ("UZS", "month", ["sandbox", "bank", "payme", "click"]),
        ("USD", "once", ["sandbox"]),
        ("EUR", "year", ["sandbox"]),
    ],
)
def test_what_fits_is_offered(currency, frequency, expected):
    assert [one.code for one in registry.offers_for(currency, frequency)] == expected


@pytest.mark.parametrize(("currency", "amount", "offered"), [("UZS", "100000", True), ("USD", "25", False)])
def test_the_donor_sees_only_what_fits_the_currency(client, currency, amount, offered):
    query = {
        "step": "you",
        "amount": amount,
        "currency": currency,
        "frequency": "once",
        "designation": "general",
    }
    page = client.get("/en/donate/", query).content.decode()
    assert ('value="payme"' in page, 'value="click"' in page) == (offered, offered)


@pytest.mark.parametrize(
    ("gateway", "start"),
    [("payme", "https://checkout.paycom.uz/"), ("click", "https://my.click.uz/services/pay/?")],
)
def test_the_form_leads_to_the_pay_link(client, gateway, start):
    response = client.post("/en/donate/", form(gateway=gateway))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(start)


def test_dollars_cannot_be_sent_to_payme(client):
    response = client.post("/en/donate/", form(gateway="payme", currency="USD", amount="25"))
    assert response.status_code == 200
    assert "Choose another one" in response.content.decode()


def test_switched_off_nobody_listens(client, settings):
    settings.PAYMENT_GATEWAYS = {}
    assert client.post("/payments/payme/").status_code == 410
    assert client.post("/payments/click/").status_code == 410
