"""Cash in the back office: what staff write down, what they are told, who may do what."""

import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from core.models import AuditEntry
from donations.models import (
    BoxCount,
    BoxCountState,
    CashCorrection,
    CashDeposit,
    CorrectionState,
    Donation,
    DonationState,
    LedgerEntry,
)
from donations.services import box_counts, closing, corrections, ledger
from tests.factories.accounts import signed_in, staff
from tests.factories.cash import box, counted, deposit, given_cash
from tests.factories.donations import paid, purpose, som

pytestmark = pytest.mark.django_db
CASH = "/admin/giving/cash/"
GIFT, COUNT, DEPOSIT = f"{CASH}gift/", f"{CASH}count/", f"{CASH}deposit/"


@pytest.fixture
def care() -> Client:
    return signed_in(staff("donor_care"))


@pytest.fixture
def finance() -> Client:
    return signed_in(staff("finance"))


def gift_form(**changes: str) -> dict[str, str]:
    fields = {
        "token": "sheet-1",
        "name": "Aziza Karimova",
        "email": "Aziza@Donors.example",
        "amount": "150 000",
        "currency": "UZS",
        "designation": str(purpose().pk),
        "given_on": timezone.localdate().isoformat(),
        "language": "uz",
        "wants_receipt": "on",
        "agreed": "on",
    }
    return {name: value for name, value in (fields | changes).items() if value}


def count_form(**changes: str) -> dict[str, str]:
    fields = {
        "token": "sheet-2",
        "box": str(box().pk),
        "opened_on": timezone.localdate().isoformat(),
        "opened_by": "Malika, Rustam",
    }
    return fields | changes


def words(response) -> str:
    return response.content.decode()


def sent(client: Client, url: str, data: dict[str, str]) -> str:
    response = client.post(url, data, follow=True)
    assert response.status_code == 200
    return words(response)


def test_a_gift_in_cash_is_entered_and_its_page_shows_it(care):
    page = sent(care, GIFT, gift_form(phone="+998 90 123"))
    assert "The gift is booked." in page
    assert "+998 90 123" in page
    donation = Donation.objects.get()
    assert (donation.state, donation.amount, donation.donor.email) == (
        DonationState.PAID,
        som(150_000),
        "aziza@donors.example",
    )


def test_the_form_sent_twice_is_one_gift(care):
    sent(care, GIFT, gift_form())
    assert "sent already" in sent(care, GIFT, gift_form())
    assert Donation.objects.count() == 1


def test_less_than_nothing_in_the_safe_is_pointed_out(finance):
    """The gift was entered wrongly, which was seen only after the bank had its money."""
    payment = given_cash(amount="1000")
    deposit("1000", staff("finance"))
    assert "Less than nothing" not in words(finance.get(CASH))
    corrections.approve(corrections.ask(payment, "wrong", staff("donor_care")), staff("finance"))
    assert "Less than nothing" in words(finance.get(CASH))


def test_another_gift_on_a_form_that_was_sent_is_not_lost_without_a_word(care):
    """Who goes back in the browser and writes the next gift over the last one sends the same sheet."""
    sent(care, GIFT, gift_form())
    page = sent(care, GIFT, gift_form(name="Botir Aliyev", email="", amount="700 000"))
    assert "The gift is booked." not in page
    assert "was sent already, with something else on it" in page
    assert 'value="700 000"' in page
    assert Donation.objects.count() == 1
    new = re.search(r'name="token" value="([^"]+)"', page).group(1)
    assert "The gift is booked." in sent(
        care, GIFT, gift_form(token=new, name="Botir Aliyev", email="", amount="700 000")
    )
    assert Donation.objects.count() == 2


def test_another_count_on_a_form_that_was_sent_is_not_lost_without_a_word(care):
    sent(care, COUNT, count_form(amount_UZS="250 000"))
    page = sent(care, COUNT, count_form(amount_UZS="80 000"))
    assert "was sent already, with something else on it" in page
    assert BoxCount.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Write who gave it."),
        ({"amount": ""}, "Write the amount."),
        ({"amount": "0"}, "must be more than zero"),
        ({"amount": "abc"}, "Write the amount in digits"),
        ({"given_on": "2999-01-01"}, "still to come"),
        ({"given_on": "0206-11-20"}, "too long ago"),
        ({"agreed": ""}, "Ask the giver first"),
        ({"email": "no address"}, "does not look like"),
        ({"email": f"{'a' * 200}@{'b' * 60}.example"}, "at most 254 characters"),  # PostgreSQL keeps no more
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_what_was_typed_stays(care, changes, said):
    page = sent(care, GIFT, gift_form(note="from the bazaar", **changes))
    assert said in page
    assert "from the bazaar" in page
    assert not Donation.objects.exists()


def test_errors_are_in_the_language_of_whoever_types():
    page = sent(signed_in(staff("donor_care", language="ru")), GIFT, gift_form(given_on="x"))
    assert "Введите правильную дату" in page


