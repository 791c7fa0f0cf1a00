"""Closing months: by two persons, in order, for good; what comes late is booked on an open day and says so."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from core.models import AuditEntry, OutboxMessage
from donations.models import LateBooking, LedgerEntry, MonthClose, MonthCloseState
from donations.services import box_counts, closing, corrections, ledger
from donations.services.decisions import Refused
from tests.donations.test_invariants import undone
from tests.factories.accounts import staff
from tests.factories.cash import counted, deposit, given_cash
from tests.factories.donations import begun, paid, settle, som
from tests.thorough import tries

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 31), date(2026, 11, 30)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-12-10T09:00:00+05:00", tick=False) as traveller:
        yield traveller


def closed(last_day: date = OCTOBER) -> MonthClose:
    row = closing.propose(last_day, staff("finance"))
    closing.close(row, staff("finance"))
    return MonthClose.objects.get(pk=row.pk)


def days(**filters: object) -> set[date]:
    return set(LedgerEntry.objects.filter(**filters).values_list("booked_on", flat=True))


def test_the_first_month_with_an_entry_closes_first():
    assert closing.next_month() is None
    given_cash(given_on=date(2026, 10, 5))
    assert closing.next_month() == OCTOBER


def test_months_close_in_order():
    given_cash(given_on=date(2026, 10, 5))
    with pytest.raises(Refused):
        closing.propose(NOVEMBER, staff("finance"))
    closed(OCTOBER)
    assert closing.next_month() == NOVEMBER


def test_the_current_month_cannot_be_closed(clock):
    given_cash(given_on=date(2026, 12, 1))
    assert closing.next_month() is None
    clock.move_to("2026-12-31T23:59:00+05:00")
    assert closing.next_month() is None
    clock.move_to("2027-01-01T00:01:00+05:00")
    assert closing.next_month() == date(2026, 12, 31)


def test_its_last_day_is_closed_with_it():
    given_cash(given_on=date(2026, 10, 5))
    closed(OCTOBER)
    given_cash(given_on=OCTOBER)
    assert days(source__in=LateBooking.objects.values("source")) == {date(2026, 11, 1)}
    assert LateBooking.objects.get().happened_on == OCTOBER


def test_who_proposes_a_month_cannot_close_it():
    given_cash(given_on=date(2026, 10, 5))
    by = staff("finance")
    row = closing.propose(OCTOBER, by)
    with pytest.raises(Refused):
        closing.close(row, by)
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthClose.objects.filter(pk=row.pk).update(state="closed", decided_by=by)


def test_a_month_that_changed_since_it_was_proposed_is_not_closed():
    given_cash(given_on=date(2026, 10, 5))
    row = closing.propose(OCTOBER, staff("finance"))
    given_cash(given_on=date(2026, 10, 6))
    with pytest.raises(Refused, match="since it was proposed"), override("en"):
        closing.close(row, staff("finance"))
    closing.send_back(row, staff("finance"))
    closed()


def test_the_sums_are_kept_by_account_gateway_and_currency():
    given_cash(given_on=date(2026, 10, 5)), given_cash(given_on=date(2026, 10, 6), amount="5", currency="USD")
    given_cash(given_on=date(2026, 11, 1))
    kept = {(row["account"], row["gateway"], row["currency"]): row["minor"] for row in closed().sums}
    assert kept == {
        ("gateway", "cash", "UZS"): 10_000_000,
        ("gifts", "cash", "UZS"): -10_000_000,
        ("gateway", "cash", "USD"): 500,
        ("gifts", "cash", "USD"): -500,
    }


def test_what_is_still_open_is_counted():
    begun()
    counted(staff("donor_care"), opened_on=date(2026, 10, 5))
    assert closing.left_open(OCTOBER) == {"payments": 0, "lines": 0, "messages": 0, "counts": 1}
    assert closing.left_open(date(2026, 12, 31))["payments"] == 1


def test_what_comes_late_is_booked_on_the_first_open_day_and_says_when_it_happened():
    given_cash(given_on=date(2026, 10, 5))
    closed()
    late = given_cash(given_on=date(2026, 10, 20))
    assert days(payment=late) == {date(2026, 11, 1)}
    assert LateBooking.objects.get(source=f"capture:{late.reference}").happened_on == date(2026, 10, 20)


def test_what_comes_in_time_says_nothing():
    given_cash(given_on=date(2026, 10, 5))
    closed()
    payment = given_cash(given_on=date(2026, 11, 2))
    assert days(payment=payment) == {date(2026, 11, 2)}
    assert not LateBooking.objects.exists()


def test_a_late_deposit_and_its_correction_are_booked_in_open_months():
    given_cash(given_on=date(2026, 10, 5))
    closed()
    row = deposit("50000", staff("finance"), on=date(2026, 10, 30))
    corrections.approve(corrections.ask(row, "wrong", staff("donor_care")), staff("finance"))
    assert days(source__startswith="deposit") == {date(2026, 11, 1), date(2026, 12, 10)}


def test_the_database_refuses_an_entry_of_a_closed_month():
    payment = given_cash(given_on=date(2026, 10, 5))
    closed()
    for day in (OCTOBER, date(2026, 10, 1), date(2020, 1, 1)):
        with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
            LedgerEntry.objects.create(
                source="test:1", account="gifts", amount_minor=1, currency="UZS", gateway="cash",
                booked_on=day, payment=payment, donation=payment.donation,
                designation=payment.donation.designation,
            )  # fmt: skip


def test_the_database_keeps_a_closed_month_as_it_was_closed():
    given_cash(given_on=date(2026, 10, 5))
    row = closed()
    for change in (
        lambda: MonthClose.objects.filter(pk=row.pk).update(state="refused"),
        lambda: MonthClose.objects.filter(pk=row.pk).update(sums=[]),
        lambda: MonthClose.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
            change()


def test_the_database_keeps_what_it_knows_of_late_bookings():
    given_cash(given_on=date(2026, 10, 5))
    closed()
    given_cash(given_on=date(2026, 10, 6))
    with pytest.raises(IntegrityError), transaction.atomic():
        LateBooking.objects.update(happened_on=NOVEMBER)
    with pytest.raises(IntegrityError), transaction.atomic():
        LateBooking.objects.all().delete()


def test_a_proposal_closes_nothing():
    given_cash(given_on=date(2026, 10, 5))
    closing.propose(OCTOBER, staff("finance"))
    payment = given_cash(given_on=date(2026, 10, 6))
    assert days(payment=payment) == {date(2026, 10, 6)}


def test_a_month_is_proposed_once_at_a_time():
    given_cash(given_on=date(2026, 10, 5))
    closing.propose(OCTOBER, staff("finance"))
    with pytest.raises(Refused):
        closing.propose(OCTOBER, staff("finance"))


def test_the_same_close_pressed_twice_closes_once():
    given_cash(given_on=date(2026, 10, 5))
    row, second = closing.propose(OCTOBER, staff("finance")), staff("finance")
    closing.close(MonthClose.objects.get(pk=row.pk), second)
    with pytest.raises(Refused):
        closing.close(row, second)
    assert MonthClose.objects.closed().count() == 1


def test_a_month_without_entries_closes_too():
    given_cash(given_on=date(2026, 10, 5))
    closed()
    assert closed(NOVEMBER).sums == []


def test_money_of_today_is_not_late():
    given_cash(given_on=date(2026, 10, 5))
    closed(), closed(NOVEMBER)
    payment = paid().payments.get()
    assert days(payment=payment) == {date(2026, 12, 10)}


def test_the_check_finds_nothing_while_the_sums_hold():
    given_cash(given_on=date(2026, 10, 5))
    closed()
    assert closing.verify_all() == []


def test_the_check_tells_people_when_the_ledger_says_something_else(settings):
    """Somebody with the database's own password has taken the guard off: the proof shows it."""
    settings.PAYMENTS_ALERT_EMAILS = ["alarm@sos.example"]
    payment = given_cash(given_on=date(2026, 10, 5))
    closed()
    _without_guard(
        "UPDATE donations_ledgerentry SET amount_minor = amount_minor * 2 WHERE payment_id = %s", payment.pk
    )
    assert closing.verify_all() == ["2026-10"]
    assert OutboxMessage.objects.filter(
        to="alarm@sos.example", key__startswith="closed-month:2026-10"
    ).exists()


