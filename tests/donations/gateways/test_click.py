"""Click's own fifteen cases in their order, and what they leave out, each to the code."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from core.models import OutboxMessage
from core.money import Money
from donations.gateways.registry import offer
from donations.gateways.requests import PaymentRequest
from donations.models import (
    ClickTransaction,
    Donation,
    DonationState,
    LedgerEntry,
    PaymentState,
    ProviderEvent,
)
from donations.services import cancellation, checkout, payments
from tests.donations.gateways.local import (
    click_form,
    click_id,
    click_raw,
    click_send,
    complete,
    fields_as_form,
    order,
    prepare,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment():
    return order("click")


def prepared(payment, trans_id: int) -> int:
    answer = prepare(payment, trans_id)
    assert answer["error"] == 0
    return answer["merchant_prepare_id"]


def test_clicks_fifteen_cases_in_their_order():
    first, second, third = order("click"), order("click"), order("click")
    a, b, c = click_id(), click_id(), click_id()
    nobody = "P-0000-0000-0000"
    assert prepare(first, a, sign_string="0" * 32)["error"] == -1
    assert prepare(first, a, merchant_trans_id=nobody)["error"] == -5
    one = prepared(first, a)
    assert complete(first, a, one, sign_string="0" * 32)["error"] == -1
    assert complete(first, a, one, amount="4999.00")["error"] == -2
    assert complete(first, a, one)["error"] == 0
    assert complete(first, a, one)["error"] == -4
    assert complete(first, a, one, error=-5017)["error"] == -9
    two = prepared(second, b)
    assert complete(second, b, two + 1000)["error"] == -6
    assert complete(second, b, two)["error"] == 0
    three = prepared(third, c)
    assert complete(third, c, three, error=-5017)["error"] == -9
    assert complete(third, c, three, error=-5017)["error"] == -9
    assert complete(third, c, three)["error"] == -9
    states = [Donation.objects.get(payments=one).state for one in (first, second, third)]
    assert states == [DonationState.PAID, DonationState.PAID, DonationState.LAPSED]
    assert LedgerEntry.objects.count() == 4


# --- The pay link ---


@pytest.mark.parametrize(
    ("minor", "text"), [(500_000, "5000.00"), (500_050, "5000.50"), (500_005, "5000.05")]
)
def test_the_pay_link_carries_service_order_amount_and_way_back(minor, text):
    request = PaymentRequest(
        reference="P-7K3M-Q9XT-2BC4",
        amount=Money(minor, "UZS"),
        description="",
        language="uz",
        return_url="https://sos.example/uz/thanks/x:y/",
        recurring=False,
    )
    url = urlsplit(offer("click").gateway.begin(request).url)
    assert f"{url.scheme}://{url.netloc}{url.path}" == "https://my.click.uz/services/pay/"
    assert {key: value for key, (value,) in parse_qs(url.query).items()} == {
        "service_id": "12345",
        "merchant_id": "6789",
        "amount": text,
        "transaction_param": "P-7K3M-Q9XT-2BC4",
        "return_url": "https://sos.example/uz/thanks/x:y/",
    }


# --- Prepare ---


def test_prepare_gives_clicks_numbers_back_and_ours_as_a_number(payment):
    number = 2**63 - 1
    answer = prepare(payment, number, click_paydoc_id=2**63 - 1)
    row = ClickTransaction.objects.get()
    assert answer == {
        "click_trans_id": number,
        "merchant_trans_id": payment.reference,
        "merchant_prepare_id": row.pk,
        "error": 0,
        "error_note": "Success",
    }
    assert (row.click_trans_id, row.click_paydoc_id) == (number, number)
    payment.refresh_from_db()
    assert (payment.state, payment.provider_reference) == (PaymentState.PROCESSING, str(number))


def test_prepare_again_is_answered_alike(payment):
    number = click_id()
    assert prepare(payment, number) == prepare(payment, number)
    assert ClickTransaction.objects.count() == 1


@pytest.mark.parametrize("amount", ["5000", "5000.0", "5000.00"])
def test_the_amount_may_be_written_with_or_without_decimals(payment, amount):
    assert prepare(payment, click_id(), amount=amount)["error"] == 0


@pytest.mark.parametrize("amount", ["4999.99", "5000.01", "0", "1", "500000", "999999999999.99"])
def test_another_amount_is_refused_and_leaves_nothing(payment, amount):
    assert prepare(payment, click_id(), amount=amount)["error"] == -2
    assert not ClickTransaction.objects.exists()
    assert not ProviderEvent.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("action", "2", -3),
        ("action", "", -3),
        ("amount", "5000.000", -8),
        ("amount", "5e3", -8),
        ("amount", "-5000", -8),
        ("amount", "٥000", -8),
        ("amount", "", -8),
        ("click_trans_id", "0", -8),
        ("click_trans_id", str(2**63), -8),
        ("click_trans_id", "x", -8),
        ("click_paydoc_id", str(2**63), -8),
        ("service_id", "99", -8),
        ("sign_time", "now", -8),
        ("error", "none", -8),
        ("merchant_trans_id", "1", -5),
        ("merchant_trans_id", "p-7k3m-q9xt-2bc4", -5),
        ("merchant_trans_id", "", -5),
    ],
)
def test_signed_nonsense_is_told_by_its_code(payment, field, value, expected):
    assert prepare(payment, click_id(), **{field: value})["error"] == expected


@pytest.mark.parametrize(
    "field", list(click_form(type("P", (), {"reference": "x", "amount": Money(1, "UZS")}), 1))
)
def test_a_missing_field_is_a_bad_request(payment, field):
    fields = click_form(payment, click_id())
    del fields[field]
    assert click_send(fields)["error"] == (0 if field == "error_note" else -8)


def test_an_order_of_another_gateway_does_not_exist():
    assert prepare(order("payme"), click_id())["error"] == -5


def test_a_second_transaction_while_one_is_prepared_is_refused(payment):
    first = click_id()
    number = prepared(payment, first)
    assert prepare(payment, click_id())["error"] == -9
    assert complete(payment, first, number)["error"] == 0


def test_preparing_what_is_paid_or_cancelled(payment):
    number = click_id()
    complete(payment, number, prepared(payment, number))
    assert prepare(payment, number)["error"] == -4
    assert prepare(payment, click_id())["error"] == -4
    other, gone = order("click"), click_id()
    complete(other, gone, prepared(other, gone), error=-1)
    assert prepare(other, gone)["error"] == -9
    assert prepare(other, click_id())["error"] == -9


def test_clicks_number_belongs_to_one_order(payment):
    number = click_id()
    prepared(payment, number)
    assert prepare(order("click"), number)["error"] == -7


# --- Complete ---


def test_complete_pays_once_thanks_once_and_confirms(payment):
    number = click_id()
    ours = prepared(payment, number)
    assert complete(payment, number, ours) == {
        "click_trans_id": number,
        "merchant_trans_id": payment.reference,
        "merchant_confirm_id": ours,
        "error": 0,
        "error_note": "Success",
    }
    again = [complete(payment, number, ours) for _ in range(2)]
    assert [answer["error"] for answer in again] == [-4, -4]
    assert again[0] == again[1]
    assert Donation.objects.get(payments=payment).state == DonationState.PAID
    assert OutboxMessage.objects.filter(key=f"receipt:{payment.reference}").count() == 1


@pytest.mark.parametrize("wrong", ["0", "x", "", "-1", str(2**63), "1.0"])
def test_a_prepare_id_that_is_none_names_no_transaction(payment, wrong):
    number = click_id()
    prepared(payment, number)
    assert complete(payment, number, 1, merchant_prepare_id=wrong)["error"] == -6


def test_the_three_numbers_have_to_belong_together(payment):
    other, a, b = order("click"), click_id(), click_id()
    one, two = prepared(payment, a), prepared(other, b)
    assert complete(payment, a, two)["error"] == -6
    assert complete(payment, b, two)["error"] == -6
    assert complete(payment, b, one)["error"] == -6
    assert complete(payment, click_id(), one)["error"] == -6
    assert not LedgerEntry.objects.exists()


def test_complete_without_prepare_names_no_transaction(payment):
    assert complete(payment, click_id(), 1)["error"] == -6


def test_what_click_cancels_after_completing_stays_in_the_books_and_is_told_to_a_person(payment, settings):
    settings.PAYMENTS_ALERT_EMAILS = ["money@sos.example"]
    number = click_id()
    ours = prepared(payment, number)
    complete(payment, number, ours)
    answers = [complete(payment, number, ours, error=-5017) for _ in range(2)]
    assert [answer["error"] for answer in answers] == [-9, -9]
    assert Donation.objects.get(payments=payment).state == DonationState.PAID
    assert OutboxMessage.objects.filter(key__startswith="quarantine").count() == 1
    assert ProviderEvent.objects.quarantined().count() == 1


def test_a_failure_with_a_wrong_amount_cancels_nothing(payment):
    number = click_id()
    ours = prepared(payment, number)
    assert complete(payment, number, ours, error=-1, amount="1")["error"] == -2
    assert complete(payment, number, ours)["error"] == 0


def test_after_a_cancelled_attempt_the_donor_can_try_again(payment):
    number, again = click_id(), click_id()
    ours = prepared(payment, number)
    complete(payment, number, ours, error=-5017)
    donation = Donation.objects.get(payments=payment)
    assert checkout.carry_on(donation).startswith("https://my.click.uz/")
    second = donation.payments.last()
    complete(second, again, prepared(second, again))
    assert complete(payment, number, ours)["error"] == -9
    donation.refresh_from_db()
    assert donation.state == DonationState.PAID
    assert LedgerEntry.objects.count() == 2


def test_a_donation_paid_another_way_meanwhile_is_not_paid_again(payment):
    number = click_id()
    ours = prepared(payment, number)
    Donation.objects.filter(payments=payment).update(state=DonationState.PAID, paid_at=payment.created_at)
    answers = [complete(payment, number, ours) for _ in range(2)]
    assert [answer["error"] for answer in answers] == [-9, -9]  # -4 says that this very one was confirmed
    assert not LedgerEntry.objects.exists()


def test_the_first_payment_of_a_pledge_that_was_cancelled_meanwhile_is_not_taken():
    payment, number = order("click", designation="tashkent", frequency="month"), click_id()
    ours = prepared(payment, number)
    cancellation.cancel(payment.donation.sponsorship)
    assert complete(payment, number, ours)["error"] == -9
    assert not LedgerEntry.objects.exists()


# --- Who calls, and how ---


def test_digits_cannot_wander_between_the_fields_of_a_signature(payment):
    fields = click_form(payment, 1234567)
    moved = {**fields, "click_trans_id": "123456712", "service_id": "345"}
    assert click_send(moved)["error"] in (-1, -8)
    moved = {**fields, "amount": "50", "merchant_trans_id": fields["merchant_trans_id"] + "00"}
    assert click_send(moved)["error"] in (-1, -5)
    assert not ClickTransaction.objects.exists()


@pytest.mark.parametrize("sign", ["", "x", "0" * 32, "é" * 16])
def test_a_forged_signature_is_refused(payment, sign):
    assert prepare(payment, click_id(), sign_string=sign)["error"] == -1
    assert not ProviderEvent.objects.exists()


def test_a_field_that_comes_twice_is_a_bad_request(payment):
    body = fields_as_form(click_form(payment, click_id())) + "&amount=1"
    assert click_raw(body.encode())["error"] == -8


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "options"])
def test_other_ways_than_posting_are_answered_in_the_dialect(method):
    response = getattr(Client(), method)("/payments/click/")
    assert (response.status_code, response.json()["error"]) == (200, -8)


def test_an_oversized_body_is_answered_too(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert click_raw(b"a" * 2000)["error"] == -8


def test_nothing_secret_and_no_free_text_is_kept(payment):
    prepare(payment, click_id(), error_note="8600 1234 5678 9012")
    assert set(ProviderEvent.objects.get().payload) == {
        "click_trans_id",
        "click_paydoc_id",
        "action",
        "error",
        "amount",
        "sign_time",
    }


def test_what_breaks_here_makes_click_give_the_money_back(payment, monkeypatch):
    def breaks(instruction):
        raise RuntimeError

    monkeypatch.setattr(payments, "apply", breaks)
    assert prepare(payment, click_id())["error"] == -7


def test_a_record_and_its_decision_commit_together(payment, monkeypatch):
    from donations.gateways.click import rows

    number = click_id()
    ours = prepared(payment, number)

    def breaks(*args, **kwargs):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(rows, "change", breaks)
        assert complete(payment, number, ours)["error"] == -7
    assert not LedgerEntry.objects.exists()
    assert complete(payment, number, ours)["error"] == 0
