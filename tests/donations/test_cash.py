"""Cash: entered by one, counted by two, booked on its day, put right by an entry against it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from core.models import AuditEntry, OutboxMessage
from core.money import Money
from donations.gateways.outcomes import Verdict
from donations.models import (
    BoxCount,
    BoxCountState,
    CashCorrection,
    Donation,
    DonationState,
    Donor,
    LedgerEntry,
    Receipt,
    ReceiptState,
)
from donations.services import (
    box_counts,
    cash,
    corrections,
    deposits,
    giving_back,
    ledger,
    payments,
    receipts,
)
from donations.services.decisions import Refused
from tests.factories.accounts import staff
from tests.factories.cash import box, counted, deposit, given, given_cash, kept
from tests.factories.donations import paid, settle, som

pytestmark = pytest.mark.django_db
LAST_WEEK = timedelta(days=7)


def entries(**filters: object) -> list[tuple[str, int]]:
    rows = LedgerEntry.objects.filter(**filters).order_by("account")
    return list(rows.values_list("account", "amount_minor"))


def test_a_gift_in_cash_is_paid_booked_and_thanked_for():
    payment = given_cash()
    assert kept(payment.donation).state == DonationState.PAID
    assert entries(payment=payment) == [("gateway", 10_000_000), ("gifts", -10_000_000)]
    assert OutboxMessage.objects.get(key=f"receipt:{payment.reference}").to == "aziza@donors.example"


def test_it_belongs_to_the_day_it_was_given_in_the_books_and_on_the_receipt():
    day = timezone.localdate() - LAST_WEEK
    payment = given_cash(given_on=day)
    assert set(LedgerEntry.objects.filter(payment=payment).values_list("booked_on", flat=True)) == {day}
    (receipt,) = receipts.catch_up(payment.pk)
    assert receipt.given_on == day


def test_the_mail_names_the_day_it_was_given():
    payment = given_cash(given_on=date(2026, 3, 8))
    assert "8\xa0March 2026" in OutboxMessage.objects.get(key=f"receipt:{payment.reference}").text


def test_who_gave_no_address_gets_no_mail_and_has_a_receipt():
    payment = given_cash(email="", phone="+998 90 123 45 67")
    assert not OutboxMessage.objects.exists()
    assert len(receipts.catch_up(payment.pk)) == 1


def test_the_safe_holds_what_was_given_in_cash_and_nothing_else():
    paid(amount="70000")
    assert ledger.in_safe() == []
    given_cash(email="b@donors.example")
    assert ledger.in_safe() == [som(100_000)]
    with pytest.raises(Refused):
        deposits.demand_in_safe(som(100_001))


def test_two_givers_without_an_address_are_two_people():
    given_cash(email="", name="Anna"), given_cash(email="", name="Botir")
    assert Donor.objects.filter(email="").count() == 2


def test_who_wants_no_receipt_gets_none_and_no_link_to_one():
    payment = given_cash(wants_receipt=False)
    assert receipts.catch_up(payment.pk) == []
    receipts.catch_up_on_all()
    assert not Receipt.objects.filter(payment=payment).exists()
    assert "/receipts/" not in OutboxMessage.objects.get(key=f"receipt:{payment.reference}").text


def test_the_same_form_sent_twice_is_one_gift():
    form, by = given(), staff("donor_care")
    first, is_new = cash.enter(form, by)
    again, is_new_again = cash.enter(form, by)
    assert (first.pk, is_new, is_new_again) == (again.pk, True, False)
    assert Donation.objects.count() == 1


@pytest.mark.parametrize("email", ["aziza@donors.example", ""])
def test_a_gift_that_a_colleague_has_entered_already_is_not_booked_twice(email):
    """From the same sheet of paper, on another form: the donor would have two receipts."""
    first = given_cash(email=email, note="").donation
    with pytest.raises(Refused, match=first.reference):
        given_cash(email=email, note="")
    assert Donation.objects.count() == 1
    given_cash(email=email, note="a second gift, in the evening")
    given_cash(email=email, amount="7", note="")
    given_cash(email=email, given_on=timezone.localdate() - LAST_WEEK, note="")
    assert Donation.objects.count() == 4


def test_a_note_that_two_copy_from_one_sheet_does_not_make_two_gifts_of_it():
    first = given_cash(note="for school books").donation
    with pytest.raises(Refused, match=first.reference):
        given_cash(note="for school books")
    given_cash(note="for school books, the second time")
    assert Donation.objects.count() == 2


def test_a_form_that_is_sent_again_finds_its_gift_though_another_like_it_came_since():
    first = given_cash(note="", token="sheet")
    given_cash(note="another one")
    assert given_cash(note="", token="sheet") == first


def test_a_gift_that_was_entered_wrongly_can_be_entered_anew():
    payment = given_cash(note="")
    corrections.approve(corrections.ask(payment, "in another purpose", staff("donor_care")), staff("finance"))
    assert given_cash(note="").pk != payment.pk


def test_the_country_is_noted_where_none_was_known():
    given_cash(country="DE"), given_cash(country="FR")
    assert Donor.objects.get(email="aziza@donors.example").country == "DE"


def test_nothing_is_booked_before_the_second_counter_confirms():
    count = counted(staff("donor_care"))
    assert not LedgerEntry.objects.exists()
    box_counts.confirm(count, staff("finance"))
    assert LedgerEntry.objects.given_to(count.designation) == [som(250_000)]


def test_who_entered_a_count_cannot_confirm_it():
    by = staff("donor_care")
    count = counted(by)
    with pytest.raises(Refused):
        box_counts.confirm(count, by)
    with pytest.raises(IntegrityError), transaction.atomic():
        BoxCount.objects.filter(pk=count.pk).update(state="confirmed", decided_by=by)


def test_a_count_is_confirmed_once():
    count, second = counted(staff("donor_care")), staff("finance")
    box_counts.confirm(BoxCount.objects.get(pk=count.pk), second)
    with pytest.raises(Refused):
        box_counts.confirm(count, second)
    assert Donation.objects.count() == 1


def test_what_was_counted_wrongly_is_refused_and_books_nothing():
    by = staff("donor_care")
    count = counted(by)
    box_counts.refuse(count, by)
    assert BoxCount.objects.get().state == BoxCountState.REFUSED
    assert not LedgerEntry.objects.exists()


def test_what_both_counters_enter_is_booked_once():
    """Each takes the other's entry for the one to confirm."""
    first, second = staff("donor_care"), staff("finance")
    count = counted(first, note="")
    with pytest.raises(Refused, match=count.reference):
        counted(second, note="")
    box_counts.confirm(count, second)
    with pytest.raises(Refused, match=count.reference):
        counted(second, note="")
    again = counted(second, note="opened twice on this day")
    box_counts.confirm(again, first)
    assert LedgerEntry.objects.given_to(count.designation) == [som(500_000)]