def _without_guard(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(statement, values)
            cursor.execute("SET LOCAL session_replication_role = origin")
        else:
            cursor.execute("DROP TRIGGER ledger_no_update")
            cursor.execute(statement, values)


def test_each_step_is_on_the_record():
    given_cash(given_on=date(2026, 10, 5))
    closed()
    assert {"monthclose.proposed", "monthclose.closed"} <= set(
        AuditEntry.objects.values_list("action", flat=True)
    )


def test_a_refused_month_may_be_proposed_again():
    given_cash(given_on=date(2026, 10, 5))
    by = staff("finance")
    closing.send_back(closing.propose(OCTOBER, by), by)
    assert closed().state == MonthCloseState.CLOSED


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("gift"), st.integers(0, 70), st.integers(1, 50)),
        st.tuples(st.just("count"), st.integers(0, 70), st.integers(1, 50)),
        st.tuples(st.just("deposit"), st.integers(0, 70), st.integers(1, 80)),
        st.tuples(st.just("correct"), st.integers(0, 9), st.just(0)),
        st.tuples(st.just("close"), st.just(0), st.just(0)),
        st.tuples(st.just("provider"), st.integers(1, 50), st.just(0)),
    ),
    max_size=14,
)


@tries(15)
@given(STEPS)
def test_whatever_is_entered_closed_and_corrected_in_whatever_order_the_books_stay_right(steps):
    with undone():
        one, other = staff("finance"), staff("finance")
        boundary: date | None = None
        for kind, number, amount in steps:
            before = set(LedgerEntry.objects.values_list("pk", flat=True))
            _step(kind, number, amount, one, other)
            new = LedgerEntry.objects.exclude(pk__in=before)
            assert not (boundary and new.filter(booked_on__lte=boundary).exists())
            boundary = MonthClose.objects.closed_until()
        _check()


