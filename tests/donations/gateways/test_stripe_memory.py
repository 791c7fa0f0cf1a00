"""The Stripe in memory refuses what the real one refuses; or tests beside it would prove nothing."""

import pytest
import stripe as sdk

from tests.donations.gateways.stripe_memory import MemoryStripe
from tests.donations.gateways.stripe_memory.params import nested
from tests.donations.gateways.stripe_memory.shapes import shape

PRICE = {"currency": "usd", "unit_amount": 500, "product_data": {"name": "A gift"}}
ONCE = {
    "mode": "payment",
    "line_items": [{"quantity": 1, "price_data": PRICE}],
    "success_url": "https://sos.example/",
}


@pytest.fixture
def memory():
    return MemoryStripe()


@pytest.fixture
def client(memory):
    return sdk.StripeClient(memory.key, http_client=memory, max_network_retries=2)


@pytest.mark.parametrize(
    "wrong",
    [
        {"payment_method_types": ["card"]},
        {"ui_mode": "hosted"},
        {"locale": "uz"},
        {"mode": "gift"},
        {"expires_at": "tomorrow"},
        {"adaptive_pricing": {"enabled": "perhaps"}},
        {"line_items": {"price": "price_1"}},
        {"line_items": [{"quantity": 1, "price_data": PRICE | {"nonsense": 1}}]},
        {"line_items": [{"quantity": 1, "price_data": {"unit_amount": 500}}]},
        {"metadata": {"nested": {"is": "refused"}}},
        {"metadata": {"n" * 41: "1"}},
        {"metadata": {"name": "1" * 501}},
        {"metadata": {f"name {number}": "1" for number in range(51)}},
        {"subscription_data": {"proration": "none"}},
    ],
)
def test_a_parameter_that_stripe_does_not_know_is_refused_and_remembered(memory, client, wrong):
    with pytest.raises(sdk.InvalidRequestError):
        client.v1.checkout.sessions.create(ONCE | wrong)
    assert memory.problems


def test_what_it_makes_are_objects_and_no_dicts(memory, client):
    session = client.v1.checkout.sessions.create(ONCE)
    assert isinstance(session, sdk.checkout.Session)
    with pytest.raises(AttributeError):
        session.get("id")
    assert memory.problems == []


@pytest.mark.parametrize(
    ("kind", "gone"), [("Invoice", "subscription"), ("Subscription", "current_period_end")]
)
def test_fields_that_moved_away_are_not_there(kind, gone):
    with pytest.raises(AssertionError, match=gone):
        shape(getattr(sdk, kind), **{gone: "x"})


def test_what_it_has_nothing_to_say_in_is_left_out(memory, client):
    """Or what breaks on every real refund would go well here."""
    session = memory.pay(client.v1.checkout.sessions.create(ONCE).id)
    memory.refund(session["payment_intent"])
    expanded = {"expand": ["data.balance_transaction", "data.failure_balance_transaction"]}
    (refund,) = client.v1.refunds.list(expanded).data
    assert refund.reason is None
    for name in ("failure_reason", "failure_balance_transaction"):
        with pytest.raises(AttributeError):
            getattr(refund, name)


def test_a_key_replays_its_answer_errors_too(memory, client):
    first = client.v1.checkout.sessions.create(ONCE, {"idempotency_key": "a"})
    assert client.v1.checkout.sessions.create(ONCE, {"idempotency_key": "a"}).id == first.id
    wrong = ONCE | {"expires_at": 1}
    for _ in range(2):
        with pytest.raises(sdk.InvalidRequestError):
            client.v1.checkout.sessions.create(wrong, {"idempotency_key": "b"})


def test_a_key_with_other_parameters_is_a_conflict(client):
    client.v1.checkout.sessions.create(ONCE, {"idempotency_key": "a"})
    with pytest.raises(sdk.IdempotencyError):
        client.v1.checkout.sessions.create(ONCE | {"locale": "ru"}, {"idempotency_key": "a"})


def test_a_wrong_key_is_refused(memory):
    with pytest.raises(sdk.AuthenticationError):
        sdk.StripeClient("sk_test_other", http_client=memory).v1.events.list()


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_reference_id": "1" * 201},
        {"success_url": "/thanks/"},
        {"payment_intent_data": {"description": "1" * 501}},
        {"line_items": [{"quantity": 1, "price_data": PRICE | {"unit_amount": 49}}]},
        {"line_items": [{"quantity": 1, "price_data": PRICE | {"product_data": {"name": ""}}}]},
        {"line_items": [{"quantity": 1, "price_data": PRICE | {"product_data": {"name": "1" * 251}}}]},
    ],
)
def test_what_is_too_long_or_too_little_is_refused(client, wrong):
    with pytest.raises(sdk.InvalidRequestError):
        client.v1.checkout.sessions.create(ONCE | wrong)


def test_nine_digits_are_too_many(client):
    dear = {"quantity": 1, "price_data": PRICE | {"unit_amount": 100_000_000}}
    with pytest.raises(sdk.InvalidRequestError, match="8 digits"):
        client.v1.checkout.sessions.create(ONCE | {"line_items": [dear]})


def test_lists_come_in_pages(client):
    for _ in range(25):
        client.v1.checkout.sessions.create(ONCE)
    page = client.v1.checkout.sessions.list({"limit": 10})
    assert (len(page.data), page.has_more) == (10, True)
    assert len({one.id for one in page.auto_paging_iter()}) == 25


def test_a_payment_leaves_a_charge_and_a_fee(memory, client):
    session = memory.pay(client.v1.checkout.sessions.create(ONCE).id)
    intent = client.v1.payment_intents.retrieve(session["payment_intent"])
    charge = client.v1.charges.retrieve(intent.latest_charge)
    booked = client.v1.balance_transactions.retrieve(charge.balance_transaction)
    assert (booked.amount, booked.fee, booked.net) == (500, 44, 456)


def test_an_ended_subscription_cannot_be_cancelled_again(memory, client):
    recurring = PRICE | {"recurring": {"interval": "month"}}
    params = ONCE | {"mode": "subscription", "line_items": [{"quantity": 1, "price_data": recurring}]}
    session = memory.pay(client.v1.checkout.sessions.create(params).id)
    client.v1.subscriptions.cancel(session["subscription"])
    with pytest.raises(sdk.InvalidRequestError):
        client.v1.subscriptions.cancel(session["subscription"])


def test_an_address_that_is_not_answered_is_remembered(memory, client):
    with pytest.raises(sdk.InvalidRequestError):
        client.v1.coupons.list()
    assert memory.problems == ["no such address: get /v1/coupons"]


def test_nested_names_are_read_as_they_are_written():
    assert nested("a[b][0][c]=1&d=") == {"a": {"b": {"0": {"c": "1"}}}, "d": ""}