def test_a_note_that_both_counters_write_does_not_make_two_counts_of_one():
    first, second = staff("donor_care"), staff("finance")
    count, other = counted(first, note="the fair"), counted(second)
    with pytest.raises(Refused, match=count.reference):
        counted(second, note="the fair")
    BoxCount.objects.filter(pk=other.pk).update(note="the fair")
    other.refresh_from_db()
    box_counts.confirm(count, second)
    with pytest.raises(Refused, match=count.reference):
        box_counts.confirm(other, first)
    assert counted(first, note="the fair, in the evening").state == BoxCountState.ENTERED


def test_a_count_that_was_entered_wrongly_can_be_entered_anew():
    first, second = staff("donor_care"), staff("finance")
    box_counts.confirm(count := counted(first, note="", opened_by="Malika"), second)
    payment = count.amounts.get().donation.payments.get()
    corrections.approve(corrections.ask(payment, "two have opened it", first), second)
    box_counts.confirm(counted(first, note="", opened_by="Malika and Rustam"), second)
    assert LedgerEntry.objects.given_to(count.designation) == [som(250_000)]


def test_a_count_that_is_sent_again_is_found_though_another_like_it_came_since():
    first = counted(staff("donor_care"), note="", token="sheet")
    counted(staff("finance"), note="another one")
    assert counted(staff("donor_care"), note="", token="sheet") == first


