"""Payouts and disputes in the back office: found, looked at, never changed."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from donations.models import Dispute, LedgerEntry, Payment, Payout
from donations.services import account_lines
from tests.factories.accounts import signed_in, staff
from tests.factories.stripe import intent, paid_once, told, with_its_fee

pytestmark = pytest.mark.django_db
PAYOUTS, DISPUTES, LEDGER, GIFTS = (
    "/admin/giving/payouts/",
    "/admin/giving/disputes/",
    "/admin/giving/ledger/",
    "/admin/giving/donations/",
)


@pytest.fixture
def finance() -> Client:
    return signed_in(staff("finance"))


def shown(client: Client, url: str, **query: str) -> str:
    response = client.get(url, query)
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def sent(stripe, payment: Payment | None = None) -> Payout:
    payment or with_its_fee(stripe)
    number = stripe.pay_out()["id"]
    told(stripe)
    return Payout.objects.get(provider_reference=number)


def disputed(stripe, **how) -> Dispute:
    payment = with_its_fee(stripe)
    number = stripe.dispute(intent(stripe, payment), **how)["id"]
    told(stripe)
    return Dispute.objects.get(provider_reference=number)


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        client.get(url)
    return len(caught)


@pytest.mark.parametrize(
    ("role", "payouts", "disputes"),
    [
        ("finance", True, True),
        ("administrator", True, True),
        ("donor_care", False, True),
        ("editor", False, False),
        ("partner_manager", False, False),
    ],
)
def test_payouts_are_for_finance_and_disputes_for_whoever_looks_after_donors(stripe, role, payouts, disputes):
    dispute, payout = disputed(stripe), sent(stripe)
    client = signed_in(staff(role))
    for url, may in ((PAYOUTS, payouts), (DISPUTES, disputes)):
        row = payout if url == PAYOUTS else dispute
        for page in (url, f"{url}{row.pk}/"):
            assert (client.get(page).status_code == 200) is may


@pytest.mark.parametrize("path", ["new/", "edit/{}/", "delete/{}/", "{}/edit/"])
def test_there_is_no_address_that_changes_either(stripe, finance, path):
    dispute, payout = disputed(stripe), sent(stripe)
    for url, row in ((PAYOUTS, payout), (DISPUTES, dispute)):
        assert finance.post(url + path.format(row.pk), follow=True).status_code in (404, 405)


def test_a_payout_shows_its_gifts_with_fees_and_sums(stripe, finance):
    first, second = with_its_fee(stripe), with_its_fee(stripe, amount="100", email="b@donors.example")
    stripe.take_monthly_fee(700)
    payout = sent(stripe, first)
    assert payout.provider_reference in shown(finance, PAYOUTS)
    page = shown(finance, f"{PAYOUTS}{payout.pk}/")
    for words in (
        first.donation.reference,
        second.donation.reference,
        "$1.02",
        "$23.98",
        "$96.80",
        "Fee for no single gift",
        "$113.78",
        f"https://dashboard.stripe.com/test/payouts/{payout}",
    ):
        assert words in page


def test_a_held_payout_says_why(stripe, finance):
    with_its_fee(stripe)
    stripe.pay_out()
    stripe.all("payout")[0]["amount"] = 2400
    told(stripe)
    assert "its lines come to $23.98, not to $24" in shown(finance, PAYOUTS, state="held")
    assert "its lines come to" in shown(finance, f"{PAYOUTS}{Payout.objects.get().pk}/")


def test_a_payout_is_found_by_a_gift_in_it(stripe, finance):
    payment, other = with_its_fee(stripe), with_its_fee(stripe, email="b@donors.example")
    payout = sent(stripe, payment)
    finance.get(PAYOUTS)
    once = shown(finance, PAYOUTS).count(f"{PAYOUTS}{payout.pk}/")
    assert shown(finance, PAYOUTS, q=payment.donation.reference).count(f"{PAYOUTS}{payout.pk}/") == once
    assert payout.provider_reference not in shown(finance, PAYOUTS, q="G-0000-0000-0000")
    assert other.donation.reference in shown(finance, f"{PAYOUTS}{payout.pk}/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "paid"}, True),
        ({"state": "held"}, False),
        ({"currency": "USD"}, True),
        ({"currency": "EUR"}, False),
        ({"arrived_on_to": "2020-01-01"}, False),
    ],
)
def test_payouts_are_filtered(stripe, finance, query, found):
    assert (sent(stripe).provider_reference in shown(finance, PAYOUTS, **query)) is found


def test_a_long_payout_comes_in_pages_and_costs_the_same_queries(stripe, finance):
    short = sent(stripe)
    for number in range(60):
        paid_once(stripe, email=f"d{number}@donors.example")
    account_lines.ask_about_costs()
    long = sent(stripe, Payment.objects.first())
    finance.get(f"{PAYOUTS}{short.pk}/")
    before = queries(finance, f"{PAYOUTS}{short.pk}/")
    assert queries(finance, f"{PAYOUTS}{long.pk}/") == before
    first, second = shown(finance, f"{PAYOUTS}{long.pk}/"), shown(finance, f"{PAYOUTS}{long.pk}/", p="2")
    references = [payment.donation.reference for payment in Payment.objects.all()]
    assert [sum(one in page for one in references) for page in (first, second)] == [50, 10]


@pytest.mark.parametrize("url", [PAYOUTS, DISPUTES, LEDGER])
def test_a_longer_list_costs_the_same_queries(stripe, finance, url):
    disputed(stripe), sent(stripe)
    finance.get(url)
    before = queries(finance, url)
    for number in range(4):
        payment = with_its_fee(stripe, email=f"d{number}@donors.example")
        stripe.dispute(intent(stripe, payment))
        sent(stripe, payment)
    assert queries(finance, url) == before


def test_a_dispute_shows_its_gift_its_day_and_the_way_to_answer_it(stripe, finance):
    dispute = disputed(stripe)
    page = shown(finance, f"{DISPUTES}{dispute.pk}/")
    for words in (
        dispute.payment.donation.reference,
        f"{GIFTS}{dispute.payment.donation_id}/",
        "Says that somebody else used the card",
        f"https://dashboard.stripe.com/test/disputes/{dispute}",
        "Waits for our answer",
        "$15",
    ):
        assert words in page


def test_a_reason_without_words_is_shown_as_it_is(stripe, finance):
    dispute = disputed(stripe, reason="check_returned")
    assert "check_returned" in shown(finance, f"{DISPUTES}{dispute.pk}/")


def test_what_wants_an_answer_stands_first_and_the_most_urgent_on_top(stripe, finance):
    later, sooner, over = disputed(stripe), disputed(stripe), disputed(stripe)
    stripe.rows[sooner.provider_reference]["evidence_details"]["due_by"] -= 86_400
    stripe.tell("charge.dispute.updated", stripe.rows[sooner.provider_reference])
    stripe.decide(over.provider_reference, won=False)
    told(stripe)
    page = shown(finance, DISPUTES)
    places = [page.index(row.provider_reference) for row in (sooner, later, over)]
    assert places == sorted(places)


def test_a_gift_shows_what_arrived_of_it_and_with_which_payout(stripe, finance):
    payment = with_its_fee(stripe)
    payout = sent(stripe, payment)
    page = shown(finance, f"{GIFTS}{payment.donation_id}/")
    for words in ("What arrived of it", "$25", "$1.02", "$23.98", f"{PAYOUTS}{payout.pk}/"):
        assert words in page


def test_donor_care_reads_the_number_of_a_payout_without_a_way_to_it(stripe):
    payment = with_its_fee(stripe)
    payout = sent(stripe, payment)
    page = shown(signed_in(staff("donor_care")), f"{GIFTS}{payment.donation_id}/")
    assert payout.provider_reference in page
    assert PAYOUTS not in page


def test_a_gift_that_has_cost_nothing_says_nothing_of_it(finance):
    from tests.factories.donations import paid

    assert "What arrived of it" not in shown(finance, f"{GIFTS}{paid().pk}/")


def test_a_movement_in_the_ledger_shows_fee_and_payout_of_its_gift(stripe, finance):
    payment = with_its_fee(stripe)
    payout = sent(stripe, payment)
    entry = LedgerEntry.objects.get(source=f"capture:{payment.reference}", account="gifts")
    page = shown(finance, f"{LEDGER}{entry.pk}/")
    for words in ("$1.02", "$23.98", payout.provider_reference):
        assert words in page


def test_a_movement_of_no_gift_has_a_page_too(stripe, finance):
    stripe.take_monthly_fee(700)
    sent(stripe, Payment())
    entry = LedgerEntry.objects.filter(payment=None).first()
    assert entry.source in shown(finance, f"{LEDGER}{entry.pk}/")


def test_the_file_of_the_ledger_names_the_payout_of_each_movement(stripe, finance):
    payment = with_its_fee(stripe)
    first = sent(stripe, payment)
    stripe.refund(intent(stripe, payment), 1000)
    told(stripe)
    account_lines.ask_about_costs()
    second = sent(stripe, payment)
    content = b"".join(finance.get(LEDGER, {"export": "csv"}).streaming_content).decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(content))
    assert heading[-1] == "Payout"
    found = {(row[1].split(":")[0], row[-1]) for row in rows}
    assert found == {
        ("capture", str(first)),
        ("fee", str(first)),
        ("payout", str(first)),
        ("refund", str(second)),
        ("payout", str(second)),
    }


def test_what_came_back_from_the_bank_went_with_no_payout(stripe):
    payment = with_its_fee(stripe)
    payout = sent(stripe, payment)
    stripe.bounce_payout(payout.provider_reference)
    told(stripe)
    assert {entry.payout_reference for entry in LedgerEntry.objects.filter(source__startswith="capture")} == {
        ""
    }


@pytest.mark.parametrize("url", [PAYOUTS, DISPUTES])
def test_its_heading_is_in_the_readers_language(stripe, url):
    disputed(stripe), sent(stripe)
    page = shown(signed_in(staff("finance", language="ru")), url)
    assert "Сумма" in page
