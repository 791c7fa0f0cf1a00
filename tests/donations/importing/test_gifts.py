"""Gifts of the past become gifts of the books, with the day they were given, and nothing else happens."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.services import attach_proven
from core.models import AuditEntry, OutboxMessage
from core.money import Money
from donations.links import thanks_url
from donations.models import (
    IMPORTED,
    DataImport,
    Donation,
    Donor,
    ImportedRow,
    LateBooking,
    LedgerEntry,
    Payment,
    Receipt,
    Refund,
)
from donations.services import closing, donors, giving_back, receipts
from newsletter.models import Subscriber
from tests.donations.importing.bringing import (
    bring,
    check,
    codes,
    do_import,
    gift,
    imported,
    said,
    table,
    workbook,
)
from tests.factories.accounts import UserFactory, signed_in, staff
from tests.factories.donations import begun, paid, purpose, som

pytestmark = pytest.mark.django_db


def test_a_gift_stands_in_the_books_on_the_day_it_was_given():
    imported(table(gift(day="05.03.2021", amount="1 250 000,50", to="samarkand")))
    donation = Donation.objects.get()
    payment = donation.payments.get()
    assert (donation.state, donation.amount) == ("paid", Money(125_000_050, "UZS"))
    assert timezone.localdate(donation.paid_at) == timezone.localdate(donation.created_at) == date(2021, 3, 5)
    assert (payment.state, payment.gateway, payment.livemode) == ("succeeded", IMPORTED, False)
    entries = LedgerEntry.objects.filter(payment=payment)
    assert {(one.account, one.amount_minor, one.booked_on) for one in entries} == {
        ("gateway", 125_000_050, date(2021, 3, 5)),
        ("gifts", -125_000_050, date(2021, 3, 5)),
    }


def test_the_sum_of_a_village_follows():
    imported(table(gift(amount="70000", to="samarkand"), gift(amount="30000", to="samarkand")))
    assert LedgerEntry.objects.given_to(purpose("samarkand")) == [som(100_000)]


def test_no_mail_no_receipt_no_newsletter_for_the_past():
    before = Subscriber.objects.count()
    imported(table(gift()))
    assert receipts.catch_up_on_all() == 0
    payment = Payment.objects.get()
    assert receipts.catch_up(payment.pk) == []
    assert (OutboxMessage.objects.count(), Receipt.objects.count()) == (0, 0)
    assert Subscriber.objects.count() == before


def test_receipts_are_made_where_somebody_asked_for_them():
    row = imported(table(gift(day="05.03.2021")), with_receipts=True)
    assert row.with_receipts
    assert receipts.catch_up_on_all() == 1
    receipt = Receipt.objects.get()
    assert (receipt.year, receipt.given_on) == (2021, date(2021, 3, 5))
    assert OutboxMessage.objects.count() == 0


def test_a_donor_is_met_once_and_keeps_the_language_of_the_file():
    imported(table(gift(), gift(amount="5")), language="ru")
    donor = Donor.objects.get()
    assert (donor.email, donor.name, donor.language) == ("aziza@donors.example", "Aziza Karimova", "ru")
    assert {row.language for row in donor.donations.all()} == {"ru"}


def test_a_known_donor_is_found_whatever_the_case_and_keeps_name_and_language():
    paid(language="uz")
    imported(table(gift(email="AZIZA@Donors.example", name="A. Karimova")))
    donor = Donor.objects.get()
    assert donor.name == "Aziza Karimova"
    latest = donor.donations.get(payments__gateway=IMPORTED)
    assert (latest.donor_name, latest.language) == ("A. Karimova", "uz")


@pytest.mark.parametrize("number", [None, "7"])
def test_what_a_list_says_of_an_address_that_was_given_up_is_not_its_former_owners(number):
    """An office's mailbox: who left it would see, and could end, what the office gives. Another list may have a number
    of who left it.
    """
    mine = paid(email="aziza@donors.example")
    former = UserFactory(email="aziza@home.example")
    Donor.objects.update(user=former, number=number)
    imported(table(gift(day="01.02.2024", name="Bobur Aliyev"), gift(day="01.03.2024", name="")))
    donor = Donor.objects.get(email="aziza@donors.example")
    assert (donor.user, donor.donations.count()) == (None, 2)
    assert {donor.name, *donor.donations.values_list("donor_name", flat=True)} == {"Bobur Aliyev"}
    assert mine.donor.donations.count() == 1
    assert Donor.objects.get(user=former).email == "aziza@home.example"


def test_a_list_that_grows_books_nothing_twice_when_its_donor_has_given_the_address_up():
    old, new = gift(day="01.02.2024"), gift(day="01.03.2024")
    imported(table(old))
    Donor.objects.update(user=UserFactory(email="aziza@home.example"))
    imported(table(old, new))
    imported(table(old, new, gift(day="01.04.2024")))
    assert Donation.objects.count() == 3


def test_a_list_books_nothing_twice_when_somebody_else_gives_under_the_address_of_its_donor():
    imported(table(gift(day="01.02.2024")))
    Donor.objects.update(user=UserFactory(email="aziza@home.example"))
    paid(email="aziza@donors.example")
    imported(table(gift(day="01.02.2024")))
    assert Donation.objects.count() == 2


def test_a_list_books_nothing_twice_when_somebody_else_has_proven_the_address_of_its_donor():
    imported(table(gift(day="01.02.2024")))
    Donor.objects.update(user=UserFactory(email="aziza@home.example"))
    attach_proven(UserFactory(email="aziza@donors.example"))
    imported(table(gift(day="01.02.2024")))
    assert Donation.objects.count() == 1


@pytest.mark.parametrize("number", [None, "7"])
def test_a_list_books_nothing_twice_when_its_donor_goes_on_under_another_address(number):
    """Another list may have a number of the donor that this one does not name."""
    imported(table(gift(day="01.02.2024")))
    former = UserFactory(email="aziza@home.example")
    Donor.objects.update(user=former, number=number)
    attach_proven(former)
    imported(table(gift(day="01.02.2024")))
    assert Donation.objects.get().donor.email == "aziza@home.example"


def test_a_list_with_numbers_goes_on_with_a_donor_who_has_another_address():
    headings = ("Date", "Amount", "Email", "Name", "Purpose", "Donor ID")
    old, new = (*gift(day="01.02.2024"), "7"), (*gift(day="01.03.2024"), "7")
    imported(table(old, headings=headings))
    former = UserFactory(email="aziza@home.example")
    Donor.objects.update(user=former)
    attach_proven(former)
    imported(table(old, new, headings=headings))
    assert Donation.objects.filter(donor=Donor.objects.get()).count() == 2


@pytest.mark.parametrize("proven", [True, False])
def test_a_list_with_numbers_goes_on_with_a_donor_who_gives_under_their_other_address(proven):
    """Joined with what they gave under it, they are one donor, whom the list may call by both."""
    headings = ("Date", "Amount", "Email", "Name", "Purpose", "Donor ID")
    old = [(*gift(day=f"{day}.02.2024"), "7") for day in ("01", "15")]
    imported(table(*old, headings=headings))
    imported(table(gift(day="01.02.2024", email="aziza@home.example")))
    former = UserFactory(email="aziza@home.example", verified=proven)
    Donor.objects.filter(number="7").update(user=former)
    donors.claim(None, "aziza@donors.example")
    EmailAddress.objects.filter(user=former).update(verified=True)
    attach_proven(former)
    new = (*gift(day="01.03.2024", email="aziza@home.example"), "7")
    assert imported(table(*old, new, headings=headings)).counts == {"known": 2, "added": 1}
    donor = Donor.objects.get(number="7")
    assert (donor.email, donor.donations.count()) == ("aziza@home.example", 4)
    assert imported(table((*gift(day="01.03.2024", email=""), "7"), headings=headings)).counts == {"known": 1}


def test_a_list_with_few_numbers_books_no_row_without_one_twice():
    headings = ("Date", "Amount", "Email", "Name", "Purpose", "Donor ID")
    without, other = (*gift(day="01.02.2024"), ""), (*gift(email="bobur@donors.example"), "9")
    imported(table(without, other, headings=headings))
    former = UserFactory(email="aziza@home.example")
    Donor.objects.filter(number=None).update(user=former, number="7")
    attach_proven(former)
    imported(table(without, other, headings=headings))
    assert Donation.objects.count() == 2


def test_whose_name_nobody_has_said_is_not_named_by_a_list_without_names():
    imported(table(gift(day="01.02.2024")))
    Donor.objects.update(user=UserFactory(email="aziza@home.example"))
    attach_proven(UserFactory(email="aziza@donors.example"))
    row = check(bring(table(gift(name="", day="01.03.2024"))))
    assert codes(row) == [(2, "name", "name_of_new_donor")]


def test_a_list_with_numbers_says_them_and_a_country_of_who_has_the_address_now():
    paid(email="aziza@donors.example")
    former = UserFactory(email="aziza@home.example")
    Donor.objects.update(user=former, country="DE")
    headings = ("Date", "Amount", "Email", "Name", "Purpose", "Donor ID")
    imported(table((*gift(day="01.02.2024"), "7"), headings=headings))
    assert Donor.objects.get(user=former).number is None
    donor = Donor.objects.get(number="7")
    assert (donor.email, donor.user, donor.country) == ("aziza@donors.example", None, "")


def test_the_main_address_of_an_account_is_not_given_up_though_nobody_has_proven_it():
    user = UserFactory(email="aziza@donors.example")
    paid(email="aziza@donors.example")
    EmailAddress.objects.all().delete()
    imported(table(gift(day="01.02.2024")))
    assert Donor.objects.get().user == user


def test_who_typed_an_address_first_and_paid_nothing_names_nobody():
    """A list without names has them from us: what a stranger typed would stand on receipts."""
    begun(name="Buy at evil.example")
    paid(name="Aziza Rashidova")
    paid(name="Mr Joker")
    imported(table(gift(name="", day="01.02.2024")))
    assert Donation.objects.latest("pk").donor_name == Donor.objects.get().name == "Aziza Rashidova"


def test_who_has_no_address_is_known_by_a_number():
    headings = ("Date", "Amount", "Donor ID", "Name")
    imported(
        table(("31.12.2025", "500", "a-17", "Anvar"), ("30.12.2025", "500", "A-17", ""), headings=headings)
    )
    donor = Donor.objects.get()
    assert (donor.email, donor.number, donor.donations.count()) == ("", "A-17", 2)


def test_who_has_neither_address_nor_number_is_refused():
    row = check(bring(table(gift(email=""))))
    assert codes(row) == [(2, "", "no_donor")]
    assert row.counts == {"refused": 1}


def test_everything_wrong_in_a_row_is_said_by_row_and_column():
    content = table(gift(), gift(day="31.13.2025", amount="-5", email="nowhere", name="12", to="moon"))
    row = check(bring(content))
    assert row.counts == {"added": 1, "refused": 1}
    assert sorted(said(row)) == [
        (3, "amount", "The amount must be more than zero."),
        (3, "day", "This is not a day. Write it as 31.12.2025."),
        (3, "email", "This is not an e-mail address."),
        (3, "name", "This is not a name."),
        (3, "purpose", "No purpose of gifts has this code or name."),
    ]


def test_a_dry_run_writes_nothing():
    row = check(bring(table(gift())))
    assert row.counts == {"added": 1}
    for model in (Donor, Donation, Payment, LedgerEntry, ImportedRow):
        assert model.objects.count() == 0


def test_the_same_file_again_changes_nothing():
    content = table(gift(), gift(amount="200 000"))
    imported(content)
    again = imported(content)
    assert again.counts == {"known": 2}
    assert (Donation.objects.count(), LedgerEntry.objects.count()) == (2, 4)


def test_the_same_row_in_another_file_in_other_words_changes_nothing():
    imported(table(gift(to="samarkand")))
    other = workbook((date(2025, 12, 31), 100000, "Aziza@donors.example", "Aziza K.", "Samarqand"))
    assert imported(other).counts == {"known": 1}
    assert Donation.objects.count() == 1


def test_two_equal_rows_of_a_file_are_one_gift_and_the_report_says_so():
    row = imported(table(gift(), gift(amount="7"), gift()))
    assert row.counts == {"added": 2, "known": 1}
    assert codes(row) == codes(row, dry=True) == [(4, "", "same_as_row")]
    assert "row 2" in said(row)[0][2]


NUMBERED = ("Receipt No", "Date", "Amount", "Email", "Name")


def numbered(key, amount="100 000"):
    return (key, "31.12.2025", amount, "aziza@donors.example", "Aziza")


def test_numbers_of_their_own_keep_equal_gifts_apart():
    content = table(numbered("1"), numbered("2"), headings=NUMBERED)
    assert imported(content).counts == {"added": 2}
    assert imported(content).counts == {"known": 2}


def test_a_known_number_with_other_data_changes_nothing_and_is_said():
    imported(table(numbered("1"), headings=NUMBERED))
    row = imported(table(numbered("1", "999"), headings=NUMBERED))
    assert row.counts == {"known": 1}
    assert codes(row) == [(2, "key", "key_of_another")]
    assert Donation.objects.get().amount == som(100_000)


@pytest.mark.parametrize("heading", ["№ п/п", "№", "T/r", "No"])
def test_rows_counted_anew_in_the_list_of_the_next_year_are_new_gifts(heading):
    headings = (heading, *NUMBERED[1:])
    imported(table((1, "31.12.2024", "100 000", "aziza@donors.example", "Aziza"), headings=headings))
    row = imported(table((1, "31.12.2025", "200 000", "botir@donors.example", "Botir"), headings=headings))
    assert row.counts == {"added": 1}
    assert Donation.objects.count() == 2


def test_a_gift_without_a_number_is_not_taken_again_with_one():
    imported(table(gift()))
    assert imported(table(numbered("1"), headings=NUMBERED)).counts == {"known": 1}


def test_a_gift_that_came_through_the_portal_is_pointed_out():
    donation = paid()
    today = timezone.localdate().strftime("%d.%m.%Y")
    row = check(bring(table(gift(day=today))))
    assert [code for _row, _field, code in codes(row)] == ["resembles"]
    assert donation.reference in said(row)[0][2]


def test_the_first_gift_of_a_closed_month_is_pointed_out_with_the_day_it_is_booked_on():
    imported(table(gift(day="01.01.2020")))
    one, another = UserFactory(), UserFactory()
    closing.close(closing.propose(date(2020, 1, 31), one), another)
    row = check(bring(table(gift(day="01.02.2020"), gift(day="31.01.2020"), gift(day="30.01.2020"))))
    assert codes(row) == [(3, "day", "closed_month")]  # once, or it would hide what is wrong
    assert "01.02.2020" in said(row)[0][2]
    imported(table(gift(day="31.01.2020")))
    late = LateBooking.objects.get()
    assert late.happened_on == date(2020, 1, 31)
    assert {entry.booked_on for entry in LedgerEntry.objects.filter(source=late.source)} == {date(2020, 2, 1)}


def test_money_that_never_came_is_taken_out_of_the_books_by_two_persons():
    imported(table(gift()))
    payment = Payment.objects.get()
    order = giving_back.ask(payment, payment.amount, "imported by mistake", UserFactory())
    giving_back.approve(order, UserFactory())
    order.refresh_from_db()
    giving_back.record(order, "import 1, row 2", UserFactory())
    assert LedgerEntry.objects.given_to(purpose()) == []
    assert Donation.objects.get().state == "refunded"
    assert Refund.objects.count() == 1
    assert receipts.catch_up(payment.pk) == []


def test_each_step_is_on_the_record_with_who_and_what_file():
    row = imported(table(gift()))
    found = {one.action: one for one in AuditEntry.objects.about(row)}
    assert {"import.brought", "import.begun", "import.done"} <= found.keys()
    assert found["import.done"].actor == row.brought_by
    assert found["import.done"].note == "added 1, changed 0, known 0, refused 0: list.csv"
    donation = Donation.objects.get()
    assert AuditEntry.objects.about(donation).get().action == "donation.imported"


def test_a_gifts_page_says_where_it_came_from_and_the_lists_find_it():
    imported(table(gift()))
    client = signed_in(staff("finance"))
    words = client.get(f"/admin/giving/donations/{Donation.objects.get().pk}/").content.decode()
    assert "Imported from list.csv, row 2." in words
    for screen in ("donations", "ledger"):
        assert len(client.get(f"/admin/giving/{screen}/?gateway=imported").context["object_list"]) > 0
        assert len(client.get(f"/admin/giving/{screen}/?gateway=sandbox").context["object_list"]) == 0


def test_what_has_no_value_is_empty_in_a_file():
    headings = ("Date", "Amount", "Donor ID", "Name")
    imported(table(("31.12.2025", "500", "17", "Anvar"), headings=headings))
    answer = signed_in(staff("finance")).get("/admin/giving/donations/?export=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "None" not in text


def test_the_donors_own_pages_promise_no_receipt(client):
    imported(table(gift()))
    donation = Donation.objects.get()
    answer = client.get(thanks_url(donation))
    assert answer.status_code == 200
    assert answer.context["receipts_url"] == ""
    assert "receipt" not in answer.content.decode().split("<main")[1].split("</main")[0].lower()


def test_currencies_of_rows_count_before_that_of_the_file():
    headings = ("Date", "Amount", "Currency", "Email", "Name")
    rows = [
        ("31.12.2025", amount, code, "a@b.uz", "Aziza")
        for amount, code in (("5", "USD"), ("7", "евро"), ("9", ""))
    ]
    imported(table(*rows, headings=headings))
    found = sorted(str(one.amount.plain() + one.currency) for one in Donation.objects.all())
    assert found == ["5USD", "7EUR", "9UZS"]
    assert LedgerEntry.objects.balances() == {"USD": 0, "EUR": 0, "UZS": 0}


def test_columns_named_for_one_file_are_known_for_the_next():
    content = table(("31.12.2025", "5", "a@b.uz", "Aziza"), headings=("A", "B", "C", "D"))
    check(bring(content), day=0, amount=1, email=2, name=3)
    assert bring(content).columns == {"day": 0, "amount": 1, "email": 2, "name": 3}
    assert DataImport.objects.count() == 2


def test_what_the_new_gifts_come_to_is_shown_before_and_after():
    """Nothing takes an import back: its sum is held against the list before anybody presses the button."""
    rows = [gift(email=f"d{number}@donors.example", amount="1 250,50") for number in range(3)]
    row = check(bring(table(*rows, gift(amount="many"), rows[0])))
    assert [money.format("en") for money in row.sums] == [Money(375_150, "UZS").format("en")]
    assert (row.rows, row.counts["added"]) == (5, 3)
    page = signed_in(staff("finance")).get(f"/admin/giving/import/{row.pk}/").content.decode()
    assert "Sum of the new ones" in page
    assert row.sums[0].format("en") in page
    row = do_import(row)
    booked = LedgerEntry.objects.filter(account="gifts", gateway="imported").balances()
    assert [money.minor for money in row.sums] == [-booked["UZS"]]