def test_a_count_is_entered_by_one_and_confirmed_by_another(care, finance):
    page = sent(care, COUNT, count_form(amount_UZS="250 000", amount_USD="12.50"))
    count = BoxCount.objects.get()
    assert "The other person who counted must confirm it." in page
    assert "I counted the same" not in page
    url = f"{CASH}counts/{count.pk}/"
    assert "I counted the same" in words(finance.get(url))
    sent(finance, f"{url}confirm/", {})
    assert BoxCount.objects.get().state == BoxCountState.CONFIRMED
    assert som(250_000) in ledger.in_safe()


def test_who_entered_it_cannot_confirm_it_by_hand_either(care):
    sent(care, COUNT, count_form(amount_UZS="250 000"))
    count = BoxCount.objects.get()
    page = sent(care, f"{CASH}counts/{count.pk}/confirm/", {})
    assert "must confirm it" in page
    assert not LedgerEntry.objects.exists()


def test_a_sheet_of_notes_adds_itself_up_without_a_script(care):
    sheet = count_form(note_UZS_200000="2", note_UZS_5000="3", coins_UZS="1500", add_up="1")
    page = sent(care, COUNT, sheet)
    assert 'value="416500"' in page
    assert "Nothing is saved yet" in page
    assert not BoxCount.objects.exists()


def test_a_sheet_alone_is_enough_and_is_kept(care):
    page = sent(care, COUNT, count_form(note_UZS_200000="2", coins_UZS="1 500"))
    row = BoxCount.objects.get().amounts.get()
    assert row.amount == som(401_500)
    assert row.notes == {"200000": 2, "coins": 150_000}
    assert "200,000: 2" in page.replace("\xa0", " ")


def test_an_amount_that_is_not_what_the_sheet_comes_to_is_refused(care):
    page = sent(care, COUNT, count_form(amount_UZS="400 000", note_UZS_200000="1"))
    assert "add up to UZS\xa0200,000" in page
    assert not BoxCount.objects.exists()


def test_an_empty_count_is_refused(care):
    assert "in at least one currency" in sent(care, COUNT, count_form())


@pytest.mark.parametrize("typed", ["-1", "x", "1.5"])
def test_a_number_of_notes_that_is_none_is_refused(care, typed):
    sent(care, COUNT, count_form(note_UZS_200000=typed))
    assert not BoxCount.objects.exists()


def test_adding_up_keeps_what_is_no_number(care):
    page = sent(care, COUNT, count_form(note_UZS_200000="x", opened_by="Malika", add_up="1"))
    assert 'value="Malika"' in page
    assert not BoxCount.objects.exists()


def test_a_closed_box_is_not_offered(care):
    where = box("99", is_open=False)
    assert f'<option value="{where.pk}"' not in words(care.get(COUNT))


def test_the_page_says_what_should_be_in_the_safe_and_what_waits(finance):
    given_cash()
    count = counted(staff("donor_care"))
    page = words(finance.get(CASH))
    assert "UZS\xa0100,000" in page
    assert f"/counts/{count.pk}/" in page


def test_cash_is_handed_over_to_the_bank(finance):
    given_cash()
    form = {"token": "t", "amount": "60000", "currency": "UZS", "slip": "A-17"}
    page = sent(finance, DEPOSIT, form | {"deposited_on": timezone.localdate().isoformat()})
    assert "The deposit is booked." in page
    assert ledger.in_safe() == [som(40_000)]


def test_more_than_there_is_stands_beside_the_amount(finance):
    form = {"token": "t", "amount": "60000", "currency": "UZS", "slip": "A-17"}
    page = sent(finance, DEPOSIT, form | {"deposited_on": timezone.localdate().isoformat()})
    assert "there is UZS\xa00 in the safe" in page
    assert 'value="A-17"' in page
    assert not CashDeposit.objects.exists()


def test_a_wrong_gift_is_put_right_on_its_page_by_two(care, finance):
    payment = given_cash()
    page = sent(care, f"{CASH}correct/payment/{payment.pk}/", {"reason": "a nought too many"})
    assert "a nought too many" in page
    row = CashCorrection.objects.get()
    sent(finance, f"{CASH}corrections/{row.pk}/approve/", {})
    assert CashCorrection.objects.get().state == CorrectionState.BOOKED
    assert ledger.in_safe() == []


def test_a_wrong_deposit_is_put_right_on_its_page(finance):
    given_cash()
    row = deposit("1000", staff("finance"))
    page = sent(finance, f"{CASH}correct/deposit/{row.pk}/", {"reason": "wrong slip"})
    assert "Somebody else must decide" in page
    correction = CashCorrection.objects.get()
    sent(finance, f"{CASH}corrections/{correction.pk}/approve/", {})
    assert CashCorrection.objects.get().state == CorrectionState.REQUESTED
    sent(signed_in(staff("finance")), f"{CASH}corrections/{correction.pk}/approve/", {})
    assert ledger.in_safe() == [som(100_000)]


