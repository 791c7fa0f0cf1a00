"""Whatever is sent to Payme's and Click's addresses, the answer is HTTP 200, valid JSON, and no money moves."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from donations.models import LedgerEntry, Payment, PaymeTransaction
from tests.donations.gateways.local import click_form, click_id, click_raw, fields_as_form, payme_raw
from tests.thorough import tries

pytestmark = pytest.mark.django_db
METHODS = [
    "CheckPerformTransaction",
    "CreateTransaction",
    "PerformTransaction",
    "CancelTransaction",
    "CheckTransaction",
    "GetStatement",
    "SetFiscalData",
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
IDS = JSON | st.from_regex(r"[0-9a-f]{24}", fullmatch=True)
PARAMS = st.fixed_dictionaries(
    {},
    optional={
        "id": IDS,
        "time": JSON,
        "amount": JSON,
        "account": JSON | st.fixed_dictionaries({"order_id": JSON}),
        "reason": JSON | st.integers(1, 10),
        "from": JSON,
        "to": JSON,
        "type": JSON | st.sampled_from(["PERFORM", "CANCEL"]),
        "fiscal_data": JSON,
    },
)


@tries(60)
@given(st.binary(max_size=300))
@example(b'{"id": 1e999, "method": "X", "params": {}}')
@example(b'{"id": "\\ud800", "method": "CheckTransaction", "params": {"id": "\\u0000"}}')
def test_payme_answers_any_bytes(body):
    assert payme_raw(body)["error"]["code"] in (-32700, -32600, -32601)


@tries(60)
@given(st.binary(max_size=300))
@example(b"click_trans_id=%00&action=%ff")
@example(b"&" * 5000)
def test_click_answers_any_bytes(body):
    assert click_raw(body)["error"] < 0


@tries(60)
@given(st.sampled_from(METHODS), JSON | PARAMS, JSON)
def test_payme_answers_any_json_of_one_who_has_the_key(method, params, number):
    body = json.dumps({"id": number, "method": method, "params": params}).encode()
    answer = payme_raw(body)
    assert "error" in answer or method == "GetStatement"
    assert not PaymeTransaction.objects.exists()


@tries(60)
@given(st.text(alphabet="0123456789abcdef", max_size=40), st.binary(max_size=60))
def test_payme_answers_any_header(key, raw):
    for header in (f"Basic {key}", raw.decode("latin-1")):
        assert payme_raw(b"{}", header.replace("\n", "").replace("\r", ""))["error"]["code"] == -32504


@tries(60)
@given(
    st.dictionaries(
        st.sampled_from(
            ["click_trans_id", "service_id", "merchant_trans_id", "amount", "action", "sign_time"]
        ),
        st.text(max_size=30) | st.integers().map(str),
        min_size=1,
        max_size=3,
    )
)
def test_click_answers_any_signed_fields(changes):
    payment = Payment(reference="P-0000-0000-0000", amount_minor=500_000, currency="UZS")
    try:
        body = fields_as_form(click_form(payment, click_id(), **changes)).encode()
    except UnicodeEncodeError:  # half a pair of surrogates is no form
        return
    answer = click_raw(body)
    assert answer["error"] < 0
    assert not LedgerEntry.objects.exists()