def test_what_both_counters_enter_at_once_is_booked_once():
    first, second = staff("donor_care"), staff("finance")
    count, other = counted(first, note=""), counted(second, note="x")
    BoxCount.objects.filter(pk=other.pk).update(note="")
    other.refresh_from_db()
    box_counts.confirm(count, second)
    with pytest.raises(Refused, match=count.reference):
        box_counts.confirm(other, first)
    assert BoxCount.objects.get(pk=other.pk).state == BoxCountState.ENTERED
    assert LedgerEntry.objects.given_to(count.designation) == [som(250_000)]


def test_another_count_of_the_same_box_is_another():
    first = staff("donor_care")
    counted(first, note=""), counted(first, amounts={"UZS": "250000", "USD": "5"}, note="")
    counted(first, opened_on=timezone.localdate() - LAST_WEEK, note="")
    counted(first, box("13"), note="")
    box_counts.refuse(BoxCount.objects.earliest("pk"), first)
    assert counted(first, note="").state == BoxCountState.ENTERED


def test_a_box_is_anonymous_without_mail_and_without_receipt():
    count = counted(staff("donor_care"), amounts={"UZS": "250000", "USD": "12.50"})
    box_counts.confirm(count, staff("finance"))
    receipts.catch_up_on_all()
    assert not OutboxMessage.objects.exists()
    assert not Receipt.objects.exists()
    assert set(Donation.objects.values_list("is_anonymous", "currency")) == {(True, "UZS"), (True, "USD")}


def test_a_box_is_one_giver_however_often_it_is_opened():
    where, first, second = box(), staff("donor_care"), staff("finance")
    for opening in ("in the morning", "in the evening"):
        box_counts.confirm(counted(first, where, note=opening), second)
    assert Donor.objects.count() == 1


def test_the_safe_holds_what_was_given_and_not_handed_over():
    by = staff("finance")
    given_cash(amount="100000"), given_cash(amount="25", currency="USD")
    deposit("40000", by)
    assert ledger.in_safe() == [Money(2500, "USD"), som(60_000)]


def test_a_deposit_is_of_no_single_gift_and_stands_on_our_account():
    given_cash()
    row = deposit("100000", staff("finance"), on=timezone.localdate())
    assert entries(source=f"deposit:{row.reference}") == [("bank", 10_000_000), ("gateway", -10_000_000)]
    assert not any(LedgerEntry.objects.balances().values())


def test_more_than_lies_in_the_safe_cannot_be_handed_over():
    given_cash()
    with pytest.raises(Refused, match="there is"), override("en"):
        deposit("100001", staff("finance"))
    with pytest.raises(Refused):
        deposit("1", staff("finance"), currency="USD")


def test_a_slip_is_entered_once():
    given_cash()
    deposit("1000", by := staff("finance"), slip="77")
    with pytest.raises(Refused, match="slip"):
        deposit("1000", by, slip="77")
    assert ledger.in_safe() == [som(99_000)]


def test_a_wrong_gift_is_booked_the_other_way_round_by_two_persons():
    payment = given_cash()
    correction = corrections.ask(payment, "a nought too many", staff("donor_care"))
    corrections.approve(correction, staff("finance"))
    assert ledger.in_safe() == []
    assert LedgerEntry.objects.filter(payment=payment).count() == 4
    assert kept(payment.donation).state == DonationState.REFUNDED


def test_who_asks_for_a_correction_cannot_approve_it():
    by = staff("finance")
    correction = corrections.ask(given_cash(), "wrong", by)
    with pytest.raises(Refused):
        corrections.approve(correction, by)
    with pytest.raises(IntegrityError), transaction.atomic():
        CashCorrection.objects.filter(pk=correction.pk).update(state="booked", decided_by=by)


def test_a_refused_correction_books_nothing_and_may_be_asked_for_again():
    payment, by = given_cash(), staff("donor_care")
    corrections.refuse(corrections.ask(payment, "wrong", by), staff("finance"))
    assert ledger.in_safe() == [som(100_000)]
    corrections.ask(payment, "wrong after all", by)


def test_an_entry_is_corrected_once():
    payment, by = given_cash(), staff("donor_care")
    corrections.ask(payment, "wrong", by)
    with pytest.raises(Refused):
        corrections.ask(payment, "wrong", by)


