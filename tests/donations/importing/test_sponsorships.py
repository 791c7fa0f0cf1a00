"""Regular gifts that were given by transfer before the portal: imported, then asked for each period."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from core.models import OutboxMessage
from donations.gateways.instructions import Settle
from donations.models import BankAccount, Donation, ImportKind, Payment, Sponsorship
from donations.services import cancellation, payments, pledges, renewals, transfers
from tests.donations.importing.bringing import bring, check, codes, do_import, imported, said, table
from tests.factories.donations import sponsoring

pytestmark = pytest.mark.django_db
HEADINGS = ("Start", "Frequency", "Amount", "Email", "Name", "Purpose", "Receipt No")


def row(
    start="15.03.2024",
    often="ежемесячно",
    amount="100 000",
    email="aziza@donors.example",
    to="samarkand",
    key="",
):
    return (start, often, amount, email, "Aziza Karimova", to, key)


def take(*rows):
    return imported(table(*rows, headings=HEADINGS), ImportKind.SPONSORSHIPS)


def at(day: date):
    return time_machine.travel(datetime(day.year, day.month, day.day, 7, tzinfo=UTC), tick=False)


def ask_on(day: date) -> int:
    with at(day):
        return pledges.ask_for_what_is_due()


def pay(payment: Payment) -> None:
    payments.apply(
        Settle(
            gateway="bank",
            livemode=False,
            event_id=f"line:{payment.pk}",
            reference=payment.reference,
            provider_reference=f"line {payment.pk}",
            amount=payment.amount,
        )
    )


def test_it_runs_from_its_first_day_and_nothing_is_asked_for_the_past():
    with at(date(2026, 11, 20)):
        take(row())
    sponsorship = Sponsorship.objects.get()
    assert (sponsorship.state, sponsorship.gateway, sponsorship.frequency) == ("active", "bank", "month")
    assert (sponsorship.started_on, sponsorship.next_charge_on) == (date(2024, 3, 15), date(2026, 12, 15))
    assert (Donation.objects.count(), OutboxMessage.objects.count()) == (0, 0)
    assert Sponsorship.objects.running().count() == 1


def test_the_same_list_again_changes_nothing():
    take(row())
    assert take(row()).counts == {"known": 1}


def test_whoever_gives_regularly_already_is_named_before_and_staff_decide():
    theirs = sponsoring(email="aziza@donors.example", designation="samarkand")
    checked = check(
        bring(
            table(row(), row(email="bobur@donors.example"), headings=HEADINGS), kind=ImportKind.SPONSORSHIPS
        )
    )
    (problem,) = checked.problems.all()
    assert (problem.row, problem.code, problem.refuses) == (2, "gives_already", False)
    assert (problem.value, problem.detail) == ("Aziza Karimova <aziza@donors.example>", theirs.reference)
    assert theirs.reference in said(checked)[0][2]
    assert do_import(checked).counts == {"added": 2}
    assert codes(checked) == [(2, "", "gives_already")]


def test_one_that_has_ended_and_one_of_the_same_list_are_nothing_to_ask_about():
    cancellation.cancel(sponsoring(email="aziza@donors.example", designation="samarkand"))
    assert codes(take(row(), row(amount="70 000"))) == []


def test_one_that_came_with_a_list_before_counts_too():
    take(row())
    assert codes(take(row(amount="70 000"))) == [(2, "", "gives_already")]


def test_a_period_is_asked_for_once_on_its_day_with_the_way_to_end_it():
    with at(date(2026, 11, 20)):
        take(row())
    assert ask_on(date(2026, 12, 14)) == 0
    assert ask_on(date(2026, 12, 15)) == 1
    assert ask_on(date(2026, 12, 15)) == 0
    payment = Payment.objects.get()
    assert (payment.state, payment.gateway, payment.donation.period) == (
        "redirected",
        "bank",
        date(2026, 12, 15),
    )
    mail = OutboxMessage.objects.get()
    assert payment.reference in mail.text
    assert "cancel" in mail.text
    assert payment.donation.consented_at is None


def test_the_transfer_that_comes_is_booked_and_thanked_for():
    with at(date(2026, 11, 20)):
        take(row())
    ask_on(date(2026, 12, 15))
    with at(date(2026, 12, 17)):
        pay(Payment.objects.get())
    assert Donation.objects.get().state == "paid"
    sponsorship = Sponsorship.objects.get()
    assert (sponsorship.state, sponsorship.next_charge_on) == ("active", date(2027, 1, 15))
    thanks = OutboxMessage.objects.get(key__startswith="receipt:")
    assert thanks.template == "donations/emails/sponsorship_charged"


def test_after_three_periods_without_a_transfer_nobody_is_asked_any_more():
    with at(date(2026, 11, 20)):
        take(row())
    day = date(2026, 12, 15)
    while day < date(2027, 8, 1):
        ask_on(day)
        with at(day):
            transfers.stop_waiting()
        day += timedelta(days=5)
    sponsorship = Sponsorship.objects.get()
    assert (sponsorship.state, sponsorship.failures) == ("unpaid", 3)
    assert OutboxMessage.objects.filter(key=f"pledge-ended:{sponsorship.reference}").count() == 1
    asked = Payment.objects.count()
    assert ask_on(date(2027, 9, 15)) == 0
    assert Payment.objects.count() == asked


def test_a_transfer_after_a_missed_period_begins_the_count_anew():
    with at(date(2026, 11, 20)):
        take(row())
    ask_on(date(2026, 12, 15))
    ask_on(date(2027, 1, 15))
    sponsorship = Sponsorship.objects.get()
    assert (sponsorship.state, sponsorship.failures) == ("past_due", 1)
    ask_on(date(2027, 3, 15))
    with at(date(2027, 3, 16)):
        pay(Payment.objects.latest("pk"))
    sponsorship = Sponsorship.objects.get()
    assert (sponsorship.state, sponsorship.failures) == ("active", 0)


def test_a_cancelled_one_is_not_asked_for():
    take(row())
    cancellation.cancel(Sponsorship.objects.get())
    assert ask_on(timezone.localdate() + timedelta(days=62)) == 0


def test_the_charging_job_leaves_it_alone():
    take(row())
    with at(timezone.localdate() + timedelta(days=62)):
        assert renewals.charge_due() == 0


def test_without_an_account_of_ours_it_is_refused():
    BankAccount.objects.update(is_open=False)
    found = check(bring(table(row(), headings=HEADINGS), ImportKind.SPONSORSHIPS))
    assert codes(found) == [(2, "amount", "no_account")]


def test_without_an_address_it_is_refused():
    headings = ("Start", "Frequency", "Amount", "Donor ID", "Name")
    content = table(("15.03.2024", "yil", "100 000", "7", "Aziza"), headings=headings)
    found = check(bring(content, ImportKind.SPONSORSHIPS))
    assert codes(found) == [(2, "email", "address_for_asking")]


def test_two_workers_would_ask_once():
    with at(date(2026, 11, 20)):
        take(row())
    Sponsorship.objects.update(next_charge_on=date(2026, 12, 15))
    assert ask_on(date(2026, 12, 16)) == 1
    Sponsorship.objects.update(next_charge_on=date(2026, 12, 15))  # as the other one has read it
    assert ask_on(date(2026, 12, 16)) == 0
    assert (Payment.objects.count(), OutboxMessage.objects.count()) == (1, 1)