def _step(kind: str, number: int, amount: int, one: object, other: object) -> None:
    day = date(2026, 10, 1) + timedelta(days=number)
    match kind:
        case "gift":
            given_cash(one, given_on=day, amount=str(amount * 1000), email=f"d{number}@donors.example")
        case "count":
            box_counts.confirm(counted(one, opened_on=day, amounts={"UZS": str(amount * 1000)}), other)
        case "deposit":
            if som(amount * 1000) <= sum((m for m in ledger.in_safe()), som(0)):
                deposit(str(amount * 1000), one, on=day)
        case "correct":
            _correct(number, one, other)
        case "close":
            if last_day := closing.next_month():
                closing.close(closing.propose(last_day, one), other)
        case _:
            settled = begun(amount=str(number * 10_000), email=f"p{number}@donors.example")
            from donations.services import payments

            payments.apply(settle(settled))


def _correct(number: int, one: object, other: object) -> None:
    from donations.models import Payment

    known = list(Payment.objects.filter(gateway="cash").order_by("pk"))
    if not known:
        return
    payment = known[number % len(known)]
    if not payment.cash_corrections.exists():
        corrections.approve(corrections.ask(payment, "wrong", one), other)


def _check() -> None:
    assert not any(LedgerEntry.objects.balances().values())
    for source in set(LedgerEntry.objects.values_list("source", flat=True)):
        assert not any(LedgerEntry.objects.filter(source=source).balances().values())
    for row in MonthClose.objects.closed():
        assert closing.holds(row)
    for late in LateBooking.objects.all():
        (day,) = days(source=late.source)
        assert late.happened_on < day
