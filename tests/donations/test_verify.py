"""Anybody can verify a receipt; nobody learns who gave."""

import re

import pytest
from django.test import Client

from donations.models import Receipt
from donations.references import receipt_code, typed_code
from donations.services import receipts
from languages.info import CONTENT_LANGUAGES
from tests.donations.test_receipts import made
from tests.factories.donations import give_back, som

pytestmark = pytest.mark.django_db
CODES = [code for code, _name in CONTENT_LANGUAGES]
DONOR = {"name": "Aziza Karimova", "email": "aziza@donors.example"}


def seen(receipt: Receipt, language: str = "en", status: int = 200) -> str:
    response = Client().get(f"/{language}/verify/{receipt.code}/")
    assert response.status_code == status
    return re.sub(r"[\s\u00a0]+", " ", response.content.decode())


def test_a_valid_receipt_shows_number_date_amount_and_state():
    receipt = made(**DONOR)
    page = seen(receipt)
    assert "This receipt is valid" in page
    assert receipt.reference in page
    assert "UZS 100,000" in page
    assert str(receipt.given_on.year) in page


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("returned", [0, 30_000, 100_000])
def test_nothing_about_the_donor_is_told(language, returned):
    receipt = made(**DONOR, designation="tashkent")
    if returned:
        give_back(receipt.payment, som(returned))
        receipts.catch_up(receipt.payment_id)
    response = Client().get(f"/{language}/verify/{receipt.code}/")
    told = response.content.decode() + str(response.headers)
    donation = receipt.payment.donation
    for secret in (
        "Aziza",
        "Karimova",
        "aziza@",
        donation.reference,
        receipt.payment.reference,
        str(donation.designation),
    ):
        assert secret not in told


def test_a_void_receipt_says_so():
    receipt = made()
    give_back(receipt.payment, som(100_000))
    receipts.catch_up(receipt.payment_id)
    assert "This receipt is void" in seen(receipt)


def test_a_corrected_receipt_names_the_one_that_took_its_place():
    receipt = made()
    give_back(receipt.payment, som(30_000))
    _former, correction = receipts.catch_up(receipt.payment_id)
    assert correction.reference in seen(receipt)
    assert "UZS 70,000" in seen(correction)
    assert "This receipt is valid" in seen(correction)


def test_a_receipt_for_test_money_says_so():
    assert "no real money was moved" in seen(made())


@pytest.mark.parametrize(("accepted", "language"), [("ru", "ru"), ("en", "en"), ("de", "uz"), ("", "uz")])
def test_the_address_on_the_paper_leads_to_the_visitors_language(client, accepted, language):
    code = made().code
    response = client.get(f"/verify/{code}/", headers={"Accept-Language": accepted})
    assert response.status_code == 302
    assert response.url == f"/{language}/verify/{code}/"
    assert "private" in response.headers["Cache-Control"]
    assert {"Accept-Language", "Cookie"} <= set(response.headers["Vary"].split(", "))


def test_the_language_chosen_before_comes_first(client):
    client.cookies["language"] = "uz-cyrl"
    assert client.get("/verify/", headers={"Accept-Language": "ru"}).url == "/uz-cyrl/verify/"


def test_the_page_is_kept_by_nobody_and_sets_no_cookie(client):
    for url in (f"/en/verify/{made().code}/", "/en/verify/", "/en/verify/V-0000-0000-0000/"):
        response = client.get(url)
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert not response.cookies


def test_an_unknown_code_leaves_the_form_with_what_was_typed(client):
    response = client.get("/en/verify/V-0000-0000-0000/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "We have given out no receipt with this code" in page
    assert 'value="V-0000-0000-0000"' in page


@pytest.mark.parametrize("text", ["", "hello", "SOS-2026-000001", "V-7K3M", "x" * 500, "<script>"])
def test_what_cannot_be_a_code_is_told_so(client, text):
    response = client.get("/en/verify/", {"code": text})
    assert response.status_code == 422
    assert "<script>alert" not in response.content.decode()


def test_a_typed_code_gets_an_address(client):
    code = made().code
    typed = code.replace("-", " ").lower()
    response = client.get("/en/verify/", {"code": typed})
    assert response.url == f"/en/verify/{code}/"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("v-7k3m-q9xt-2bc4", "V-7K3M-Q9XT-2BC4"),
        (" V 7K3M Q9XT 2BC4 ", "V-7K3M-Q9XT-2BC4"),
        ("V-OIL1-Q9XT-2BC4", "V-0111-Q9XT-2BC4"),
        ("V-7К3М-Q9ХТ-2ВС4", "V-7K3M-Q9XT-2BC4"),
        ("7K3M-Q9XT-2BC4", "V-7K3M-Q9XT-2BC4"),
        ("G-7K3M-Q9XT-2BC4", ""),
        ("V-7K3M-Q9XT-2BCU", ""),
    ],
)
def test_codes_are_understood_however_they_are_typed(typed, code):
    assert typed_code(typed) == code


def test_codes_have_no_letters_that_look_alike():
    codes = [receipt_code() for _ in range(200)]
    assert len(set(codes)) == 200
    assert not set("".join(codes)[1:].replace("V", "")) & set("ILOU")


def test_guessing_ends_for_a_while_and_then_tells_nothing_right_either(client, settings):
    settings.DONATION_RATE_LIMITS = settings.DONATION_RATE_LIMITS | {"guess": (3, 3600)}
    receipt = made()
    for _ in range(3):
        assert client.get(f"/en/verify/{receipt_code()}/").status_code == 404
    response = client.get(f"/en/verify/{receipt.code}/")
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert receipt.reference not in response.content.decode()


def test_right_codes_do_not_count_as_guesses(client, settings):
    settings.DONATION_RATE_LIMITS = settings.DONATION_RATE_LIMITS | {"guess": (1, 3600)}
    receipt = made()
    assert {client.get(f"/en/verify/{receipt.code}/").status_code for _ in range(5)} == {200}


def test_codes_are_not_guessed_from_one_network_of_ipv6(client, settings):
    settings.DONATION_RATE_LIMITS = settings.DONATION_RATE_LIMITS | {"guess": (3, 3600)}
    answers = [
        client.get("/en/verify/AAAA-AAAA-AAAA-AAAA/", REMOTE_ADDR=f"2001:db8::{number + 1}")
        for number in range(4)
    ]
    assert [answer.status_code for answer in answers][-1] == 429
