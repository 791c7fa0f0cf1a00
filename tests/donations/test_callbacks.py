"""The address that providers call, over HTTP."""

import json

import pytest
from django.test import Client

from donations.gateways.sandbox.signing import HEADER, sign
from donations.models import Donation, DonationState, LedgerEntry, ProviderEvent
from tests.factories.donations import CALLBACK, begun, message, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment():
    return begun()


def test_a_genuine_callback_pays_the_donation(payment):
    response = post(message(payment))
    assert response.json() == {"verdict": "applied", "state": "succeeded"}
    assert Donation.objects.get().state == DonationState.PAID


def test_a_callback_needs_no_token_of_ours(payment):
    assert post(message(payment), client=Client(enforce_csrf_checks=True)).status_code == 200


@pytest.mark.parametrize("header", ["", "nonsense", f"t=1,v1={'0' * 64}"])
def test_a_forged_callback_is_refused_and_nothing_of_it_kept(payment, header):
    assert post(message(payment), header=header).status_code == 401
    assert not ProviderEvent.objects.exists()
    assert Donation.objects.get().state == DonationState.OPEN


def test_a_callback_changed_on_its_way_is_refused(payment):
    body = json.dumps(message(payment)).encode()
    assert post(body.replace(b"succeeded", b"refunded0"), header=sign(body)).status_code == 401


def test_signed_nonsense_is_a_bad_request(payment):
    assert post(b"{}").status_code == 400


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "head", "options"])
def test_only_posting_is_allowed(client, method):
    assert getattr(client, method)(CALLBACK).status_code == 405


def test_an_oversized_body_is_refused(payment, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert post(b" " * 2000).status_code == 413


def test_a_repeated_callback_is_answered_as_the_first_and_counts_once(payment):
    content = message(payment)
    answers = [post(content).status_code for _ in range(3)]
    assert answers == [200, 200, 200]
    assert LedgerEntry.objects.count() == 2


def test_reordered_callbacks_end_as_the_ordered_ones(payment):
    for kind in ("payment.succeeded", "payment.processing", "payment.failed"):
        post(message(payment, kind))
    assert Donation.objects.get().state == DonationState.PAID


def test_a_late_success_counts(payment):
    post(message(payment, "payment.expired"))
    post(message(payment))
    assert Donation.objects.get().state == DonationState.PAID


def test_a_callback_about_nothing_of_ours_is_taken_and_quarantined(payment):
    assert post(message(payment, order="P-0000-0000-0000")).status_code == 200
    assert ProviderEvent.objects.quarantined().count() == 1


def test_an_unknown_kind_is_acknowledged(payment):
    assert post(message(payment, "balance.changed")).json()["verdict"] == "ignored"


def test_no_token_of_a_card_is_kept_with_the_message(payment):
    post(message(payment, token="tok_secret"))
    assert "tok_secret" not in json.dumps(ProviderEvent.objects.get().payload)


def test_nobody_listens_where_the_sandbox_is_off(payment, settings):
    content = message(payment)
    settings.PAYMENT_GATEWAYS = {}
    assert post(content).status_code == 410


def test_signatures_are_not_read_from_the_query(client, payment):
    body = json.dumps(message(payment)).encode()
    response = client.post(f"{CALLBACK}?{HEADER}={sign(body)}", body, content_type="application/json")
    assert response.status_code == 401
