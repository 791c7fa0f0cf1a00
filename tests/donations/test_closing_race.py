"""A month is closed while somebody books; two take the same cash to the bank. On PostgreSQL with its real locks."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from threading import Event

import pytest
import time_machine
from django.db import connection, transaction
from django.utils.translation import override

from donations.models import (
    BoxCount,
    CashCorrection,
    CashDeposit,
    Donation,
    LateBooking,
    LedgerEntry,
    MonthClose,
)
from donations.services import box_counts, cash, closing, corrections, deposits, ledger
from donations.services.decisions import Refused
from tests.donations.test_race import at_once
from tests.factories.accounts import staff
from tests.factories.cash import box, counted, given, given_cash
from tests.factories.donations import som

pytestmark = pytest.mark.django_db(transaction=True)
OCTOBER = date(2026, 10, 31)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-12-10T09:00:00+05:00", tick=True):
        yield


def in_thread(work):
    def run(*args: object) -> object:
        try:
            return work(*args)
        finally:
            connection.close()

    return run


@pytest.mark.postgres
def test_a_closing_waits_for_who_is_booking_and_then_sees_it():
    given_cash(given_on=date(2026, 10, 5))
    proposal, second, by = closing.propose(OCTOBER, staff("finance")), staff("finance"), staff("donor_care")
    booked, go_on = Event(), Event()

    @in_thread
    def book() -> None:
        with transaction.atomic():
            given_cash(by, given_on=date(2026, 10, 6), email="late@donors.example")
            booked.set()
            go_on.wait(20)

    @in_thread
    def close() -> str:
        booked.wait(20)
        with override(
            "en"
        ):  # the error is worded as it is raised, and a thread begins in the site's language
            try:
                closing.close(proposal, second)
            except Refused as error:
                return str(error)
        return "closed"

    with ThreadPoolExecutor(2) as pool:
        booking, closed = pool.submit(book), pool.submit(close)
        booked.wait(20)
        with suppress(TimeoutError):
            closed.result(1)
        assert not closed.done()
        go_on.set()
        booking.result(20)
        assert "since it was proposed" in closed.result(20)
    assert not MonthClose.objects.closed().exists()


@pytest.mark.postgres
def test_who_books_waits_for_a_closing_and_then_books_into_the_next_month():
    given_cash(given_on=date(2026, 10, 5))
    proposal, second, by = closing.propose(OCTOBER, staff("finance")), staff("finance"), staff("donor_care")
    closing_now, go_on = Event(), Event()

    @in_thread
    def close() -> None:
        with transaction.atomic():
            closing.close(proposal, second)
            closing_now.set()
            go_on.wait(20)

    @in_thread
    def book() -> int:
        closing_now.wait(20)
        return given_cash(by, given_on=date(2026, 10, 6), email="late@donors.example").pk

    with ThreadPoolExecutor(2) as pool:
        closed, booking = pool.submit(close), pool.submit(book)
        closing_now.wait(20)
        with suppress(TimeoutError):
            booking.result(1)
        assert not booking.done()
        go_on.set()
        closed.result(20)
        payment = booking.result(20)
    days = set(LedgerEntry.objects.filter(payment=payment).values_list("booked_on", flat=True))
    assert days == {date(2026, 11, 1)}
    assert LateBooking.objects.count() == 1
    assert closing.verify_all() == []


@pytest.mark.postgres
def test_raw_entries_wait_for_a_closing_too_and_are_refused():
    """Whoever books past our code meets the same lock in the trigger."""
    payment = given_cash(given_on=date(2026, 10, 5))
    proposal, second = closing.propose(OCTOBER, staff("finance")), staff("finance")
    closing_now, go_on = Event(), Event()

    @in_thread
    def close() -> None:
        with transaction.atomic():
            closing.close(proposal, second)
            closing_now.set()
            go_on.wait(20)

    @in_thread
    def insert() -> str:
        closing_now.wait(20)
        try:
            LedgerEntry.objects.create(
                source="raw:1", account="gifts", amount_minor=1, currency="UZS", gateway="cash",
                booked_on=OCTOBER, payment=payment, donation=payment.donation,
                designation=payment.donation.designation,
            )  # fmt: skip
        except Exception as error:
            return str(error)
        return "booked"

    with ThreadPoolExecutor(2) as pool:
        closed, inserting = pool.submit(close), pool.submit(insert)
        closing_now.wait(20)
        with suppress(TimeoutError):
            inserting.result(1)
        assert not inserting.done()
        go_on.set()
        closed.result(20)
        assert "closed" in inserting.result(20)


def test_bookings_and_a_closing_in_any_order_keep_the_proof():
    by, first, second = staff("donor_care"), staff("finance"), staff("finance")
    given_cash(by, given_on=date(2026, 10, 5))

    def work(index: int) -> None:
        if index % 4:
            given_cash(by, given_on=date(2026, 10, 6), email=f"d{index}@donors.example")
            return
        for _ in range(5):
            with suppress(Refused):
                waiting = MonthClose.objects.waiting().first() or closing.propose(OCTOBER, first)
                closing.close(waiting, second)
            with suppress(Refused):
                if waiting := MonthClose.objects.waiting().first():
                    closing.send_back(waiting, second)

    at_once(8, work)
    assert closing.verify_all() == []
    assert Donation.objects.filter(state="paid").count() == 7
    closed = MonthClose.objects.closed().exists()
    late = LateBooking.objects.values_list("source", flat=True)
    assert closed or not late
    assert set(LedgerEntry.objects.filter(source__in=late).values_list("booked_on", flat=True)) <= {
        date(2026, 11, 1)
    }


def test_two_presses_close_a_month_once():
    given_cash(given_on=date(2026, 10, 5))
    row, second = closing.propose(OCTOBER, staff("finance")), staff("finance")

    def close(_index: int) -> bool:
        try:
            closing.close(MonthClose.objects.get(pk=row.pk), second)
        except Refused:
            return False
        return True

    assert sum(at_once(6, close)) == 1


def test_the_same_cash_goes_to_the_bank_once():
    given_cash(amount="100000")
    by = staff("finance")

    def hand_over(index: int) -> bool:
        try:
            deposits.hand_over(som(100_000), on=date(2026, 12, 10), slip=str(index), note="", by=by)
        except Refused:
            return False
        return True

    assert sum(at_once(6, hand_over)) == 1
    assert ledger.in_safe() == []
    assert CashDeposit.objects.count() == 1


def test_a_count_confirmed_by_many_at_once_is_booked_once():
    count, second = counted(staff("donor_care"), box()), staff("finance")

    def confirm(_index: int) -> bool:
        try:
            box_counts.confirm(BoxCount.objects.get(pk=count.pk), second)
        except Refused:
            return False
        return True

    assert sum(at_once(6, confirm)) == 1
    assert ledger.in_safe() == [som(250_000)]


def test_a_correction_approved_by_many_at_once_is_booked_once():
    row = corrections.ask(given_cash(), "wrong", staff("donor_care"))
    second = staff("finance")

    def approve(_index: int) -> bool:
        try:
            corrections.approve(CashCorrection.objects.get(pk=row.pk), second)
        except Refused:
            return False
        return True

    assert sum(at_once(6, approve)) == 1
    assert not any(LedgerEntry.objects.balances().values())
    assert ledger.in_safe() == []


def test_the_same_form_sent_by_many_at_once_is_one_gift():
    form, by = given(), staff("donor_care")
    found = at_once(6, lambda _index: cash.enter(form, by))
    assert len({donation.pk for donation, _new in found}) == 1
    assert sum(is_new for _donation, is_new in found) == 1