def test_donor_care_asks_for_corrections_but_does_not_decide(care):
    payment = given_cash()
    sent(care, f"{CASH}correct/payment/{payment.pk}/", {"reason": "wrong"})
    row = CashCorrection.objects.get()
    other = signed_in(staff("donor_care"))
    assert other.post(f"{CASH}corrections/{row.pk}/approve/").status_code in (302, 403)
    assert CashCorrection.objects.get().state == CorrectionState.REQUESTED


def test_a_gift_that_is_no_cash_shows_nothing_of_it(finance):
    assert "entered wrongly" not in words(finance.get(f"/admin/giving/donations/{paid().pk}/"))


def test_the_gift_of_a_box_leads_to_its_count(finance):
    count = counted(staff("donor_care"))
    box_counts.confirm(count, staff("finance"))
    page = words(finance.get(f"/admin/giving/donations/{Donation.objects.get().pk}/"))
    assert f"/counts/{count.pk}/" in page


def test_finance_keeps_the_boxes_and_donor_care_looks(care, finance):
    assert finance.get("/admin/giving/boxes/new/").status_code == 200
    assert care.get("/admin/giving/boxes/").status_code == 200
    assert care.get("/admin/giving/boxes/new/").status_code in (302, 403)


@pytest.mark.parametrize(
    "role", ["editor", "publisher", "safeguarding", "volunteer_coordinator", "partner_manager"]
)
def test_nobody_else_comes_near_the_cash(role):
    client = signed_in(staff(role))
    payment, count = given_cash(), counted(staff("donor_care"))
    for url in (CASH, GIFT, COUNT, DEPOSIT, f"{CASH}counts/", f"{CASH}deposits/"):
        assert client.get(url).status_code in (302, 403), url
    client.post(GIFT, gift_form(email="x@donors.example"))
    client.post(f"{CASH}counts/{count.pk}/confirm/")
    client.post(f"{CASH}correct/payment/{payment.pk}/", {"reason": "x"})
    assert Donation.objects.count() == 1
    assert not CashCorrection.objects.exists()


def test_donor_care_does_not_hand_cash_over(care):
    given_cash()
    assert care.get(DEPOSIT).status_code in (302, 403)
    assert "deposits" not in words(care.get(CASH))


@pytest.mark.parametrize("path", ["counts/{}/confirm/", "counts/{}/refuse/"])
def test_looking_changes_nothing(finance, path):
    count = counted(staff("donor_care"))
    assert finance.get(CASH + path.format(count.pk)).status_code == 405


def test_a_longer_page_costs_the_same_queries(finance, django_assert_max_num_queries):
    for number in range(8):
        given_cash(email=f"d{number}@donors.example")
        box_counts.confirm(counted(staff("donor_care"), box(str(number))), staff("finance"))
    finance.get(CASH)
    with django_assert_max_num_queries(30):
        finance.get(CASH)


@time_machine.travel("2026-12-10T09:00:00+05:00", tick=False)
def test_a_gift_of_a_closed_month_says_where_it_is_booked():
    given_cash(given_on=timezone.localdate().replace(month=10, day=5))
    row = closing.propose(closing.next_month(), staff("finance"))
    closing.close(row, staff("finance"))
    client = signed_in(staff("donor_care"))
    page = sent(client, GIFT, gift_form(given_on="2026-10-09", email="b@donors.example"))
    assert "booked on the first open day" in page


def test_what_is_entered_names_who_did_it(care):
    sent(care, GIFT, gift_form())
    assert AuditEntry.objects.get(action="cashgift.entered").actor is not None


def test_whether_a_box_takes_money_is_said_in_the_readers_language():
    box()
    page = signed_in(staff("finance", language="ru")).get("/admin/giving/boxes/").content.decode()
    assert ("Да" in page, "True" in page) == (True, False)


def said_twice(client: Client, url: str) -> list[str]:
    """What is said when a button is pressed, and pressed once more."""
    answers = [client.post(url, follow=True) for _press in range(2)]
    return [str(one).strip() for answer in answers for one in answer.context["messages"]]


def test_a_count_that_is_confirmed_twice_is_booked_once_and_said_to_be(care):
    count = counted(staff("finance"))
    assert said_twice(care, f"{CASH}counts/{count.pk}/confirm/") == ["Counted by two and booked."] * 2
    assert count.amounts.get().donation is not None


def test_a_correction_that_is_approved_twice_is_booked_once_and_said_to_be(finance):
    row = corrections.ask(given_cash(), "One nought too many", staff("donor_care"))
    assert said_twice(finance, f"{CASH}corrections/{row.pk}/approve/") == ["Booked against the entry."] * 2
    assert "quicker" in str(said_twice(signed_in(staff("finance")), f"{CASH}corrections/{row.pk}/refuse/"))