def test_only_cash_is_corrected_so():
    with pytest.raises(Refused):
        corrections.ask(paid().payments.get(), "wrong", staff("finance"))


def test_a_wrong_gift_voids_its_receipt_and_the_mail_says_that_it_was_our_mistake():
    payment = given_cash()
    (receipt,) = receipts.catch_up(payment.pk)
    corrections.approve(corrections.ask(payment, "wrong", staff("donor_care")), staff("finance"))
    receipts.catch_up(payment.pk)
    assert Receipt.objects.get(pk=receipt.pk).state == ReceiptState.VOIDED
    text = OutboxMessage.objects.get(key=f"void:{receipt.reference}").text
    assert "written down wrongly" in text
    assert "given back to you" not in text


def test_what_was_given_back_in_part_is_not_corrected():
    payment, finance = given_cash(), staff("finance")
    order = giving_back.ask(payment, som(10_000), "the donor asked", staff("donor_care"))
    correction = corrections.ask(payment, "wrong", staff("donor_care"))
    with pytest.raises(Refused, match="under way"), override("en"):
        corrections.approve(correction, finance)
    giving_back.approve(order, finance)
    order.refresh_from_db()
    giving_back.record(order, "paper 5", finance)
    with pytest.raises(Refused, match="given back"), override("en"):
        corrections.approve(CashCorrection.objects.get(), finance)


def test_a_wrong_deposit_puts_the_cash_back_into_the_safe():
    given_cash()
    row = deposit("70000", staff("finance"), on=timezone.localdate() - LAST_WEEK)
    corrections.approve(corrections.ask(row, "another sum", staff("finance")), staff("finance"))
    assert ledger.in_safe() == [som(100_000)]
    undone = LedgerEntry.objects.filter(source__startswith="deposit-undone:")
    assert set(undone.values_list("booked_on", flat=True)) == {timezone.localdate()}
    assert not any(LedgerEntry.objects.balances().values())


def test_a_wrong_deposit_is_entered_anew_with_its_slip():
    given_cash()
    row = deposit("7000", staff("finance"), slip="77")
    corrections.approve(corrections.ask(row, "a nought too few", staff("finance")), staff("finance"))
    deposit("70000", by := staff("finance"), slip="77")
    assert ledger.in_safe() == [som(30_000)]
    with pytest.raises(Refused, match="slip"), override("en"):
        deposit("70", by, slip="77")


def test_a_correction_that_is_refused_keeps_the_slip():
    given_cash()
    row = deposit("7000", staff("finance"), slip="77")
    corrections.refuse(corrections.ask(row, "wrong", staff("finance")), staff("finance"))
    with pytest.raises(Refused, match="slip"), override("en"):
        deposit("7000", staff("finance"), slip="77")


def test_every_step_is_on_the_record():
    payment = given_cash()
    box_counts.confirm(counted(staff("donor_care")), staff("finance"))
    deposit("1000", staff("finance"))
    corrections.approve(corrections.ask(payment, "wrong", staff("donor_care")), staff("finance"))
    wanted = {
        "cashgift.entered",
        "boxcount.entered",
        "boxcount.confirmed",
        "cashdeposit.entered",
        "cashcorrection.requested",
        "cashcorrection.booked",
    }
    assert wanted <= set(AuditEntry.objects.values_list("action", flat=True))


def test_the_door_takes_an_entry_once():
    payment = given_cash()
    again = settle(payment, event_id=f"cash:{payment.reference}", provider_reference="")
    assert payments.apply(again).verdict is Verdict.REPEATED
    assert ledger.net_of(payment) == som(100_000)


def test_donors_are_never_offered_cash(client):
    page = client.get("/en/donate/", {"amount": "50000", "step": "you", "designation": "general"})
    assert 'value="cash"' not in page.content.decode()
    assert 'value="sandbox"' in page.content.decode()


def test_deposits_are_for_the_mode_of_this_site(settings):
    given_cash()
    settings.PAYMENTS_LIVE = True
    with pytest.raises(Refused):
        deposits.hand_over(som(1), on=timezone.localdate(), slip="1", note="", by=staff("finance"))
