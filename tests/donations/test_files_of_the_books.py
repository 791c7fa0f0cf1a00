"""The files of the ledger and of gifts, as an accountant reads them: what was kept, what arrived, in words."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from donations.models import Donation, LedgerEntry, Payment, Payout
from donations.services import account_lines
from tests.factories.accounts import signed_in, staff
from tests.factories.cash import given_cash
from tests.factories.donations import give_back, paid, som, sponsoring
from tests.factories.stripe import intent, told, with_its_fee

pytestmark = pytest.mark.django_db
LEDGER, GIFTS = "/admin/giving/ledger/", "/admin/giving/donations/"


def file_of(url: str, language: str = "en", **query: str) -> list[dict[str, str]]:
    """The rows of a CSV file by their headings."""
    client: Client = signed_in(staff("finance", language=language))
    content = b"".join(client.get(url, {"export": "csv", **query}).streaming_content)
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def sent(stripe) -> Payout:
    number = stripe.pay_out()["id"]
    told(stripe)
    return Payout.objects.get(provider_reference=number)


def given_back_in_part(stripe, payment: Payment, cents: int) -> Payout:
    """A part goes back, and with the next payout."""
    stripe.refund(intent(stripe, payment), cents)
    told(stripe)
    account_lines.ask_about_costs()
    return sent(stripe)


def test_each_part_that_went_back_names_the_payout_that_it_went_with(stripe):
    payment = with_its_fee(stripe)
    payouts = [
        sent(stripe),
        given_back_in_part(stripe, payment, 1000),
        given_back_in_part(stripe, payment, 500),
    ]
    moved = {
        -entry.amount_minor: entry.payout_reference
        for entry in LedgerEntry.objects.filter(account="gifts").with_payouts()
    }
    assert moved == {2500: str(payouts[0]), -1000: str(payouts[1]), -500: str(payouts[2])}


def test_each_movement_says_what_was_kept_of_it_and_what_arrived(stripe):
    payment = with_its_fee(stripe)
    sent(stripe), given_back_in_part(stripe, payment, 1000)
    rows = [row for row in file_of(LEDGER) if row["Account"] == "Gifts"]
    assert {(row["Amount"], row["Fee"], row["After the fee"]) for row in rows} == {
        ("-25.00", "-1.02", "-23.98"),
        ("10.00", "0.00", "10.00"),
    }
    assert {row["Currency of the provider's account"] for row in rows} == {"USD"}


def test_what_is_after_the_fee_comes_to_what_the_provider_holds(stripe):
    """Whoever adds up the column of the provider's side gets the balance, and no fee twice."""
    with_its_fee(stripe), with_its_fee(stripe, amount="100", email="b@donors.example")
    rows = file_of(LEDGER, account="gateway")
    held = sum(LedgerEntry.objects.filter(account="gateway").values_list("amount_minor", flat=True))
    assert sum(round(float(row["After the fee"] or 0) * 100) for row in rows) == held == 2398 + 9680


def test_a_movement_whose_fee_nobody_knows_says_none():
    paid()
    assert {(row["Fee"], row["After the fee"]) for row in file_of(LEDGER, currency="UZS")} == {("", "")}


def test_a_gift_says_how_it_came_what_went_back_what_was_kept_and_where_it_belongs(stripe):
    payment = with_its_fee(stripe, designation="samarkand")
    payouts = sent(stripe), given_back_in_part(stripe, payment, 1000)
    (row,) = file_of(GIFTS, currency="USD")
    assert row["Payment method"] == "Bank card (Stripe)"
    assert row["Village"] == "Samarkand"
    assert (row["Amount"], row["Given back"], row["Fee"]) == ("25.00", "10.00", "1.02")
    assert (row["After the fee"], row["Currency of the provider's account"]) == ("13.98", "USD")
    assert row["Payout"] == f"{payouts[0]}, {payouts[1]}"


def test_a_gift_through_a_provider_that_tells_no_fees_says_none_and_what_went_back():
    gift = paid()
    give_back(gift.payments.get(), som(40_000))
    (row,) = [one for one in file_of(GIFTS) if one["Reference"] == gift.reference]
    assert (row["Given back"], row["Fee"], row["After the fee"], row["Payout"]) == ("40000.00", "", "", "")


def test_test_money_is_told_from_real_money_in_every_file():
    """Gifts of a trial stay in the books; added up with the others they would be money that never came."""
    trial = sponsoring()
    Donation.objects.filter(sponsorship=trial).update(created_at=timezone.now() - timedelta(days=30))
    given = paid()
    Payment.objects.filter(donation=given).update(livemode=True)
    marks = {row["Reference"]: row["Real money"] for row in file_of(GIFTS)}
    assert marks == {given.reference: "Yes", trial.donations.get().reference: "No"}
    assert [row["Reference"] for row in file_of(GIFTS, livemode="real")] == [given.reference]
    assert [row["Reference"] for row in file_of(GIFTS, livemode="test")] == [trial.donations.get().reference]
    assert [row["Real money"] for row in file_of("/admin/giving/sponsorships/")] == ["No"]


def test_days_are_days_in_excel():
    paid()
    client = signed_in(staff("finance"))
    content = b"".join(client.get(LEDGER, {"export": "xlsx"}).streaming_content)
    head, first, *_rest = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    assert first[head.index("Belongs to the day")].date() == timezone.localdate()


def test_files_are_in_words_of_the_reader():
    gift = given_cash(designation="samarkand").donation
    (row,) = [one for one in file_of(GIFTS, "ru") if gift.reference in one.values()]
    assert "Самарканд" in row["Назначение"]
    assert {"Оплачено", "Один раз", "Наличные", "Нет"} <= set(row.values())
    safe = [one for one in file_of(LEDGER, "ru") if gift.reference in one.values()]
    assert {one["Счёт"] for one in safe} == {"В сейфе", "Пожертвования"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"village": "samarkand"}, True),
        ({"village": "khorezm"}, False),
        ({"country": "DE"}, True),
        ({"country": "-"}, False),
        ({"paid_at_from": "2020-01-01"}, True),
        ({"paid_at_to": "2020-01-01"}, False),
    ],
)
def test_gifts_are_found_by_village_country_and_the_day_they_came(query, found):
    from donations.models import Donor
    from programmes.models import Village

    gift = paid(designation="samarkand")
    Donor.objects.filter(pk=gift.donor_id).update(country="DE")
    if "village" in query:
        query = {"village": str(Village.objects.get(code=query["village"]).pk)}
    assert (gift.reference in [row["Reference"] for row in file_of(GIFTS, **query)]) is found


def test_a_file_of_regular_gifts_says_purpose_and_payment_method_in_words():
    sponsoring()
    (row,) = file_of("/admin/giving/sponsorships/", language="ru")
    assert (row["Назначение"], row["Код назначения"]) == ("Ташкент", "tashkent")
    assert row["Способ оплаты"] == "Тестовая карта (без настоящих денег)"
