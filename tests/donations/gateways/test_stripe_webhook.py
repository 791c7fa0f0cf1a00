"""The address that Stripe calls, over HTTP."""

import json
import subprocess
import sys
import time

import pytest
from django.test import Client

from donations.models import Donation, DonationState, EventState, LedgerEntry, ProviderEvent
from tests.donations.gateways.stripe_memory.webhooks import ADDRESS
from tests.factories.stripe import at_checkout, told, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(stripe):
    stripe.pay(at_checkout().provider_reference)
    return stripe.events("checkout.session.completed")[0]


def post(body: bytes, header: str) -> int:
    answer = Client().post(
        ADDRESS, body, content_type="application/json", headers={"Stripe-Signature": header}
    )
    return answer.status_code


def test_its_address_is_fixed(stripe):
    assert Client().post("/payments/stripe/webhook/").status_code == 400


def test_where_stripe_is_off_nobody_listens():
    assert Client().post(ADDRESS).status_code == 410


def test_nothing_unverified_is_kept(stripe, event):
    body, header = stripe.signed(event)
    for sent, signature in [
        (body, ""),
        (body, "t=1,v1=0"),
        (body + b" ", header),
        (b"\xff\xfe", header),
        stripe.signed(event, at=1),
        stripe.signed(event, secret="whsec_other"),
        stripe.signed(b"[]"),
        stripe.signed(b"null"),
        stripe.signed(b"{}"),
        stripe.signed(b"7"),
    ]:
        assert post(sent, signature) == 400
    assert ProviderEvent.objects.count() == 0


def test_a_signature_from_the_future_is_refused(stripe, event):
    now = int(time.time())
    assert post(*stripe.signed(event, at=now + 120)) == 400
    assert post(*stripe.signed(event, at=now + 10)) == 200


def test_the_body_is_believed_in_nothing_but_its_number(stripe, event):
    lie = json.loads(json.dumps(event))
    lie["data"]["object"] |= {"amount_total": 999_900, "payment_status": "unpaid", "currency": "eur"}
    assert post(*stripe.signed(lie)) == 200
    work()
    assert Donation.objects.get().state == DonationState.PAID
    assert LedgerEntry.objects.balances() == {"USD": 0}


def test_a_message_of_the_other_mode_is_acknowledged_and_not_followed(stripe, event):
    assert post(*stripe.signed(event | {"livemode": True})) == 200
    kept = ProviderEvent.objects.get()
    assert (kept.state, kept.reason) == (EventState.IGNORED, "of the other mode")


def test_a_message_of_another_account_is_acknowledged_and_not_followed(stripe, event):
    assert post(*stripe.signed(event | {"account": "acct_other"})) == 200
    assert ProviderEvent.objects.get().reason == "of another account"


def test_our_own_account_named_as_none_is_ours(stripe, event):
    assert post(*stripe.signed(event | {"account": None})) == 200
    assert ProviderEvent.objects.get().state == EventState.RECEIVED


def test_a_session_of_another_mode_than_the_payment_is_held(stripe, event):
    stripe.rows[event["data"]["object"]["id"]]["livemode"] = True
    told(stripe)
    assert Donation.objects.get().state == DonationState.OPEN
    assert ProviderEvent.objects.quarantined().get().reason == "it is about an object of the other mode"
    assert ProviderEvent.objects.waiting().count() == 0


def test_a_session_of_another_amount_is_held(stripe, event):
    stripe.rows[event["data"]["object"]["id"]]["amount_total"] = 100
    told(stripe)
    assert ProviderEvent.objects.quarantined().count() == 1
    assert LedgerEntry.objects.count() == 0


def test_a_session_that_names_a_payment_we_do_not_have_is_held(stripe, event):
    stripe.rows[event["data"]["object"]["id"]]["client_reference_id"] = "P-0000-0000-0000"
    told(stripe)
    assert ProviderEvent.objects.quarantined().get().reason == "no such payment"


def test_a_session_of_another_shop_on_the_account_does_not_concern_us(stripe, event):
    stripe.rows[event["data"]["object"]["id"]]["client_reference_id"] = None
    told(stripe)
    assert ProviderEvent.objects.quarantined().count() == 0
    assert LedgerEntry.objects.count() == 0


def test_only_posting_is_allowed(stripe):
    assert Client().get(ADDRESS).status_code == 405


def test_forms_may_lead_to_checkout_where_stripe_is_on():
    """The policy is read at start, so it is asked of a process of its own."""
    code = "from portal.settings import security; print(security.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    keys = {"STRIPE_SECRET_KEY": "sk_test_1", "STRIPE_WEBHOOK_SECRET": "whsec_1"}

    def policy(environment: dict[str, str]) -> str:
        return subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        ).stdout

    assert "https://checkout.stripe.com" in policy(keys)
    assert "stripe" not in policy({})
    assert "stripe" not in policy({"STRIPE_SECRET_KEY": "sk_test_1"})
